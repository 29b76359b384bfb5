package import RollbackCore
import RollbackSystem

/// The machine's own processes, for tests that prove what a real program does.
package enum RealProcesses {
    package static func runner() -> any ProcessRunning { SystemProcessRunner() }

    /// - Parameter path: where programs are looked for.
    package static func runner(path: String) -> any ProcessRunning { SystemProcessRunner(environment: ["PATH": path]) }
}
