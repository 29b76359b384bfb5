import RollbackCore

/// The command line as it was typed, so that the line to run again loses nothing of it.
struct TypedLine: Sendable {
    private let words: [String]

    /// - Parameter words: without the program's name.
    init(_ words: [String] = Array(CommandLine.arguments.dropFirst())) { self.words = words }

    /// The same with consent, to the commit that was chosen if there was a choice.
    func consented(to commit: CommitID? = nil) -> String {
        let kept = commit == nil ? words : words.filter { $0 != "--choose" }
        let target = commit.map { ["--commit", $0.short] } ?? []
        // Looking needs no consent.
        let isGiven = kept.first == "plan" || kept.contains { ["-y", "--auto-confirm"].contains($0) }
        return text(kept + target + (isGiven ? [] : ["--auto-confirm"]))
    }

    /// The same again.
    var text: String { text(words) }

    func with(_ option: String) -> String { text(words + [option]) }

    private func text(_ words: [String]) -> String { Command(["lastgood"] + words).shellText }
}
