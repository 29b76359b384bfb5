import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Puts a tree's files in place, each whole or not at all. Cut short anywhere, the same command finishes it.
package struct TreeWriter: Sendable {
    private let root: String
    private static let privateFolders = ["rollback/logs", "rollback/backups"]

    /// - Parameter root: the platform's, absolute.
    package init(root: String) { self.root = root }

    /// What was generated here before; nil when nothing ever was.
    package func record() throws -> GeneratedRecord? {
        let path = "\(root)/\(GeneratedRecord.path)"
        return try FileCall.read(path).map { try GeneratedRecord($0, path: path) }
    }

    /// - Throws: `Failure.file` for something at the path that is no file.
    package func text(_ path: String) throws -> String? {
        try FileCall.read("\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    package func write(_ plan: TreePlan) throws {
        let tree = try Tree(root)
        let rest = backupFolder
        let isNew = Self.privateFolders.filter { access("\(root)/\($0)", F_OK) != 0 }
        for step in plan.steps {
            if step.change.action == .adopt { try keep(step.change.path, below: rest) }
            try perform(step, in: tree)
        }
        for folder in isNew { chmod("\(root)/\(folder)", 0o700) }
        // Last: until it is there, an unfinished tree is taken up again by its texts.
        try write(try plan.record.data, to: GeneratedRecord.path, mode: 0o666, in: tree)
        try tree.sync()
    }

    private func perform(_ step: TreePlan.Step, in tree: Tree) throws {
        switch step.change.action {
        case .write, .refresh, .adopt:
            let mode: mode_t = step.file.executable ? 0o777 : 0o666
            try write(Data(step.new.utf8), to: step.change.path, mode: mode, in: tree)
        case .remove:
            if let path = TreePath(step.change.path) { try tree.remove(path) }
        case .keep, .same: return
        }
    }

    /// Readable for whom the project's folder is, and its owner's: the files are the project's, not this program's.
    private func write(_ data: Data, to path: String, mode: mode_t, in tree: Tree) throws {
        guard let place = TreePath(path), let like = tree.root.facts else {
            throw Failure.file(path: "\(root)/\(path)", doing: "write", errno: EINVAL)
        }
        let folder = try tree.makeFolders(above: place)
        let full = "\(folder.path)/\(place.name)"
        try AtomicFile.write(data, to: full)
        try tree.own(folder, place.name, like, mode: mode & (like.st_mode | 0o600), full)
        tree.touch(folder)
    }

    /// Where the files that make room are kept; each time a folder of its own.
    private var backupFolder: String {
        var number = 1
        while access("\(root)/rollback/backups/before-init-\(number)", F_OK) == 0 { number += 1 }
        return "\(root)/rollback/backups/before-init-\(number)"
    }

    private func keep(_ path: String, below folder: String) throws {
        let copy = "\(folder)/\(path)"
        if let parent = FileCall.parent(of: copy) { try FileCall.makeDirectory(parent) }
        try FileCopy.copy("\(root)/\(path)", to: copy)
    }
}
