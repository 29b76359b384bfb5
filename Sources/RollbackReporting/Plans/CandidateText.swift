package import FoundationEssentials
package import RollbackCore

/// The releases that a rollback could go to, for choosing one with one key.
package enum CandidateText {
    /// More than one key cannot pick, so no more are shown.
    package static let most = 9

    /// The key that picks a candidate, `1` to `9`.
    /// - Parameter index: its place in the list, from 0.
    package static func key(_ index: Int) -> String? { (0..<most).contains(index) ? "\(index + 1)" : nil }

    /// The candidate that a typed key or number picks; nil for anything else.
    package static func choice(_ typed: String, from candidates: [Candidate]) -> Candidate? {
        let typed = SafeText.oneLine(typed)
        return candidates.enumerated().first { key($0.offset) == typed }?.element
    }

    package static func text(
        _ candidates: [Candidate], now: Date, columns: Int = 80, style: TerminalStyle = .plain
    ) -> String {
        guard !candidates.isEmpty else { return "No release was found to go back to: there is no earlier commit.\n" }
        let shown = candidates.prefix(most)
        let offered = shown.enumerated().flatMap { index, candidate in
            lines(candidate, key: key(index) ?? " ", now, columns, style)
        }
        let rest = candidates.count - shown.count
        let more = rest > 0 ? ["\(rest) more: name any commit of “git log --all” with --commit"] : []
        return (offered + more).joined(separator: "\n") + "\n"
    }

    private static func lines(
        _ candidate: Candidate, key: String, _ now: Date, _ columns: Int, _ style: TerminalStyle
    ) -> [String] {
        let commit = candidate.commit
        let author = Columns.padded(Columns.fitted(SafeText.oneLine(commit.author), to: 14), to: 14)
        let age = Columns.padded(DateText.age(of: commit.date, now: now), to: 15)
        let first = " \(key)  \(commit.id.short)  \(age) \(author) \(SafeText.oneLine(commit.subject))"
        let second = "    " + SafeText.oneLine(facts(candidate))
        let tone: EventLine.Tone = candidate.bad ? .bad : .note
        return [Columns.fitted(first, to: columns), style.painted(Columns.fitted(second, to: columns), tone)]
    }

    /// The warning stands first, where no narrow terminal cuts it off.
    private static func facts(_ candidate: Candidate) -> String {
        let marked = candidate.mark.map { "\(RegistryWords.mark($0, loud: true)) · " }
        let bad = marked ?? (candidate.bad ? "ROLLED BACK FROM · " : "")
        let label = candidate.label.isEmpty ? "" : ": \(candidate.label)"
        let files = "\(Words.count(candidate.changedFiles, "file")) would change"
        return "\(bad)\(files) · \(candidate.source.rawValue)\(label)"
    }
}
