import ArgumentParser
import RollbackCore
import RollbackReporting

struct KnownGoodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "known-good",
        abstract: "The registry: which releases are known to work, what speaks for them, what can be restored.",
        discussion: """
            rollback/config/known-good-commits.json is a file for people, too: comments and layout stay as they are.

              lastgood known-good list
              lastgood known-good add --verified-by "Ann Lee"
              lastgood known-good check
              lastgood known-good mark COMMIT --bad --reason "it loses orders"
            """,
        subcommands: [
            KnownGoodListCommand.self, KnownGoodAddCommand.self, KnownGoodCheckCommand.self,
            KnownGoodMarkCommand.self, KnownGoodRemoveCommand.self,
        ], defaultSubcommand: KnownGoodListCommand.self)
}

struct KnownGoodListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Every entry, the newest first: evidence, marks, whether it can be restored here, and which is taken.",
        discussion: "  lastgood known-good list")

    @OptionGroup var global: GlobalOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let view = try await RegistryLook(platform: platform).view()
            view.entries.forEach { console.emit(JSONLines.knownGood($0, in: view)) }
            console.say(RegistryText.list(view))
            console.emit(JSONLines.exit(.done, next: RegistryText.next(view)))
            return .done
        }
    }
}

struct KnownGoodCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prove anew that each entry can be restored here; exit 0 when the default target can.",
        discussion: "  lastgood known-good check")

    @OptionGroup var global: GlobalOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let view = try await RegistryLook(platform: platform).view()
            let code: RollbackCore.ExitCode = view.isReady ? .done : .failed
            view.entries.forEach { console.emit(JSONLines.knownGood($0, in: view)) }
            console.say(RegistryText.list(view) + RegistryText.verdict(view))
            console.emit(JSONLines.exit(code, next: RegistryText.next(view)))
            return code
        }
    }
}
