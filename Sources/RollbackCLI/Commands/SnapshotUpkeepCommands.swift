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
        abstract: "Put a snapshot's files over the live ones; or, with --to, bring parts of it back beside them.",
        discussion: """
            Without --to the files of the code that differ become what they were, each in one instant; a release directory
            as a whole. It is shown first and asked for, and what is overwritten is kept in a snapshot of its own before. A
            database that is live is never overwritten, and names that the snapshot does not have stay. A rollback that
            begins meanwhile goes first. Cut short, the same command again finishes.

            With --to nothing that is live is touched. Each part becomes a file or a folder below the one that is named, and
            appears there whole or not at all.

              lastgood snapshot restore 12
              lastgood snapshot restore 12 server/login.py templates
              lastgood snapshot restore 12 --to /srv/side
              lastgood snapshot restore 12 --to /srv/side --part code server/login.py
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its number.")
    var snapshot: Int

    @OptionGroup var who: ActorOptions

    @Option(help: ArgumentHelp("The folder to restore to; made when it is missing.", valueName: "folder"))
    var to: String?

    @Option(
        name: .customLong("part"),
        help: ArgumentHelp("Only this part; may be given several times.", valueName: "name"))
    var parts: [String] = []

    @Flag(help: "Over live files: remove also what the snapshot does not have.")
    var exact = false

    @Flag(name: [.customLong("auto-confirm"), .customShort("y")], help: "Your consent: nothing is asked.")
    var autoConfirm = false

    @Argument(help: "Only these paths of the part, with all that is in them.")
    var paths: [String] = []

    func validate() throws {
        if to != nil, !paths.isEmpty, parts.count != 1 {
            throw ValidationError("Paths want the one --part that they lie in.")
        }
        if to == nil, parts.count > 1 { throw ValidationError("Over live files one --part at a time is restored.") }
        if to != nil, exact { throw ValidationError("--exact is for live files, without --to.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            guard let to else {
                let restoring = LiveRestoring(
                    platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                    consented: autoConfirm, exact: exact)
                return try await restoring.run(snapshot, part: parts.first ?? "code", paths: paths)
            }
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
            Without options, those that are older than max_backup_retention_days or more than max_backup_count: the same
            happens after each new snapshot. The newest three stay, and what a known good release, the pin, or a run that is
            not finished or can be taken back needs; --dry-run says which and why.

              lastgood snapshot prune --dry-run
              lastgood snapshot prune --days 7 --keep 10
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions

    @Option(help: ArgumentHelp("After how many days one may go.", valueName: "number"))
    var days: Int?

    @Option(help: ArgumentHelp("How many of the newest stay in any case.", valueName: "number"))
    var keep = SnapshotRetention.Rule.newest

    @Option(
        help: ArgumentHelp("How many there may be; older ones go, however young.", valueName: "number"))
    var most: Int?

    @Flag(help: "Say what would go, and what stays why, and stop.")
    var dryRun = false

    func validate() throws {
        if keep < 1 { throw ValidationError("--keep wants a number, 1 or more: the newest snapshot is never removed.") }
        if let days, days < 0 { throw ValidationError("--days wants a number, 0 or more.") }
        if let most, most < 1 { throw ValidationError("--most wants a number, 1 or more.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let lock = try RunLock(platform: platform, actor: who.actor ?? platform.machine.host.userName)
                .acquireInBackground()
            let retention = SnapshotRetention(platform: platform)
            let (rule, dryRun) = (rule(retention.rule), dryRun)
            let pruned = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
                try await retention.prune(rule, dryRun: dryRun)
            }
            withExtendedLifetime(lock) {}
            guard let pruned else { return console.gaveWay(again: SuggestedCommand.snapshotPrune.text) }
            console.emit(JSONLines.snapshotsPruned(pruned))
            console.say(SnapshotText.pruned(pruned))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }

    private func rule(_ configured: SnapshotRetention.Rule) -> SnapshotRetention.Rule {
        SnapshotRetention.Rule(days: days ?? configured.days, newest: keep, most: most ?? configured.most)
    }
}
