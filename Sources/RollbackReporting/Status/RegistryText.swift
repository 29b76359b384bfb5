package import RollbackCore

/// The registry as text.
package enum RegistryText {
    package static func list(_ view: RegistryView) -> String {
        guard !view.entries.isEmpty else {
            return lines(
                ["No known good release is recorded in \(view.file). Enter what works now:"],
                [.knownGoodAdd(commit: nil, unverified: false)])
        }
        let entries = view.entries.flatMap { entry($0, in: view) }
        return lines([view.file] + entries + [target(view)], [])
    }

    /// - Parameter lacks: what the platform's criteria still want.
    package static func entered(
        _ commit: CommitID, verified: Bool, lacks: [ReleaseCriteria.Shortfall]
    ) -> String {
        let what = "\(commit.short) is the newest entry now, \(verified ? "verified" : "not verified")."
        let rest = lacks.map(RegistryWords.shortfall).joined(separator: ", ")
        return lines(lacks.isEmpty ? [what] : [what, SafeText.oneLine("It lacks: \(rest)")], [.knownGoodList])
    }

    /// Whether a rollback without a target would have what it needs, and what to do if not.
    package static func verdict(_ view: RegistryView) -> String {
        guard let target = view.target else {
            return "No entry can be gone back to by itself: \(SuggestedCommand.rollback.text) would ask.\n"
        }
        guard !view.isReady else { return "\(target.short) can be restored here and now.\n" }
        let why = view.targetObstacles.filter(\.prevents).map { "  " + SafeText.oneLine(RegistryWords.obstacle($0)) }
        let help = next(view).map { "  \($0)" }
        return (["\(target.short) CANNOT be restored here:"] + why + ["Next:"] + help).joined(separator: "\n") + "\n"
    }

    /// The lines to type, for what keeps the default target or, without one, any entry from being restored.
    package static func next(_ view: RegistryView) -> [String] {
        guard !view.isReady else { return [] }
        let obstacles = view.target == nil ? view.entries.flatMap(\.obstacles) : view.targetObstacles
        var seen: Set<String> = []
        let fetches = obstacles.compactMap(\.fetch).filter { seen.insert($0).inserted }
        let last: SuggestedCommand = fetches.isEmpty ? .choose : .knownGoodCheck
        return fetches + [last.text]
    }

    private static func target(_ view: RegistryView) -> String {
        guard let target = view.target else { return "A rollback without a target takes none of these: it asks." }
        return "A rollback without a target goes back to \(target.short)."
    }

    private static func entry(_ entry: RegistryView.Entry, in view: RegistryView) -> [String] {
        let isTarget = view.isTarget(entry)
        let title = [entry.commit?.short ?? String(entry.hash.prefix(12)), entry.date, entry.description]
        let sign = isTarget ? "→ " : "  "
        let shortfalls = entry.shortfalls.map(RegistryWords.shortfall)
        let facts =
            [
                entry.verified ? "verified" : "not verified",
                entry.isRestorable ? "restorable here" : "NOT restorable here",
            ]
            + [entry.mark.map { RegistryWords.mark($0, loud: true) }].compactMap(\.self)
        var details = [facts.joined(separator: " · ")]
        details += entry.evidence.map { ["evidence: \(RegistryWords.evidence($0))"] } ?? []
        if !shortfalls.isEmpty { details.append("lacks: \(shortfalls.joined(separator: ", "))") }
        details += reasons(entry, isTarget: isTarget).map { (isTarget ? "but: " : "not taken: ") + $0 }
        details += entry.isRestorable ? [] : ["entered at \(entry.place)"]
        let lines =
            details.map { "    " + SafeText.oneLine($0) } + entry.obstacles.compactMap(\.fetch).map { "      \($0)" }
        return [sign + SafeText.oneLine(title.compactMap(\.self).joined(separator: "  "))] + lines
    }

    /// Why a rollback without a target does not take it.
    static func reasons(_ entry: RegistryView.Entry, isTarget: Bool) -> [String] {
        isTarget && entry.isRestorable ? [] : entry.obstacles.map(RegistryWords.obstacle)
    }

    private static func lines(_ lines: [String], _ commands: [SuggestedCommand]) -> String {
        (lines + commands.map { "  \($0.text)" }).joined(separator: "\n") + "\n"
    }
}
