import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A path whose content differs from the target's, and what the target has there.
struct GitChange: Hashable {
    /// The target's mode in octal, `100644`, `100755`, `120000` or `160000`; nil: the target does not have the path.
    var mode: String?
    /// The mode here, `000000` where the path is missing here.
    var modeHere: String
    /// The target's object name.
    var object: String
    var path: String
    /// Git did not read the file: its times differ from those in the index, its content perhaps does not.
    var isTouched: Bool
    /// The letter of git's raw format (git-diff-tree(1), "Raw output format").
    var status: Character
}

extension GitRepository {
    /// What differs between the checkout and a commit: one stat pass, with the index as cache.
    ///
    /// Not `git diff`, which writes the index when it finds touched files, optional locks or not (git 2.39,
    /// `builtin/diff.c`, `refresh_index_quietly`): a look must leave no lock behind, even if it is killed.
    ///
    /// - Parameter paths: looks at nothing else; nil: at all of the scope.
    func workTreeChanges(
        to target: CommitID, in scope: CodeScope, only paths: [String]? = nil
    ) async throws -> [GitChange] {
        let specs = paths.map { $0.map { ":(top,literal)\($0)" } } ?? scope.pathspecs
        let found = try await changes(["diff-index", "--raw", "--ignore-submodules=dirty"], target, specs)
        let same = try await unchanged(found.filter { $0.isTouched && $0.mode == $0.modeHere })
        return found.filter { !same.contains($0.path) }
    }

    /// Of touched files, those that have the commit's content.
    private func unchanged(_ touched: [GitChange]) async throws -> Set<String> {
        let links = touched.filter { $0.mode == "120000" }.filter { change in
            FileCall.linkText("\(root)/\(change.path)").map { GitBlob.name(of: Data($0.utf8), like: change.object) }
                == change.object
        }
        let files = touched.filter { $0.mode != "120000" && $0.mode != "160000" }
        let (same, others) = try files.reduce(into: ([GitChange](), [GitChange]())) { found, change in
            switch try isStoredSo(change) {
            case .yes: found.0.append(change)
            case .askGit: found.1.append(change)
            case .no: break
            }
        }
        let names = try await blobNames(of: others.compactMap { TreePath($0.path) }, in: root)
        let converted = others.filter { change in TreePath(change.path).map { names[$0] } == change.object }
        return Set((links + same + converted).map(\.path))
    }

    /// Larger files are git's to read.
    private static let small = 4 << 20

    private enum Stored { case yes, no, askGit }

    /// Whether a file has the bytes that the commit has, so that no git is needed to say how it would store them.
    private func isStoredSo(_ change: GitChange) throws -> Stored {
        guard let path = TreePath(change.path), let facts = FileCall.facts("\(root)/\(path)"),
            facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.small,
            let bytes = try FileCall.read("\(root)/\(path)")
        else { return .askGit }
        if GitBlob.name(of: bytes, like: change.object) == change.object { return .yes }
        return mayConvert(path, bytes) ? .askGit : .no
    }

    /// Whether git may store a file as other bytes than it has here: by its line endings (gitattributes(5), "text"), or
    /// by the repository's attributes. A user's own attributes files do not count: at worst a file that is as it should
    /// be is written once more.
    private func mayConvert(_ path: TreePath, _ bytes: Data) -> Bool {
        let folders = [root] + path.ancestors.map { "\(root)/\($0)" }
        let sources = folders.map { "\($0)/.gitattributes" } + ["\(commonFolder)/info/attributes"]
        return bytes.contains(UInt8(ascii: "\r")) || sources.contains { access($0, F_OK) == 0 }
    }

    /// Whether a path is as a commit has it, byte for byte. What git would convert is not.
    func holds(_ change: CodeChange) throws -> Bool {
        let path = "\(root)/\(change.path)"
        guard let facts = FileCall.facts(path) else { return change.mode == nil }
        switch (change.mode, facts.st_mode & S_IFMT) {
        case ("120000", S_IFLNK):
            let text = FileCall.linkText(path).map { Data($0.utf8) }
            return text.map { GitBlob.name(of: $0, like: change.object) } == change.object
        case ("100644", S_IFREG), ("100755", S_IFREG):
            guard facts.st_size <= Self.small, change.isExecutable == (facts.st_mode & S_IXUSR != 0) else {
                return false
            }
            return try FileCall.read(path).map { GitBlob.name(of: $0, like: change.object) } == change.object
        default: return false
        }
    }

    /// What differs between the index and a commit.
    func indexChanges(to target: CommitID, in scope: CodeScope) async throws -> [GitChange] {
        try await changes(["diff-index", "--cached", "--raw"], target, scope.pathspecs)
    }

    /// The same of another index, and of the whole repository.
    func indexChanges(to target: CommitID, index: String) async throws -> [GitChange] {
        try await changes(["diff-index", "--cached", "--raw"], target, [], index)
    }

    private func changes(
        _ verb: [String], _ target: CommitID, _ pathspecs: [String], _ index: String? = nil
    ) async throws -> [GitChange] {
        let result = try await require(
            verb + ["--no-renames", "--no-abbrev", "-z", target.rawValue, "--"] + pathspecs,
            to: "compare the checkout with \(target.short)",
            environment: index.map { ["GIT_INDEX_FILE": $0] } ?? [:])
        return try Self.parse(result.output)
    }

    /// Reads `:100644 100755 <object> <object> M NUL path NUL`, many times. The first side is the commit's.
    static func parse(_ output: Data) throws -> [GitChange] {
        let parts = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        var changes: [GitChange] = []
        var index = parts.startIndex
        while index + 1 < parts.endIndex {
            let fields = String(decoding: parts[index].dropFirst(), as: UTF8.self).split(separator: " ").map(
                String.init)
            guard fields.count == 5, let status = fields[4].first,
                let path = String(validating: parts[index + 1], as: UTF8.self)
            else {
                let shown = String(decoding: parts[index + 1], as: UTF8.self)
                throw Failure.gitRefused(what: "compare the checkout", why: "the file name \(shown) is not valid UTF-8")
            }
            let mode = fields[0] == "000000" ? nil : fields[0]
            changes.append(
                GitChange(
                    mode: mode, modeHere: fields[1], object: fields[2], path: path,
                    isTouched: status == "M" && fields[3].allSatisfy { $0 == "0" }, status: status))
            index += 2
        }
        return changes
    }
}

/// Which part of a repository a rollback is about.
package struct CodeScope: Hashable, Codable, Sendable {
    /// The platform's folder below the top of the checkout; empty for the whole repository.
    package var prefix: String
    /// Only these folders of it, from the top of the checkout; nil: all of it.
    package var folders: [String]?

    package init(prefix: String, folders: [String]? = nil) {
        self.prefix = prefix
        self.folders = folders
    }

    private var own: String { prefix.isEmpty ? "rollback" : "\(prefix)/rollback" }

    /// `rollback/` is never rolled back: an older registry or configuration must not come back with the code.
    var pathspecs: [String] {
        included.map { $0.isEmpty ? ":(top)" : ":(top,literal)\($0)" } + [":(top,exclude,literal)\(own)"]
    }

    private var included: [String] { folders ?? [prefix] }

    package var isWhole: Bool { prefix.isEmpty && folders == nil }

    /// As people read it: `services/web/ and services/api/`.
    package var shown: String { included.map { "\($0)/" }.joined(separator: " and ") }

    /// What the pathspecs say, of one path.
    func contains(_ path: String) -> Bool {
        guard included.contains(where: { $0.isEmpty || Self.lies(path, in: $0) }) else { return false }
        return !Self.lies(path, in: own)
    }

    private static func lies(_ path: String, in folder: String) -> Bool {
        path.utf8.starts(with: folder.utf8)
            && [nil, UInt8(ascii: "/")].contains(path.utf8.dropFirst(folder.utf8.count).first)
    }
}
