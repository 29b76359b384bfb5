import ArgumentParser
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackSystem

struct KnownGoodAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Enter a release, with the evidence for it: what is checked out, if none is named.",
        discussion: """
            What is checked out is verified first; a critical check that does not pass refuses it.

              lastgood known-good add
              lastgood known-good add --description "Checkout rewritten" --passed payment_processing --verified-by "Ann Lee"
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A commit, tag or branch.")
    var commit: String?

    @Option(help: ArgumentHelp("A recorded release, by its number: v41.", valueName: "number"))
    var release: String?

    @Option(help: "What it is; the commit's subject, if left out.")
    var description: String?

    @Option(
        name: .customLong("tested"),
        help: ArgumentHelp("A service that was tested; may be given several times.", valueName: "service"))
    var services: [String] = []

    @Option(
        name: .customLong("passed"),
        help: ArgumentHelp("A test of your own that has passed; may be given several times.", valueName: "test"))
    var tests: [String] = []

    @Option(help: ArgumentHelp("The person who has agreed that it is good.", valueName: "name"))
    var verifiedBy: String?

    @Flag(help: "Enter it also where checks fail: listed, and not offered as a target.")
    var unverified = false

    @Option(help: ArgumentHelp("A remark.", valueName: "text"))
    var note: String?

    @Option(help: ArgumentHelp("Who acts: a person's name, or agent:NAME.", valueName: "name"))
    var actor: String?

    func validate() throws {
        if commit != nil, release != nil { throw ValidationError("Name a commit or give --release, not both.") }
        if verifiedBy?.isEmpty ?? false { throw ValidationError("--verified-by needs a person's name.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let head = try await platform.current()
            let choice = TargetChoice(platform: platform, current: head, pin: nil)
            let commit = try await named(choice) ?? head
            let entering = RegistryEntering(
                platform: platform, console: console, actor: actor ?? platform.machine.host.userName,
                description: description, note: note, services: services, tests: tests, verifiedBy: verifiedBy,
                unverified: unverified)
            try await entering.enter(commit, isCheckedOut: commit == head)
            console.emit(JSONLines.exit(.done, next: [SuggestedCommand.knownGoodList.text]))
            return .done
        }
    }

    private func named(_ choice: TargetChoice) async throws -> CommitID? {
        if let release { return try await choice.released(release) }
        guard let commit else { return nil }
        return try await choice.named(commit)
    }
}

struct KnownGoodRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take an entry out of the registry.",
        discussion: "  lastgood known-good remove COMMIT")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The commit, or the beginning of an entry's hash.")
    var commit: String

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let meant = try await MeantRelease(commit, platform)
            try await RegistryFile(platform: platform, actor: platform.machine.host.userName).edit { editor, _ in
                for index in try editor.entries(meant: commit, as: meant.commit).reversed() { try editor.remove(index) }
            }
            console.say("\(meant.shown) is no entry of the registry any more.")
            console.emit(JSONLines.registryChange("removed", meant.name))
            console.emit(JSONLines.exit(.done, next: [SuggestedCommand.knownGoodList.text]))
            return .done
        }
    }
}

/// A release as somebody names it; its commit may be gone.
struct MeantRelease {
    let commit: CommitID?
    let name: String
    var shown: String { commit?.short ?? SafeText.oneLine(name) }

    init(_ text: String, _ platform: Platform) async throws {
        do {
            commit = try await platform.git.resolve(text)
        } catch Failure.unknownCommit {
            commit = nil
        }
        name = commit?.rawValue ?? text
    }
}
