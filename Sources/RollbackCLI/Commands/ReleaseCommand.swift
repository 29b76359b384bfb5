import ArgumentParser
import RollbackCore

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Releases as one unit: made ready beside the live one, and made live.",
        subcommands: [ReleaseBuildCommand.self, ReleaseActivateCommand.self])
}
