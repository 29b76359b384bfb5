import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Finds what a service's secrets are, at the moment when they are needed.
package struct SecretValues: Sendable {
    /// lastgood's own variables.
    let environment: [String: String]
    /// What stands in a file is a password or a key; anything larger is a mistake.
    private static let limit = 65_536

    package init(environment: [String: String]) { self.environment = environment }

    /// The values of the variables that the configuration only refers to, by the variables' names.
    /// - Throws: `Failure.secretMissing` for one that cannot be found.
    package func all(of service: Service) throws -> [String: String] {
        var values: [String: String] = [:]
        for (variable, reference) in (service.launch?.secrets ?? [:]).sorted(by: { $0.key < $1.key }) {
            do {
                values[variable] = try value(reference)
            } catch let missing as Missing {
                throw Failure.secretMissing(service: service.name, variable: variable, why: missing.why)
            }
        }
        return values
    }

    /// Everything in them that must not be shown, as far as it can be found.
    package func known(_ references: some Sequence<SecretReference>) -> [String] {
        references.flatMap { reference in
            guard case .text(let text) = reference else { return [try? value(reference)].compactMap(\.self) }
            let parts = SecretText(text)?.variables.compactMap { environment[$0] } ?? []
            return parts + [try? value(reference)].compactMap(\.self)
        }
    }

    private struct Missing: Error {
        var why: String
    }

    private func value(_ reference: SecretReference) throws -> String {
        switch reference {
        case .file(let path): return try content(path)
        case .text(let text):
            guard let secret = SecretText(text) else { throw Missing(why: "its ${ is not closed by }") }
            return try secret.filled { name in
                guard let value = environment[name] else {
                    throw Missing(why: "the variable \(name) is not set where lastgood was started")
                }
                return value
            }
        }
    }

    /// Nothing but a file is opened: a pipe would be waited for.
    private func content(_ path: String) throws -> String {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw Missing(
                why: errno == ENOENT ? "there is no file \(path)" : "\(path): \(String(cString: strerror(errno)))")
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw Missing(why: "\(path) is not a regular file") }
        guard facts.st_size <= Self.limit else { throw Missing(why: "\(path) is larger than 64 KiB") }
        do {
            let bytes = try FileCall.read(path) ?? Data()
            guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
                throw Missing(why: "\(path) is not text")
            }
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        } catch Failure.file(_, _, let number) {
            throw Missing(why: "\(path): \(String(cString: strerror(number)))")
        }
    }
}
