import FoundationEssentials
import RollbackCore
import RollbackFiles

/// How a service ran before a run touched it. Holds the environment, so its file is readable by its owner only.
struct ServiceNote: Codable, Sendable {
    var facts: ServiceFacts
    /// What the service's environment file said then.
    var variables: [String: String]
}

/// Where one run keeps its notes about one service.
struct ServiceNotes {
    private let note: String
    private let started: String

    init(_ context: RunContext, _ service: ServiceName) {
        note = "\(context.directory)/services/\(service).json"
        started = "\(context.directory)/services/\(service).started.json"
    }

    func write(_ value: ServiceNote) throws {
        try FileCall.makeDirectory(FileCall.parent(of: note) ?? "/")
        try AtomicFile.write(JSONText.data(value), to: note)
    }

    /// Nil before the service was noted.
    func read() throws -> ServiceNote? {
        try FileCall.read(note).map { try JSONText.decode(ServiceNote.self, from: $0) }
    }

    /// What this run started; void after a reboot like every process, so it need not be durable.
    func writeStarted(_ facts: ServiceFacts) throws {
        try AtomicFile.write(JSONText.data(facts), to: started, durable: false)
    }

    func readStarted() throws -> ServiceFacts? {
        try FileCall.read(started).map { try JSONText.decode(ServiceFacts.self, from: $0) }
    }
}
