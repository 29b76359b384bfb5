import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the platform is well: every check, with what was seen.",
        discussion: """
            Exits 0 when every critical check passes, 3 when one does not, 4 when there is nothing to check.

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
            let list = CheckList(
                configuration: platform.configuration, services: platform.services, addresses: addresses)
            let expected = try await Self.expectation(platform)
            let checks = list.all(codeIsCritical: expected.target != nil).filter { !quick || $0.liveness }
            let results = await Verification.run(checks, platform.access.checkRunner(expected: expected))
            let report = VerificationReport(results: results, unproved: list.unproved)
            let code = results.isEmpty ? .inconclusive : RollbackCore.ExitCode(report.outcome, strict: strict)
            results.forEach { console.emit(JSONLines.check($0)) }
            console.emit(JSONLines.verification(report))
            console.say(VerificationText.text(report, contacts: platform.contacts, style: console.style))
            let next = VerificationText.next(report).map(\.command)
            console.emit(JSONLines.exit(code, outcome: results.isEmpty ? nil : report.outcome, next: next))
            return code
        }
    }

    /// A platform that was rolled back must serve the release that it was rolled back to, until a fix is on top.
    private static func expectation(_ platform: Platform) async throws -> CodeExpectation {
        guard let pin = try? platform.access.pins.read() else { return CodeExpectation() }
        let head = try await platform.current()
        let isKnown = [pin.target, pin.badRelease].contains(head)
        return CodeExpectation(target: isKnown ? pin.target : nil, bad: pin.badRelease)
    }
}
