import ArgumentParser
import RollbackCore
import RollbackSystem

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish a run that was cut short or is held, in the direction it was going.",
        discussion: """
            A run by hand asks on from the step where it stopped; without a terminal what is left of it is printed.

              lastgood resume
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions

    @Flag(help: "Only a healthy outcome exits 0; a degraded one exits 3.")
    var strict = false

    @Flag(
        name: [.customLong("auto-confirm"), .customShort("y")],
        help: "Do what is left of a run by hand without asking. Any other run asks nothing anyway.")
    var autoConfirm = false

    @OptionGroup var handing: HandOverOptions

    @Argument(help: "The run, for example run-7; the newest if left out.")
    var run: String?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let actor = who.actor ?? platform.machine.host.userName
            return try await RunRevival(
                platform: platform, console: console, actor: actor, strict: strict, handOver: handing.handOver,
                asksNobody: autoConfirm
            ).execute(.resume, named: RunName.read(run))
        }
    }
}

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take a run back, finished or not: the state before it returns, to the byte.",
        discussion: "  lastgood undo --reason \"look at the broken state again\"")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions
    @OptionGroup var handing: HandOverOptions

    @Argument(help: "The run, for example run-7; the newest if left out.")
    var run: String?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let actor = who.actor ?? platform.machine.host.userName
            let why = "\(actor) asked for it" + (who.reason.map { ": \($0)" } ?? "")
            return try await RunRevival(
                platform: platform, console: console, actor: actor, strict: false, handOver: handing.handOver
            ).execute(.undo(why: why), named: RunName.read(run))
        }
    }
}

struct HandOverOptions: ParsableArguments {
    @Flag(help: "Go on with a run that another version of lastgood began.")
    var handOver = false
}

enum RunName {
    static func read(_ text: String?) throws -> RunID? {
        guard let text else { return nil }
        guard let run = RunID(text: text) else {
            throw Failure.usage("\(text) names no run; runs are called run-1, run-2, …", next: "lastgood status")
        }
        return run
    }
}
