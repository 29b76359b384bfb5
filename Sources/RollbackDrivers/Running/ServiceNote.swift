import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// How a service ran before a run touched it. Holds the environment, so its file is readable by its owner only.
struct ServiceNote: Codable, Sendable {
    var facts: ServiceFacts
    /// What the service's environment file said then.
    var variables: [String: String]
    /// It listened on a port that nobody can name beforehand; it is up when it listens again.
    var listened: Bool?
}

/// Where one run keeps its notes about one service.
struct ServiceNotes {
    private let note: String
    private let started: String
    private let late: String

    init(_ context: RunContext, _ service: ServiceName) {
        note = "\(context.directory)/services/\(service).json"
        started = "\(context.directory)/services/\(service).started.json"
        late = "\(context.directory)/services/\(service).late"
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

    /// Whether the service was waited for as long as it may take, in vain: nobody needs to wait for it again.
    var isLate: Bool { FileCall.facts(late) != nil }

    func writeLate(_ isLate: Bool) throws {
        if isLate { try AtomicFile.write(Data(), to: late, durable: false) } else { unlink(late) }
    }
}
