import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore
import RollbackSystem

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "The platform's whole state, kept encrypted: files, databases, environment, facts.",
        discussion: """
            What has not changed since the last one takes no room. It is read with the key in the user's state folder:
            a copy of that key elsewhere is the only way to it when this machine is gone.

              lastgood snapshot create --reason "before the migration"
              lastgood snapshot list
              lastgood snapshot restore 12 --to /srv/side
            """,
        subcommands: [
            SnapshotCreateCommand.self, SnapshotListCommand.self, SnapshotShowCommand.self, SnapshotDiffCommand.self,
            SnapshotVerifyCommand.self, SnapshotRestoreCommand.self, SnapshotPruneCommand.self,
        ], defaultSubcommand: SnapshotListCommand.self)
}

struct SnapshotCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Keep the platform as it is now. What cannot be read is named, and keeps nothing else out.",
        discussion: """
            Dependency sets and caches are left out: they are made anew. A rollback that begins meanwhile goes first.

              lastgood snapshot create
              lastgood snapshot create --reason "before the migration"
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let began = platform.effects.clock.now()
            let actor = who.actor ?? platform.machine.host.userName
            let lock = try RunLock(platform: platform, actor: actor).acquireInBackground()
            let taking = SnapshotTaking(platform: platform, progress: console.background)
            let reason = who.reason.map(platform.access.mask) ?? ""
            let taken = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
                try await taking.take(SnapshotWish(reason: reason))
            }
            withExtendedLifetime(lock) {}
            guard let view = taken else { return console.gaveWay(again: SuggestedCommand.snapshotCreate.text) }
            let seconds = (platform.effects.clock.now() - began).seconds
            console.emit(JSONLines.snapshot(view))
            console.say(SnapshotText.taken(view, seconds: seconds))
            console.emit(JSONLines.exit(.done, next: [SuggestedCommand.snapshotShow(view.sequence).text]))
            return .done
        }
    }
}

struct SnapshotListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The snapshots, the newest first.",
        discussion: "  lastgood snapshot list --limit 50")

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit = 20

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit wants a number, 1 or more.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let (views, damaged) = try SnapshotLook(platform: platform).list(most: limit)
            views.forEach { console.emit(JSONLines.snapshot($0)) }
            damaged.forEach { console.emit(JSONLines.snapshotFinding($0)) }
            console.say(SnapshotText.list(views, now: platform.effects.clock.wallTime()))
            if !damaged.isEmpty { console.say(SnapshotText.troubles(damaged)) }
            let next = damaged.isEmpty ? views.isEmpty ? [SuggestedCommand.snapshotCreate] : [] : [.snapshotVerify]
            console.emit(JSONLines.exit(.done, next: next.map(\.text)))
            return .done
        }
    }
}

struct SnapshotShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The parts of a snapshot, and what is missing.",
        discussion: "  lastgood snapshot show 12")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its number.")
    var snapshot: Int

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let view = try SnapshotLook(platform: platform).view(snapshot)
            console.emit(JSONLines.snapshot(view))
            console.say(SnapshotText.show(view, now: platform.effects.clock.wallTime()))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}

struct SnapshotDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "What differs between two snapshots, or from one to now, file by file. Of facts only that they differ.",
        discussion: "  lastgood snapshot diff 11 12\n  lastgood snapshot diff 11          to what is there now")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The number of the older one.")
    var from: Int

    @Argument(help: "The number of the other one; what is there now, if left out.")
    var to: Int?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let difference = try await SnapshotLook(platform: platform).difference(from: from, to: to)
            console.emit(JSONLines.snapshotDifference(difference))
            console.say(SnapshotText.difference(difference))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
