import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// The environment files that a platform's services are started with, and what stands in them.
package struct ReleaseEnvironmentFiles: Sendable {
    private let root: String
    private let services: [Service]
    private let found: [ServiceFacts]

    /// - Parameter found: how services that nobody configured were found to run.
    package init(root: String, services: [Service], found: [ServiceFacts]) {
        self.root = root
        self.services = services
        self.found = found
    }

    /// Absolute; those that are there.
    package var paths: [String] {
        let used = services.compactMap { service in
            let facts = found.first { $0.service == service.name }
            return EnvironmentFile.path(
                of: service, facts ?? ServiceFacts(service: service.name, manager: service.manager, processes: []),
                root: root)
        }
        return Set(used + ["\(root)/.env"]).filter { access($0, F_OK) == 0 }.sorted()
    }

    /// - Throws: `Failure.file` for one that cannot be read: a release without it would not be what runs.
    package func values() throws -> EnvironmentValues {
        var values = EnvironmentValues()
        for path in paths {
            let text = String(decoding: try FileCall.read(path) ?? Data(), as: UTF8.self)
            values.files[shown(path)] = DotenvFile.variables(in: text)
        }
        return values
    }

    private func shown(_ path: String) -> String {
        path.hasPrefix("\(root)/") ? String(path.dropFirst(root.count + 1)) : path
    }
}
