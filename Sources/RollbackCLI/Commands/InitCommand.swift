import ArgumentParser
import RollbackCore

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write the rollback/ tree into a project: configuration, scripts, documents.",
        discussion: """
            It looks at the project's files and at what runs, says what it guesses and why, and writes what is missing. What
            somebody has edited is never overwritten. Can be run again at any time.

              lastgood init
              lastgood init --dry-run     show it, and change nothing
              lastgood init --workflow    and have GitHub Actions record each deployment
              lastgood init --update      refresh what was generated and nobody has edited
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Refresh what was generated before and nobody has edited.")
    var update = false

    @Flag(name: .shortAndLong, help: "Your consent where files of a rollback/ that is there already make room.")
    var yes = false

    @Flag(help: "Also write a GitHub Actions workflow that has each deployment recorded as a release.")
    var workflow = false

    @Flag(help: "Show what would be written, and stop.")
    var dryRun = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            try await InitFlow(
                platform: platform, console: console, updates: update, consented: yes, dryRun: dryRun,
                wantsWorkflow: workflow
            ).run()
        }
    }
}
