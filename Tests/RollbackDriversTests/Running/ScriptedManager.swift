import RollbackCore
@testable import RollbackDrivers
import Synchronization

extension SimulatedMachine {
    /// Says which processes are a service's.
    func own(_ service: ServiceName, _ ids: [Int32]) {
        let identities = ids.map { ProcessIdentity(id: $0, startTicks: UInt64($0), boot: "boot") }
        let facts = ServiceFacts(
            service: service, manager: .process, processes: identities, setting: setting(of: ids.first ?? 0))
        state.withLock { $0.records[service] = ServiceRecord(facts: facts) }
    }

    func manager() -> ScriptedManager { ScriptedManager(machine: self) }
}

/// Runs services on a simulated machine, in the simplest way that keeps the contract.
final class ScriptedManager: ServiceManaging {
    static let kind = ServiceManagerKind.process
    let machine: SimulatedMachine
    private let said = Mutex<[String]>([])
    private let trouble = Mutex<Failure?>(nil)

    init(machine: SimulatedMachine) { self.machine = machine }

    private let obstacle = Mutex<StartObstacle?>(nil)
    func hinder(_ found: StartObstacle?) { obstacle.withLock { $0 = found } }

    private let unprepared = Mutex<Failure?>(nil)
    func failPreparing(_ failure: Failure?) { unprepared.withLock { $0 = failure } }
    func prepare(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws {
        if let failure = unprepared.withLock(\.self) { throw failure }
    }

    private let ports = Mutex<[Int]?>(nil)

    /// The ports of what is started from here on, in place of the service's own.
    func opens(_ numbers: [Int]) { ports.withLock { $0 = numbers } }

    var log: [String] { said.withLock { $0 } }
    func fail(_ failure: Failure?) { trouble.withLock { $0 = failure } }

    func facts(of service: Service) async throws -> ServiceFacts {
        let known = try machine.recall(service.name)?.facts
        let running = (known?.processes ?? []).filter { machine.runs($0) }
        return ServiceFacts(
            service: service.name, manager: .process, processes: running,
            setting: running.isEmpty ? nil : known?.setting)
    }

    func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        said.withLock { $0.append("stop \(facts.processes.map(\.id))") }
        machine.state.withLock { state in for process in facts.processes { state.processes[process.id] = nil } }
    }

    func startObstacle(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async
        -> StartObstacle?
    { obstacle.withLock(\.self) }

    func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        let id = machine.state.withLock {
            $0.next += 1; return $0.next
        }
        machine.add(id, ["started"], ports: ports.withLock(\.self) ?? service.port.map { [$0] } ?? [])
        machine.own(service.name, [id])
        let environment = change.applied(to: facts.setting?.environment ?? [:]).sorted { $0.key < $1.key }
        said.withLock { $0.append("start with \(environment.map { "\($0.key)=\($0.value)" }.joined(separator: " "))") }
        return try machine.recall(service.name)?.facts ?? facts
    }

    func trouble(_ service: Service, _ facts: ServiceFacts) async -> Failure? { trouble.withLock { $0 } }
    func lastLines(_ service: Service, count: Int) async -> [String] { ["token=abc", "boom"] }
    func restartCommands(for service: Service) async -> [Command] { [Command(["restart", service.name.rawValue])] }
}
