import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Is everything that an emergency will need here, reachable and restorable?",
        discussion: """
            Changes nothing. Exits 0 without problems, with warnings too; 1 when a rollback would fail or stop here.

              lastgood doctor
            """)

    @OptionGroup var global: GlobalOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let mask = platform.access.mask
            let findings = await Doctor(platform: platform).findings().map { finding in
                var finding = finding
                finding.text = mask(finding.text)
                return finding
            }
            findings.forEach { console.emit(JSONLines.finding($0)) }
            console.say(DoctorText.text(findings, style: console.style))
            let code = DoctorText.worst(findings) == .problem ? RollbackCore.ExitCode.failed : .done
            console.emit(JSONLines.exit(code, next: DoctorText.next(findings)))
            return code
        }
    }
}
