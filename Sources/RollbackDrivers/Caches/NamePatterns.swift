import Glibc
import RollbackFiles

/// Patterns as fnmatch(3) reads them, sorted so that nearly every name of a large tree is told apart by a look into a
/// set: on 100,000 files asking fnmatch for each takes longer than reading the folders.
package struct NamePatterns {
    /// Names without a wildcard.
    private var whole: Set<String> = []
    /// What follows the only `*`: `.pyc` of `*.pyc`.
    private var endings: [[UInt8]] = []
    private var others: [String] = []
    /// Patterns of a path from the root.
    private var paths: [String] = []

    package init(_ patterns: [String]) {
        for pattern in patterns {
            if pattern.contains("/") {
                paths.append(pattern)
            } else if !pattern.contains(where: Self.isSpecial) {
                whole.insert(pattern)
            } else if pattern.first == "*", !pattern.dropFirst().contains(where: Self.isSpecial) {
                endings.append(Array(pattern.dropFirst().utf8))
            } else {
                others.append(pattern)
            }
        }
    }

    private static func isSpecial(_ character: Character) -> Bool { "*?[\\".contains(character) }

    /// - Parameter parent: the folder's path below the root, empty for the root itself.
    package func match(_ name: String, in parent: String) -> Bool {
        if whole.contains(name) || endings.contains(where: { name.utf8.suffix($0.count).elementsEqual($0) }) {
            return true
        }
        if others.contains(where: { fnmatch($0, name, 0) == 0 }) { return true }
        guard !paths.isEmpty else { return false }
        let path = TreeWalk.path(of: name, in: parent)
        return paths.contains { fnmatch($0, path, 0) == 0 }
    }
}
