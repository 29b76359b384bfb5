import FoundationEssentials
import Glibc
import RollbackFiles

/// The files of a checkout. Looked at once; a project of any size must not make `init` slow, so there are limits.
package struct FolderFiles: ProjectFiles {
    package let paths: [String]
    private let root: String

    private static let largest = 512 * 1024
    private static let deepest = 6
    private static let most = 50_000
    /// Not the project's own sources, whatever they are called inside.
    private static let foreign: Set = [
        "node_modules", "bower_components", "venv", "env", "__pycache__", "site-packages", "dist", "build", "target",
        "vendor", "coverage", "rollback", "tmp", "htmlcov",
    ]
    /// Hidden folders that say something about how a project is run.
    private static let telling: Set = [".github", ".devcontainer"]

    package init(root: String) throws {
        self.root = root
        var found: [String] = []
        try TreeWalk.walk(root, enter: Self.enters) { path, _, isFolder in
            if !isFolder, found.count < Self.most { found.append(path) }
        }
        paths = found.sorted()
    }

    private static func enters(_ path: String) -> Bool {
        let name = ProjectPath.name(path)
        return ProjectPath.depth(path) < deepest && !foreign.contains(name)
            && (!name.hasPrefix(".") || telling.contains(name))
    }

    package func text(_ path: String) -> String? {
        var facts = stat()
        guard stat("\(root)/\(path)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.largest,
            let data = try? FileCall.read("\(root)/\(path)")
        else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
