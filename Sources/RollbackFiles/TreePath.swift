/// A path below a root, as git names it: relative, slashes, no `.`, `..` or `.git` component.
package struct TreePath: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: nil for a path that could lead out of its root or into git's own files.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let bad = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." || $0.lowercased() == ".git" }
        guard !bad, !text.utf8.contains(0) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    package var name: String { text.split(separator: "/").last.map(String.init) ?? text }

    /// Nil directly below the root.
    package var parent: TreePath? {
        text.lastIndex(of: "/").map { TreePath(unchecked: String(text[..<$0])) }
    }

    /// All folders above it, the outermost first.
    package var ancestors: [TreePath] {
        var found: [TreePath] = []
        var next = parent
        while let folder = next {
            found.append(folder)
            next = folder.parent
        }
        return found.reversed()
    }

    package var description: String { text }
    package static func < (left: TreePath, right: TreePath) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
