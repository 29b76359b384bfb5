/// A project's files, as far as they tell something about it.
package protocol ProjectFiles: Sendable {
    /// Every file's path below the root, sorted, without what is installed, built, or git's own.
    var paths: [String] { get }
    /// Nil for a file that is not there, is no text, or is larger than anything that is looked at.
    func text(_ path: String) -> String?
}

extension ProjectFiles {
    func contains(_ path: String) -> Bool { paths.contains(path) }

    /// The files with one of these names, those nearest to the root first.
    func named(_ names: String...) -> [String] {
        paths.filter { names.contains(ProjectPath.name($0)) }
            .sorted { (ProjectPath.depth($0), $0) < (ProjectPath.depth($1), $1) }
    }
}

/// Paths below a root, with slashes.
enum ProjectPath {
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    static func folder(_ path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }
    static func depth(_ path: String) -> Int { path.split(separator: "/").count }

    /// The path without `.` and `..`; nil when it leads out of the root.
    static func joined(_ folder: String, _ path: String) -> String? {
        guard !path.hasPrefix("/") else { return nil }
        var parts = folder.split(separator: "/").map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }

    static func isBelow(_ path: String, _ folder: String) -> Bool { folder.isEmpty || path.hasPrefix(folder + "/") }
}
