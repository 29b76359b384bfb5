/// Paths below the platform's root, as git names them.
enum LockPath {
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Empty at the top.
    static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    static func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

    /// Where a path leads that a file names relative to itself; nil when it leaves the root or is absolute.
    static func resolved(_ relative: String, from file: String) -> String? {
        guard !relative.hasPrefix("/") else { return nil }
        var parts = folder(file).split(separator: "/")
        for part in relative.split(separator: "/") where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    /// A folder and all above it, up to the top.
    static func upwards(_ folder: String) -> [String] {
        var found = [folder]
        var next = folder
        while !next.isEmpty {
            next = self.folder(next)
            found.append(next)
        }
        return found
    }
}
