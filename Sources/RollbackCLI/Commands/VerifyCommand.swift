import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the platform is well: every check, with what was seen.",
        discussion: """
            Exits 0 when every critical check passes, 3 when one fails.

              lastgood verify
              lastgood verify --quick       liveness only
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Only look; change nothing. Verification never changes anything here, so this is what it does anyway.")
    var checkOnly = false

    @Flag(help: "Liveness only.")
    var quick = false

    @Flag(help: "Only a healthy outcome exits 0; a degraded one exits 3.")
    var strict = false

    @Option(name: .customLong("check"), help: ArgumentHelp("One more address that must answer 200.", valueName: "url"))
    var addresses: [String] = []

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let all = CheckList(
                configuration: platform.configuration, services: platform.services, addresses: addresses
            ).all()
            let runner = platform.access.checkRunner(target: try await Self.target(platform))
            let results = await Verification.run(all.filter { !quick || $0.liveness }, runner)
            let report = VerificationReport(results: results)
            results.forEach { console.emit(JSONLines.check($0)) }
            console.emit(JSONLines.verification(report))
            console.say(VerificationText.text(report, style: console.style))
            let code = RollbackCore.ExitCode(report.outcome, strict: strict)
            console.emit(JSONLines.exit(code, outcome: report.outcome))
            return code
        }
    }

    /// A platform that was rolled back must serve the release that it was rolled back to.
    private static func target(_ platform: Platform) async throws -> CommitID? {
        guard let pin = try? platform.access.pins.read() else { return nil }
        let head = try await platform.git.head()
        return head == pin.target ? pin.target : nil
    }
}
