import RollbackCore
import RollbackDrivers
import Testing

struct RestartCommandTests {
    @Test func aPersonCanTypeThem() throws {
        let simulated = SimulatedMachine()
        let main = simulated.add(100, ["python", "my app.py"])
        let facts = ServiceFacts(
            service: "web", manager: .process, processes: [main], setting: simulated.setting(of: 100))
        try simulated.remember(ServiceRecord(facts: facts))
        let commands = ProcessServices(simulated.machine()).restartCommands(for: Service(name: "web"))
        #expect(commands.map(\.shellText) == ["kill -TERM -- -100", "cd /srv/app && setsid --fork python 'my app.py'"])
    }

    @Test func withoutKnowledgeThereIsNothingToType() {
        #expect(ProcessServices(SimulatedMachine().machine()).restartCommands(for: Service(name: "web")) == [])
    }
}
