import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Branches as git's files name them: a file each below `refs/heads`, or a line of `packed-refs` (git-pack-refs(1)).
/// For names only, and to spare a process; a repository that stores branches otherwise is refused (`GitSettings`).
struct GitBranchFiles {
    let git: GitRepository

    /// - Throws: `Failure.file` for files that cannot be read.
    func has(_ branch: String) throws -> Bool {
        if let facts = FileCall.facts(path(branch)) { return facts.st_mode & S_IFMT != S_IFDIR }
        return try packed().contains(branch)
    }

    /// The branches below a folder of branches, with their whole names.
    func below(_ folder: String) throws -> Set<String> {
        var found = Set(try packed().filter { $0.hasPrefix("\(folder)/") })
        guard FileCall.facts(path(folder)) != nil else { return found }
        try TreeWalk.walk(path(folder), enter: { _ in true }) { path, name, isFolder in
            if !isFolder, !name.hasSuffix(".lock") { found.insert("\(folder)/\(path)") }
        }
        return found
    }

    private func path(_ branch: String) -> String { "\(git.commonFolder)/refs/heads/\(branch)" }

    private func packed() throws -> [String] {
        guard let data = try FileCall.read("\(git.commonFolder)/packed-refs") else { return [] }
        let heads = "refs/heads/"
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 1)
            guard fields.count == 2, fields[1].hasPrefix(heads) else { return nil }
            return String(fields[1].dropFirst(heads.count))
        }
    }
}
