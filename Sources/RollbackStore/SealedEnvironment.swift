import Crypto
import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// The environments of releases, encrypted (AES-256-GCM), one file for each digest. See docs/formats.md.
package struct SealedEnvironment: Sendable {
    private static let magic = Data("LGENVR01".utf8)
    private static let nameSize = 8

    private let state: StateDirectory
    package let key: KeyFile

    package init(_ state: StateDirectory, key: KeyFile) {
        self.state = state.onDisk
        self.key = key
    }

    package func path(_ digest: EnvironmentDigest) -> String { "\(state.environmentsPath)/\(digest)" }

    package func isKept(_ digest: EnvironmentDigest) -> Bool { FileCall.facts(path(digest)) != nil }

    /// Keeps values so that `open` gives them back; those that are kept already are not written again. The key is made
    /// when there is none.
    package func seal(_ values: EnvironmentValues) throws -> EnvironmentSummary {
        let key = try key.make()
        let summary = try summary(values, key)
        if !isKept(summary.digest) { try write(values, summary.digest, key) }
        return summary
    }

    /// What `seal` would say; nothing is written. Nil while there is no key: nothing was ever sealed with it.
    package func summary(of values: EnvironmentValues) throws -> EnvironmentSummary? {
        try key.read().map { try summary(values, $0) }
    }

    /// - Throws: `Failure.release` with what keeps it closed, `Failure.stateFromNewerVersion`.
    package func open(_ digest: EnvironmentDigest) throws -> EnvironmentValues {
        let path = path(digest)
        guard let file = try FileCall.read(path) else { throw trouble(.gone(digest)) }
        let head = Self.magic.count
        guard file.count > head + Self.nameSize, file.prefix(head - 2) == Self.magic.prefix(head - 2) else {
            throw trouble(.damaged(file: path))
        }
        guard file.prefix(head) == Self.magic else {
            let version = Int(String(decoding: file[(head - 2)..<head], as: UTF8.self)) ?? 0
            throw Failure.stateFromNewerVersion(path: path, version: version, known: 1, neededBy: nil)
        }
        guard let own = try key.read() else { throw trouble(.keyMissing(key: key.path)) }
        guard file[head..<(head + Self.nameSize)] == own.name else {
            throw trouble(.otherKey(file: path, key: key.path))
        }
        return try opened(file.dropFirst(head + Self.nameSize), digest, own, path)
    }

    private func opened(
        _ sealed: Data, _ digest: EnvironmentDigest, _ key: SealingKey, _ path: String
    ) throws -> EnvironmentValues {
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed)),
            let text = try? AES.GCM.open(box, using: key.sealing, authenticating: Self.context(digest)),
            let values = try? JSONText.decode(EnvironmentValues.self, from: text)
        else { throw trouble(.damaged(file: path)) }
        return values
    }

    private func write(_ values: EnvironmentValues, _ digest: EnvironmentDigest, _ key: SealingKey) throws {
        let box = try AES.GCM.seal(
            try JSONText.data(values), using: key.sealing, authenticating: Self.context(digest))
        // A combined form exists for every nonce of the usual size, which is the one that `seal` makes.
        guard let combined = box.combined else { throw trouble(.damaged(file: path(digest))) }
        try FileCall.makeDirectory(state.environmentsPath)
        try AtomicFile.write(Self.magic + key.name + combined, to: path(digest))
    }

    /// The file under one digest is no other's.
    private static func context(_ digest: EnvironmentDigest) -> Data { magic + Data(digest.rawValue.utf8) }

    private func summary(_ values: EnvironmentValues, _ key: SealingKey) throws -> EnvironmentSummary {
        let files = try Dictionary(
            uniqueKeysWithValues: values.files.map { path, variables in
                (path, try Self.digests(variables, of: path, key))
            })
        return EnvironmentSummary(
            digest: EnvironmentDigest(key.digest(try JSONText.data(values))), key: Digits.text(key.name), files: files)
    }

    /// Its file and name are part of what is digested: equal passwords in two places do not show as equal.
    private static func digests(
        _ variables: [String: String], of path: String, _ key: SealingKey
    ) throws -> [String: String] {
        try Dictionary(
            uniqueKeysWithValues: variables.map { name, value in
                (name, String(key.digest(try JSONText.data([path, name, value])).prefix(12)))
            })
    }

    private func trouble(_ trouble: EnvironmentTrouble) -> Failure { .release(.environment(trouble)) }
}
