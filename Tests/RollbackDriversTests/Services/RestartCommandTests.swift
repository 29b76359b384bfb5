import Foundation
import RollbackCore
import RollbackDrivers
import RollbackTestKit
import Testing

/// The lines for a person's own hands.
struct RestartCommandTests {
    private let simulated = SimulatedMachine()
    private let folder: ScratchFiles

    init() throws { folder = try ScratchFiles() }

    private func commands(_ service: Service = Service(name: "web")) async -> [Command] {
        var machine = simulated.machine(stateDirectory: folder.path("state"))
        machine.checkout = folder.scratch.path
        return await ProcessServices(machine).restartCommands(for: service)
    }

    private func remember(_ main: ProcessIdentity, _ arguments: [String]) throws {
        let setting = ProcessSetting(
            arguments: arguments, executable: "/bin/sh", directory: folder.scratch.path,
            environment: ["PATH": "/usr/bin:/bin", "TOKEN": "secret"], owner: UserIdentity(user: geteuid(), group: 0),
            outputFile: folder.path("web.log"), errorFile: nil, controlGroup: "")
        let facts = ServiceFacts(service: "web", manager: .process, processes: [main], setting: setting)
        try simulated.remember(ServiceRecord(facts: facts))
    }

    @Test func aPersonCanTypeThem() async throws {
        try remember(simulated.add(100, ["sh", "my app.sh"]), ["sh", "my app.sh"])
        let root = folder.scratch.path
        #expect(
            await commands().map(\.shellText) == [
                "kill -TERM -- -100",
                "cd \(root) && sh -c 'exec >>\"$1\" 2>&1 </dev/null; shift; exec \"$@\"' sh \(root)/web.log setsid --fork"
                    + " sh 'my app.sh'",
            ])
    }

    @Test func whoLeadsNoGroupIsEndedAlone() async throws {
        try remember(simulated.add(100, group: 50, session: 50, ["sh", "x.sh"]), ["sh", "x.sh"])
        #expect(await commands().first?.shellText == "kill -TERM -- 100")
    }

    /// Typed, they do what the step does: the environment file is read, and the log goes on.
    @Test func theyStartItWithItsFileAndItsLog() async throws {
        try folder.write(".env", Data("COLOUR=\"deep blue\"\n".utf8))
        let arguments = ["sh", "-c", "echo \"$COLOUR $0 $$ $(ps -o sid= -p $$)\"", "an argument"]
        try remember(ProcessIdentity(id: 100, startTicks: 7, boot: "boot"), arguments)
        let typed = try #require(await commands().last)
        #expect(!typed.shellText.contains("secret"))
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", typed.shellText]
        try shell.run()
        shell.waitUntilExit()
        let deadline = ContinuousClock.now + .seconds(20)
        var said = ""
        while said.isEmpty, ContinuousClock.now < deadline {
            said = (try? String(contentsOfFile: folder.path("web.log"), encoding: .utf8)) ?? ""
            try await Task.sleep(for: .milliseconds(5))
        }
        let words = said.split(whereSeparator: \.isWhitespace)
        #expect(words.prefix(4) == ["deep", "blue", "an", "argument"])
        #expect(words.count == 6 && words[4] == words[5])
    }

    @Test func withoutKnowledgeThereIsNothingToType() async { #expect(await commands() == []) }
}
