/// A path below a root, as git names it: relative, slashes, no `.`, `..` or `.git` component.
///
/// It is bytes to the kernel, so it is compared and taken apart as bytes: to Swift's characters a slash before a
/// combining accent is no slash, and two spellings of é are one.
package struct TreePath: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: nil for a path that could lead out of its root or into git's own files.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: Self.slash, omittingEmptySubsequences: false).map { String($0) ?? "" }
        let bad = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." || $0.lowercased() == ".git" }
        guard !bad, !text.utf8.contains(0) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    private static let slash = UInt8(ascii: "/")
    private var lastSlash: String.Index? { text.utf8.lastIndex(of: Self.slash) }

    package var name: String { lastSlash.map { String(text[text.utf8.index(after: $0)...]) } ?? text }

    /// Nil directly below the root.
    package var parent: TreePath? {
        lastSlash.map { TreePath(unchecked: String(text[..<$0])) }
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
    package static func == (left: TreePath, right: TreePath) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    package static func < (left: TreePath, right: TreePath) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// - Throws: `DecodingError` for a path that `init(_:)` would refuse.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let read = try container.decode(String.self)
        guard let path = TreePath(read) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(read) leads out of its root")
        }
        self = path
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
