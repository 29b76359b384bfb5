package import RollbackCore

/// What `lastgood init` found, and what becomes of each file, as text.
package enum InitText {
    /// - Parameter guesses: each with its reasons below it.
    package static func guesses(_ guesses: [ProjectGuess]) -> String {
        guard !guesses.isEmpty else {
            return "Nothing was recognised: services are found by their ports when a rollback is needed.\n"
        }
        let kind = guesses.map { Columns.width($0.kind.rawValue) }.max() ?? 0
        let name = guesses.map { Columns.width($0.name) }.max() ?? 0
        let lines = guesses.flatMap { guess in
            let head =
                Columns.padded(guess.kind.rawValue, to: kind) + "  "
                + Columns.padded(SafeText.oneLine(guess.name), to: name)
            let indent = String(repeating: " ", count: kind + name + 6)
            let facts = guess.facts.isEmpty ? [] : [SafeText.oneLine(guess.facts.joined(separator: ", "))]
            let rest = (facts + guess.reasons.map { "because " + SafeText.oneLine($0) })
            return ["  \(head)  \(rest.first ?? "")"] + rest.dropFirst().map { indent + $0 }
        }
        return (["Found"] + lines).joined(separator: "\n") + "\n"
    }

    /// - Parameter planned: nothing was done yet.
    package static func changes(_ changes: [TreeChange], planned: Bool) -> String {
        let shown = changes.filter { $0.action != .same }
        let same = changes.count - shown.count
        let width = shown.map { Columns.width(word($0.action, planned)) }.max() ?? 0
        let lines = shown.map { change in
            let why = change.why.map { "  (\($0))" } ?? ""
            return
                "  \(Columns.padded(word(change.action, planned), to: width))  \(SafeText.oneLine(change.path))\(why)"
        }
        let rest = same == 0 ? [] : ["  \(Words.count(same, "file")) as generated before"]
        return (["Tree"] + lines + rest).joined(separator: "\n") + "\n"
    }

    package static func difference(_ lines: [String]) -> String {
        lines.map { SafeText.line($0) }.joined(separator: "\n")
    }

    private static func word(_ action: TreeChange.Action, _ planned: Bool) -> String {
        switch action {
        case .write: planned ? "would be written" : "written"
        case .refresh: planned ? "would be refreshed" : "refreshed"
        case .adopt: planned ? "would be replaced" : "replaced"
        case .remove: planned ? "would be removed" : "removed"
        case .keep: "kept"
        case .same: "same"
        }
    }
}
