import ArgumentParser
import RollbackCore
import RollbackReporting
import RollbackSystem

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Releases as one unit: code, dependency sets, environment, schema and artifacts, under one number.",
        discussion: """
            Record each deployment; a rollback then finds all of it, by its number.

              lastgood release record --reason "deployed by CI"
              lastgood release diff v40 v41
              lastgood rollback --release v40
              lastgood release activate v41
            """,
        subcommands: [
            ReleaseRecordCommand.self, ReleaseBuildCommand.self, ReleaseActivateCommand.self, ReleaseListCommand.self,
            ReleaseShowCommand.self, ReleaseDiffCommand.self,
        ], defaultSubcommand: ReleaseListCommand.self)
}

struct ReleaseRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record what is checked out as a release; the same number again when nothing has changed.",
        discussion: """
            A changed tree is refused: only what is committed can be brought back. Dependency sets that are installed in
            place are built a second time, beside, so that a rollback finds them without a package index. A complete snapshot
            keeps the platform as it is when the release works. A rollback that begins meanwhile goes first.

              lastgood release record
              lastgood release record --no-build --reason "deployed by CI" --actor ci
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions

    @Flag(help: "Build no dependency set: what is installed in place is gone when another is installed there.")
    var noBuild = false

    @Flag(
        help: "Record the databases' schemas as they are now, although this release was recorded with others.")
    var schema = false

    @Flag(help: "Take no complete snapshot of the platform as it is now.")
    var noSnapshot = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            try await ReleaseRecording(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, builds: !noBuild, keeps: !noSnapshot, schemaAnew: schema
            ).run()
        }
    }
}

struct ReleaseListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The recorded releases, the newest first.",
        discussion: "  lastgood release list --limit 50")

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit = 20

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit wants a number, 1 or more.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let entries = try await ReleaseLook(platform: platform).list(most: limit)
            entries.forEach { console.emit(JSONLines.release($0)) }
            console.say(ReleaseText.list(entries, now: platform.effects.clock.wallTime()))
            console.emit(JSONLines.exit(.done, next: entries.isEmpty ? [SuggestedCommand.releaseRecord.text] : []))
            return .done
        }
    }
}

struct ReleaseShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "All parts of a release, and where each is now. Of the environment names, never values.",
        discussion: "  lastgood release show v41")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A number (v41), or a commit, tag or branch.")
    var release: String

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let look = ReleaseLook(platform: platform)
            let view = try await look.view(of: try await look.named(release))
            console.emit(JSONLines.release(view))
            console.say(ReleaseText.show(view, now: platform.effects.clock.wallTime()))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}

struct ReleaseDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "What differs between two releases, part by part. Of the environment names and digests, never values.",
        discussion: "  lastgood release diff v40 v41")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A number (v40), or a commit, tag or branch.")
    var from: String

    @Argument(help: "The other one.")
    var to: String

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let look = ReleaseLook(platform: platform)
            let comparison = try await look.comparison(from: try await look.named(from), to: try await look.named(to))
            console.emit(JSONLines.releaseDifference(comparison))
            console.say(ReleaseRecordText.difference(comparison))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
