import Glibc
import RollbackCore
import RollbackFiles

/// Looks for the wanted set among those that a deployment has left beside the live one.
///
/// Deployments that switch a link keep one folder a lock file. Such a folder says what it was built from by a copy
/// of the lock file in it, or by the SHA-256 of the lock file in its name.
struct ReadySet: Sendable {
    let ecosystem: any DependencyEcosystem
    let inputs: [DependencyInput]
    let interpreter: InterpreterFacts

    /// - Returns: the folder; it may be the live set's own.
    func find(beside live: LiveSet) throws -> String? {
        guard live.isLink, let parent = FileCall.parent(of: live.folder) else { return nil }
        let names = [LockPath.name(live.folder)] + (try FileCall.names(in: parent))
        return try names.lazy.map { "\(parent)/\($0)" }.first { folder in
            guard ecosystem.isSet(folder), FileCall.linkText(folder) == nil else { return false }
            guard try hasCopy(folder) || isNamedAfter(folder) else { return false }
            // A build that was cut short has the marks, too.
            return try ecosystem.holds(inputs, in: folder, interpreter)
        }
    }

    private func hasCopy(_ folder: String) throws -> Bool {
        try !inputs.isEmpty
            && inputs.allSatisfy { input in
                try [input.path, input.fileName].contains { try FileCall.read("\(folder)/\($0)") == input.content }
            }
    }

    /// A run of at least 12 hexadecimal digits that begins the hash of the one lock file, with or without the
    /// interpreter's version behind it.
    private func isNamedAfter(_ folder: String) -> Bool {
        guard inputs.count == 1, let content = inputs.first?.content else { return false }
        let runs: [Substring] = LockPath.name(folder).split { !($0.isHexDigit && $0.isASCII) }
        let hashes = [content, content + interpreter.version.utf8].map(DependencyKey.hash)
        return runs.contains { run in run.count >= 12 && hashes.contains { $0.hasPrefix(run) } }
    }
}
