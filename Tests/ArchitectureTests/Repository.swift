import Foundation

/// A text file of this repository, by its path from the root.
struct SourceFile: Sendable {
    var path: String
    var text: String
    /// Of Swift files; read once, because every check walks over them.
    let tokens: [SwiftToken]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        tokens = path.hasSuffix(".swift") ? SwiftToken.all(in: text) : []
    }

    /// The folder below `Sources` or `Tests`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
}

/// The checkout that these tests were built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// The files below a folder whose names end so, in order. A folder that does not exist has none.
    static func files(below folder: String, ending suffixes: [String]) throws -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { name in suffixes.contains { name.hasSuffix($0) } && !name.contains("__pycache__") }
            .sorted().map { SourceFile(path: "\(folder)/\($0)", text: try text("\(folder)/\($0)")) }
    }

    static let sources = Result { try files(below: "Sources", ending: [".swift"]) }
    static let tests = Result { try files(below: "Tests", ending: [".swift"]) }

    /// The documents: `docs/` and the Markdown files at the root.
    static func documents() throws -> [SourceFile] {
        let top = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".md") }
        return try top.sorted().map { SourceFile(path: $0, text: try text($0)) } + files(below: "docs", ending: [".md"])
    }
}
