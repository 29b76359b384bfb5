import ArgumentParser
import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackSystem

struct KnownGoodMarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Say that a release is bad or vulnerable: no rollback takes it unless it is named.",
        discussion: """
              lastgood known-good mark COMMIT --bad --reason "it loses orders"
              lastgood known-good mark COMMIT --clear
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A commit, tag or branch; it need not be an entry.")
    var commit: String

    @Flag(help: "It broke something.")
    var bad = false

    @Flag(help: "It works, and has a known hole.")
    var vulnerable = false

    @Flag(help: "Take every mark away.")
    var clear = false

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    func validate() throws {
        guard clear != (bad || vulnerable) else {
            throw ValidationError("Say --bad, --vulnerable or both, or else --clear.")
        }
        if clear, reason != nil { throw ValidationError("--clear takes no --reason: nothing is left to be explained.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let meant = try await MeantRelease(commit, platform)
            let entry = clear ? nil : try await entry(for: meant.commit, platform)
            try await RegistryFile(platform: platform, actor: platform.machine.host.userName).edit { editor, _ in
                try change(&editor, meant, entry)
            }
            console.say(
                clear
                    ? "\(meant.shown) carries no mark."
                    : "\(meant.shown) is \(mark.map { RegistryWords.mark($0) } ?? "").")
            console.emit(JSONLines.registryChange(clear ? "cleared" : "marked", meant.name))
            console.emit(JSONLines.exit(.done, next: [SuggestedCommand.knownGoodList.text]))
            return .done
        }
    }

    /// Nil: every mark goes.
    private var mark: ReleaseMark? {
        let kinds = [bad ? ReleaseMark.Kind.bad : nil, vulnerable ? .vulnerable : nil].compactMap(\.self)
        return clear ? nil : ReleaseMark(kinds, reason: reason)
    }

    /// What a commit that is no entry gets: it is listed for its mark alone.
    private func entry(for commit: CommitID?, _ platform: Platform) async throws -> KnownGoodEntry? {
        guard let commit else { return nil }
        var entry = KnownGoodEntry(hash: commit.rawValue)
        entry.date = String(platform.effects.clock.wallTime().formatted(.iso8601).prefix(10))
        entry.description = try await platform.git.commit(commit).subject
        entry.verified = false
        entry.mark = mark
        return entry
    }

    private func change(_ editor: inout RegistryEditor, _ meant: MeantRelease, _ entry: KnownGoodEntry?) throws {
        if let entry, let id = meant.commit, try editor.entries(naming: id).isEmpty { return try editor.add(entry) }
        for index in try editor.entries(meant: commit, as: meant.commit) { try editor.mark(index, as: mark) }
    }
}
