package import RollbackCore

/// Databases as text. What is said of them comes as lines; here they are put in order.
package enum DatabaseText {
    /// - Parameter lines: of each database by its title.
    package static func sections(_ sections: [(title: String, lines: [String])], empty: String) -> String {
        sections.map { section in
            let lines = section.lines.isEmpty ? [empty] : section.lines
            return SafeText.oneLine(section.title) + "\n" + lines.map { "  \(SafeText.oneLine($0))\n" }.joined()
        }.joined(separator: "\n")
    }

    /// A parked column or table in a line.
    package static func parked(_ view: ParkedView) -> String {
        let rows = view.rows.map { " · \($0)" } ?? ""
        return "\(view.run)  \(view.object)\(rows) · since \(view.since) · now \(view.place)"
    }
}

/// A column or table that is out of the way with its rows, for people and programs.
package struct ParkedView: Hashable, Sendable {
    package var database: String
    package var run: RunID
    package var object: String
    package var place: String
    /// `1,204 values`; nil: nobody counted.
    package var rows: String?
    package var since: String

    package init(database: String, run: RunID, object: String, place: String, rows: String?, since: String) {
        self.database = database
        self.run = run
        self.object = object
        self.place = place
        self.rows = rows
        self.since = since
    }
}
