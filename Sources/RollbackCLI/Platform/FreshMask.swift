import FoundationEssentials
import RollbackCore
import RollbackDrivers
import RollbackReporting
import Synchronization

/// Takes the platform's secrets out of text: those of its environment files as they are at that moment (a rollback
/// replaces them), of its configuration and what that refers to, and of the processes that were found running.
final class FreshMask: Sendable {
    private struct Built {
        var files: [Data?]
        var secrets: [String]
        /// What was a secret a moment ago is still one.
        var values: Set<String>
        var mask: SecretMask
    }

    private let files: [String]
    private let references: Set<SecretReference>
    private let secrets: SecretValues
    private let built: Mutex<Built>

    init(root: String, services: [Service], facts: [ServiceFacts], environment: [String: String]) {
        references = Set(services.flatMap { $0.launch?.secrets.values.map(\.self) ?? [] })
        secrets = SecretValues(environment: environment)
        files = Set(services.compactMap { $0.launch?.environmentFile } + ["\(root)/.env"]).sorted()
        let environments =
            services.compactMap { $0.launch?.environment } + facts.compactMap { $0.setting?.environment }
        let values = Set(environments.flatMap(SecretNames.values))
        built = Mutex(Built(files: [], secrets: [], values: values, mask: SecretMask(values)))
    }

    func masked(_ text: String) -> String {
        let contents = files.map { FileManager.default.contents(atPath: $0) }
        let known = secrets.known(references)
        let mask = built.withLock { built in
            if built.files != contents || built.secrets != known {
                (built.files, built.secrets) = (contents, known)
                built.values.formUnion(known)
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
