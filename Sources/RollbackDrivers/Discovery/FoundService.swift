package import RollbackCore

/// A service that nobody configured, found running (or crashed) on this machine.
package struct FoundService: Hashable, Sendable {
    package var service: Service
    package var facts: ServiceFacts
    /// All ports that it listens on; `service.port` is the one to probe.
    package var ports: [Int]
    /// How it was found, in a sentence without a full stop.
    package var why: String
    /// The program that starts it again by itself when it ends: `supervisord`.
    package var supervisor: String?

    package init(service: Service, facts: ServiceFacts, ports: [Int], why: String, supervisor: String? = nil) {
        self.service = service
        self.facts = facts
        self.ports = ports
        self.why = why
        self.supervisor = supervisor
    }
}
