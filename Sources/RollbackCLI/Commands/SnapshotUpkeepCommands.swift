import ArgumentParser
import RollbackConfiguration
import RollbackCore
import RollbackReporting
import RollbackStore
import RollbackSystem

struct SnapshotVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Whether every snapshot can be read back: every byte, unless told otherwise. Exit 3 when not.",
        discussion: """
              lastgood snapshot verify
              lastgood snapshot verify --structure      quick: whether everything that is named is there
              lastgood snapshot verify --sample 7       a seventh each time, everything in seven runs
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Read no content: only whether everything that is named is there.")
    var structure = false

    @Option(help: ArgumentHelp("Read one in so many bytes, others the next time.", valueName: "number"))
    var sample: Int?

    func validate() throws {
        if structure, sample != nil { throw ValidationError("Give one of --structure and --sample.") }
        if let sample, sample < 1 { throw ValidationError("--sample wants a number, 1 or more.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let look = SnapshotLook(platform: platform)
            let (findings, looked) = try await look.verify(structureOnly: structure, sample: sample)
            findings.forEach { console.emit(JSONLines.snapshotFinding($0)) }
            console.say(SnapshotText.findings(findings, looked: looked))
            let code: RollbackCore.ExitCode = findings.isEmpty ? .done : .unhealthy
            console.emit(JSONLines.exit(code))
            return code
        }
    }
}

struct SnapshotRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring parts of a snapshot back beside what is there, to look at and to take from.",
        discussion: """
            Nothing that is live is touched. Each part becomes a file or a folder below the one that is named, and appears
            there whole or not at all.

              lastgood snapshot restore 12 --to /srv/side
              lastgood snapshot restore 12 --to /srv/side --part code server/login.py
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its number.")
    var snapshot: Int

    @Option(help: ArgumentHelp("The folder to restore to; made when it is missing.", valueName: "folder"))
    var to: String

    @Option(
        name: .customLong("part"),
        help: ArgumentHelp("Only this part; may be given several times.", valueName: "name"))
    var parts: [String] = []

    @Argument(help: "Only these paths of the part, with all that is in them.")
    var paths: [String] = []

    func validate() throws {
        if !paths.isEmpty, parts.count != 1 { throw ValidationError("Paths want the one --part that they lie in.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let restoring = SnapshotRestoring(platform: platform, progress: console.background)
            let (names, place) = try await restoring.restore(snapshot, to: to, parts: parts, paths: paths)
            console.emit(JSONLines.snapshotRestored(snapshot, parts: names, place: place))
            console.say("Restored below \(SafeText.oneLine(place)): \(Words.list(names.map(SafeText.oneLine))).")
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}

struct SnapshotPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old snapshots, and what only they needed.",
        discussion: """
            Without options, those that are older than max_backup_retention_days; the newest three stay, however old.

              lastgood snapshot prune --dry-run
              lastgood snapshot prune --days 7 --keep 10
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions

    @Option(help: ArgumentHelp("After how many days one may go.", valueName: "number"))
    var days: Int?

    @Option(help: ArgumentHelp("How many of the newest stay in any case.", valueName: "number"))
    var keep = 3

    @Flag(help: "Say what would go, and stop.")
    var dryRun = false

    func validate() throws {
        if keep < 1 { throw ValidationError("--keep wants a number, 1 or more: the newest snapshot is never removed.") }
        if let days, days < 0 { throw ValidationError("--days wants a number, 0 or more.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let lock = try RunLock(platform: platform, actor: who.actor ?? platform.machine.host.userName)
                .acquireInBackground()
            let days = days ?? platform.configuration.settings.backupRetentionDays
            let (retention, most, dryRun) = (SnapshotRetention(platform: platform), keep, dryRun)
            let pruned = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
                try await retention.prune(olderThan: days, keeping: most, dryRun: dryRun)
            }
            withExtendedLifetime(lock) {}
            guard let (removed, freed) = pruned else {
                return console.gaveWay(again: SuggestedCommand.snapshotPrune.text)
            }
            console.emit(JSONLines.snapshotsPruned(removed: removed, freed: freed, dryRun: dryRun))
            console.say(SnapshotText.pruned(removed, freed: freed, dryRun: dryRun))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
