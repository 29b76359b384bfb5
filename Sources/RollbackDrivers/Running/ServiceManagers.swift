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
}
