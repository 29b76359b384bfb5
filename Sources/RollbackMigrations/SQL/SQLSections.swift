/// The part of a migration's text that leads forward, where one file holds both ways (dbmate, goose, sql-migrate).
package enum SQLSections {
    private static let up: Set = ["-- migrate:up", "-- +goose up", "-- +migrate up"]
    private static let down: Set = ["-- migrate:down", "-- +goose down", "-- +migrate down"]

    /// - Returns: nil where only the way back is marked.
    package static func forward(_ text: String) -> String? {
        var isForward: Bool?
        var kept: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.lowercased().split(whereSeparator: \.isWhitespace).prefix(3)
            let marks = [words.prefix(2), words].map { $0.joined(separator: " ") }
            if marks.contains(where: up.contains) {
                isForward = true
            } else if marks.contains(where: down.contains) {
                guard isForward != nil else { return nil }
                isForward = false
            } else if isForward ?? true {
                kept.append(line)
            }
        }
        return kept.joined(separator: "\n")
    }
}
