import FoundationEssentials
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
    /// The letter of git's raw format (git-diff-tree(1), "Raw output format").
    var status: Character
}

extension GitRepository {
    /// What differs between the checkout and a commit: one stat pass, with the index as cache.
    func workTreeChanges(to target: CommitID, in scope: CodeScope) async throws -> [GitChange] {
        try await changes(["diff", "--raw", "--no-ext-diff", "--ignore-submodules=dirty"], target, scope)
    }

    /// What differs between the index and a commit.
    func indexChanges(to target: CommitID, in scope: CodeScope) async throws -> [GitChange] {
        try await changes(["diff-index", "--cached", "--raw"], target, scope)
    }

    private func changes(_ verb: [String], _ target: CommitID, _ scope: CodeScope) async throws -> [GitChange] {
        let result = try await require(
            verb + ["--no-renames", "--no-abbrev", "-z", target.rawValue, "--"] + scope.pathspecs,
            to: "compare the checkout with \(target.short)")
        return try Self.parse(result.output)
    }

    /// Reads `:100644 100755 <object> <object> M NUL path NUL`, many times. The first side is the commit's.
    static func parse(_ output: Data) throws -> [GitChange] {
        let parts = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        var changes: [GitChange] = []
        var index = parts.startIndex
        while index + 1 < parts.endIndex {
            let fields = String(decoding: parts[index].dropFirst(), as: UTF8.self).split(separator: " ").map(String.init)
            guard fields.count == 5, let status = fields[4].first, let path = String(validating: parts[index + 1], as: UTF8.self)
            else {
                let shown = String(decoding: parts[index + 1], as: UTF8.self)
                throw Failure.gitRefused(what: "compare the checkout", why: "the file name \(shown) is not valid UTF-8")
            }
            let mode = fields[0] == "000000" ? nil : fields[0]
            changes.append(
                GitChange(mode: mode, modeHere: fields[1], object: fields[2], path: path, status: status))
            index += 2
        }
        return changes
    }
}

/// Which part of a repository a rollback is about.
package struct CodeScope: Hashable, Codable, Sendable {
    /// The platform's folder below the top of the checkout; empty for the whole repository.
    package var prefix: String

    package init(prefix: String) { self.prefix = prefix }

    /// `rollback/` is never rolled back: an older registry or configuration must not come back with the code.
    var pathspecs: [String] {
        let own = prefix.isEmpty ? "rollback" : "\(prefix)/rollback"
        return [prefix.isEmpty ? ":(top)" : ":(top,literal)\(prefix)", ":(top,exclude,literal)\(own)"]
    }

    package var isWhole: Bool { prefix.isEmpty }
}
