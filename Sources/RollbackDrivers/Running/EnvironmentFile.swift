import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// The `.env` file that a service is started with.
enum EnvironmentFile {
    /// The configured one, or the one in the service's folder, or the one at the platform's root.
    static func path(of service: Service, _ facts: ServiceFacts, root: String) -> String? {
        if let configured = service.launch?.environmentFile { return configured }
        let folders = [service.launch?.directory, facts.setting?.directory, root].compactMap(\.self)
        return folders.map { "\($0)/.env" }.first { access($0, F_OK) == 0 }
    }

    /// Empty without a file.
    static func variables(of service: Service, _ facts: ServiceFacts, root: String) throws -> [String: String] {
        guard let path = path(of: service, facts, root: root), let data = try FileCall.read(path) else { return [:] }
        return DotenvFile.variables(in: String(decoding: data, as: UTF8.self))
    }
}
