import FoundationEssentials
package import RollbackCore
import Synchronization

/// Something was asked of the machine that the test did not say an answer for.
package struct Unanswered: Error, Hashable {
    package var what: String
}

/// An `HTTPFetching` that reaches nothing: it answers the addresses that the test says, and fails for all others.
package final class ScriptedHTTP: HTTPFetching {
    package typealias Answer = @Sendable (HTTPProbeRequest) async throws -> HTTPProbeResponse
    private let answers = Mutex<[String: Answer]>([:])

    package init() {}

    package func on(_ url: String, answer: @escaping Answer) { answers.withLock { $0[url] = answer } }

    package func on(_ url: String, status: Int = 200, body: String = "") {
        on(url) { _ in HTTPProbeResponse(status: status, body: Data(body.utf8)) }
    }

    package func fetch(_ request: HTTPProbeRequest) async throws -> HTTPProbeResponse {
        guard let answer = answers.withLock({ $0[request.url] }) else {
            throw Unanswered(what: "\(request.method) \(request.url)")
        }
        return try await answer(request)
    }
}

/// A `ProcessTable` of a machine about which nothing is known: lists fail, and no process is found.
package struct NoProcessTable: ProcessTable {
    package init() {}
    package func processes() throws -> [ProcessDescription] { throw Unanswered(what: "the processes") }
    package func describe(_ id: Int32) -> ProcessDescription? { nil }
    package func setting(of id: Int32) -> ProcessSetting? { nil }
    package func workingDirectory(of id: Int32) -> String? { nil }
    package func listeners() throws -> [Listener] { throw Unanswered(what: "the listeners") }
    package func bootID() -> String { "no boot" }
}

/// A `ProcessLaunching` that starts nothing, and sends no signal.
package struct NoLauncher: ProcessLaunching {
    package init() {}
    package func launch(_ launch: ProcessLaunch, record: (ProcessIdentity) throws -> Void) throws -> ProcessIdentity {
        throw Unanswered(what: "launch \(launch.arguments.joined(separator: " "))")
    }
    package func signal(_ signal: Int32, to process: ProcessIdentity) {}
}

extension Effects {
    /// Effects that fail, but for the members that a test gives.
    package static func failing(
        processes: any ProcessRunning = ScriptedProcesses(), table: any ProcessTable = NoProcessTable(),
        launcher: any ProcessLaunching = NoLauncher(), http: any HTTPFetching = ScriptedHTTP(),
        clock: any TimeKeeping = ManualClock()
    ) -> Effects {
        Effects(processes: processes, table: table, launcher: launcher, http: http, clock: clock)
    }
}
