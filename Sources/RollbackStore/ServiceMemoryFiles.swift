import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// What is remembered of services, a file each, in the state directory.
package struct ServiceMemoryFiles: ServiceMemory {
    private let state: StateDirectory
    package init(_ state: StateDirectory) { self.state = state }

    package func remember(_ record: ServiceRecord) throws {
        try FileCall.makeDirectory(state.servicesPath)
        try AtomicFile.write(JSONText.data(record), to: path(record.facts.service), durable: false)
    }

    /// A record that cannot be read is as good as none: the service is found by its port or its processes then.
    package func recall(_ service: ServiceName) throws -> ServiceRecord? {
        guard let data = try FileCall.read(path(service)) else { return nil }
        return try? JSONText.decode(ServiceRecord.self, from: data)
    }

    private func path(_ service: ServiceName) -> String {
        let name = service.rawValue.map { $0.isLetter || $0.isNumber || "-_.@".contains($0) ? $0 : "_" }
        return "\(state.servicesPath)/\(String(name)).json"
    }
}
