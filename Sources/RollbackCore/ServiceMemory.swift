/// What is remembered of a service that lastgood started or found, from one invocation to the next.
package struct ServiceRecord: Hashable, Codable, Sendable {
    package var facts: ServiceFacts
    /// The files its output goes to, and how long each was when it started.
    package var logs: [LogPosition]

    package init(facts: ServiceFacts, logs: [LogPosition] = []) {
        self.facts = facts
        self.logs = logs
    }
}

/// A place in a log file.
package struct LogPosition: Hashable, Codable, Sendable {
    package var file: String
    /// In bytes from the file's beginning.
    package var offset: Int

    package init(file: String, offset: Int) {
        self.file = file
        self.offset = offset
    }
}

/// Remembers services. Records hold environments, so they are kept where only their owner reads (0600).
package protocol ServiceMemory: Sendable {
    /// Replaces what was remembered. Survives the end of this process; a reboot makes it void with the processes.
    func remember(_ record: ServiceRecord) throws
    /// Nil when nothing is remembered.
    func recall(_ service: ServiceName) throws -> ServiceRecord?
}
