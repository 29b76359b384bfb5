/// What ran for a service at one moment: enough to say whether it still runs, and to start it again as it was.
package struct ServiceFacts: Hashable, Codable, Sendable {
    package var service: ServiceName
    package var manager: ServiceManagerKind
    /// The processes that make up the service, the main one first. Empty: it did not run.
    package var processes: [ProcessIdentity]
    /// How the main process was started; secrets inside, so facts live only in 0600 files.
    package var setting: ProcessSetting?
    package var unit: String?
    /// The program that starts the main process again when it ends, as its command line names it:
    /// `/usr/bin/supervisord`. Nil without one.
    package var supervisor: String?

    package init(
        service: ServiceName, manager: ServiceManagerKind, processes: [ProcessIdentity],
        setting: ProcessSetting? = nil, unit: String? = nil, supervisor: String? = nil
    ) {
        self.service = service
        self.manager = manager
        self.processes = processes
        self.setting = setting
        self.unit = unit
        self.supervisor = supervisor
    }

    package var ran: Bool { !processes.isEmpty }
}

/// How the environment of a service changes with its release: the variables of the files it is started with.
package struct EnvironmentChange: Hashable, Sendable {
    /// What the file of the release that goes away said; removed where the process still has that value.
    package var old: [String: String]
    /// What the file of the release that comes says; set over everything.
    package var new: [String: String]
    package init(old: [String: String] = [:], new: [String: String] = [:]) {
        self.old = old
        self.new = new
    }

    package func applied(to environment: [String: String]) -> [String: String] {
        environment.filter { old[$0.key] != $0.value }.merging(new) { $1 }
    }
}

/// What keeps a service from being started again, found out before it is stopped.
package struct StartObstacle: Error, Hashable, Sendable {
    /// How a sentence ends that begins “it cannot be started again: ”.
    package var why: String
    /// It lies in the platform's own files, so that another release may clear it.
    package var liesInRelease: Bool

    package init(why: String, liesInRelease: Bool = false) {
        self.why = why
        self.liesInRelease = liesInRelease
    }
}

/// The driver contract for one means of running services.
///
/// `stop` and `start` can be repeated: stopping what is stopped and starting what runs are not errors.
/// `start` returns when the process exists, not when it is ready: readiness is the probe's to say.
package protocol ServiceManaging: Sendable {
    static var kind: ServiceManagerKind { get }

    func facts(of service: Service) async throws -> ServiceFacts
    /// What would keep `start` from bringing the service up again once it is stopped, or `stop` from stopping it, as far
    /// as that can be told. Nil when nothing is known to be in the way. Changes nothing.
    func startObstacle(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async
        -> StartObstacle?
    /// Does beforehand, while the service still runs, what takes long of its start on the code that is in place now. Can
    /// be repeated; `start` alone is enough.
    /// - Throws: `Failure.cannotStart`.
    func prepare(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws
    /// Ends everything of the service, politely first, and returns when nothing of it is left.
    /// - Throws: `Failure.wouldNotStop`.
    func stop(_ service: Service, _ facts: ServiceFacts) async throws
    /// - Parameter facts: what ran before, for services that no configuration describes.
    /// - Throws: `Failure.cannotStart`, `Failure.portTaken`.
    func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts
    /// Nil while it runs; otherwise why it does not.
    func trouble(_ service: Service, _ facts: ServiceFacts) async -> Failure?
    func lastLines(_ service: Service, count: Int) async -> [String]
    /// What a person would type to do what `stop` and `start` do.
    func restartCommands(for service: Service) async -> [Command]
    /// Whether the service itself listens behind a port of this machine that something else holds for it. Nil: nothing
    /// stands between them.
    func listens(_ service: Service, behind port: Int) async throws -> Bool?
    /// What to tell a person before the service is restarted; nil when a plain restart brings the target's code.
    func caution(for service: Service) async -> String?
}

extension ServiceManaging {
    package func startObstacle(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async
        -> StartObstacle?
    { nil }
    package func prepare(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws {}
    package func listens(_ service: Service, behind port: Int) async throws -> Bool? { nil }
    package func caution(for service: Service) async -> String? { nil }
}
