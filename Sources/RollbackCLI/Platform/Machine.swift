import Glibc
import RollbackCore
import RollbackReporting
import RollbackSystem

/// This machine, live: the effects that every command is given.
struct Machine: Sendable {
    let effects: Effects
    let prober: HTTPProber
    let host: HostFacts
    let environment: [String: String]

    init() {
        let environment = CallerEnvironment.current()
        let table = ProcFileSystem()
        prober = HTTPProber()
        effects = Effects(
            processes: SystemProcessRunner(environment: environment.filter { !Self.misleading.contains($0.key) }),
            table: table, launcher: SystemProcessLauncher(table: table), http: prober, clock: SystemClock(),
            words: ErrorWords { FailureText.message(for: $0).happened.joined(separator: "\n") })
        host = HostFacts.current(environment: environment)
        self.environment = environment
    }

    /// With these git works on another repository than the one that it is given.
    private static let misleading: Set = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES",
    ]
}
