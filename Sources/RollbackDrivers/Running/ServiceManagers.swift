package import RollbackCore

/// The service managers of a platform, by kind.
package struct ServiceManagers: Sendable {
    private let all: [ServiceManagerKind: any ServiceManaging]

    package init(_ managers: [any ServiceManaging]) {
        all = Dictionary(managers.map { (type(of: $0).kind, $0) }) { first, _ in first }
    }

    /// - Throws: `Failure.cannotStart` for a manager that this program does not know.
    package subscript(service: Service) -> any ServiceManaging {
        get throws {
            guard let manager = all[service.manager] else {
                let known = all.keys.sorted().map(\.rawValue).joined(separator: ", ")
                throw Failure.cannotStart(
                    service: service.name, why: "its manager \(service.manager) is none of \(known)")
            }
            return manager
        }
    }

    /// The programs that services run as, absolute, as far as a look at their processes tells.
    func programs(of services: [Service]) async -> [String] {
        var found: [String] = []
        for service in services where service.manager == .process {
            guard let facts = try? await self[service].facts(of: service), facts.ran else { continue }
            if let program = facts.setting?.executable, program.hasPrefix("/") { found.append(program) }
        }
        return found
    }
}
