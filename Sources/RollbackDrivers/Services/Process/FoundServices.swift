package import RollbackCore
import Synchronization

/// A memory of services that also has what was found on the machine a moment ago: nobody looks through all processes
/// a second time for what is known. It lasts as long as this program; what is remembered for good takes its place.
package final class FoundServices: ServiceMemory {
    private let memory: any ServiceMemory
    private let found = Mutex<[ServiceName: ServiceFacts]>([:])

    package init(_ memory: any ServiceMemory) { self.memory = memory }

    package func note(_ facts: [ServiceFacts]) {
        found.withLock { found in for one in facts where one.ran { found[one.service] = one } }
    }

    package func remember(_ record: ServiceRecord) throws {
        try memory.remember(record)
        found.withLock { $0[record.facts.service] = nil }
    }

    package func recall(_ service: ServiceName) throws -> ServiceRecord? {
        if let facts = found.withLock({ $0[service] }) { return ServiceRecord(facts: facts) }
        return try memory.recall(service)
    }
}
