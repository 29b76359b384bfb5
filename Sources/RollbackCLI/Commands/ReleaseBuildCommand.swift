import ArgumentParser
import RollbackCore

struct ReleaseBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build everything of a release that can lie ready beside the live one, and activate nothing.",
        discussion: """
            Its dependency sets are installed beside the live ones, its release directory is written where the platform
            has that layout, and the repository is asked for each of its files. Cut short, the same command goes on; a
            rollback that begins meanwhile goes first.

              lastgood release build
              lastgood release build v41
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A number (v41), or a commit, tag or branch; what is checked out, if left out.")
    var release: String?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            try await ReleaseBuilding(platform: platform, console: console).build(release)
        }
    }
}
