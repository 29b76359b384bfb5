import FoundationEssentials
import RollbackCore
import RollbackDrivers
import RollbackReporting
import Synchronization

/// Takes the platform's secrets out of text: those of its environment files as they are at that moment (a rollback
/// replaces them), of its configuration, and of the processes that were found running.
final class FreshMask: Sendable {
    private struct Built {
        var files: [Data?]
        /// What was a secret a moment ago is still one.
        var values: Set<String>
        var mask: SecretMask
    }

    private let files: [String]
    private let built: Mutex<Built>

    init(root: String, services: [Service], facts: [ServiceFacts]) {
        files = Set(services.compactMap { $0.launch?.environmentFile } + ["\(root)/.env"]).sorted()
        let environments =
            services.compactMap { $0.launch?.environment } + facts.compactMap { $0.setting?.environment }
        let values = Set(environments.flatMap(SecretNames.values))
        built = Mutex(Built(files: [], values: values, mask: SecretMask(values)))
    }

    func masked(_ text: String) -> String {
        let contents = files.map { FileManager.default.contents(atPath: $0) }
        let mask = built.withLock { built in
            if built.files != contents {
                built.files = contents
                for content in contents.compactMap(\.self) {
                    let variables = DotenvFile.variables(in: String(decoding: content, as: UTF8.self))
                    built.values.formUnion(SecretNames.values(variables))
                }
                built.mask = SecretMask(built.values)
            }
            return built.mask
        }
        return mask.masked(text)
    }
}

/// Which variables hold secrets, by their names.
enum SecretNames {
    private static let signs = [
        "KEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIAL", "DSN", "PRIVATE", "_URL", "AUTH",
    ]

    static func values(_ variables: [String: String]) -> [String] {
        variables.filter { isSecret($0.key) }.map(\.value)
    }

    static func isSecret(_ name: String) -> Bool {
        let name = name.uppercased()
        return signs.contains { name.contains($0) }
    }
}
