import Glibc
import RollbackCore

/// Finds names in a tree in one pass over its folders, without looking at a single file's facts.
package enum TreeWalk {
    /// - Parameters:
    ///   - enter: whether to go into a folder, by its path below the root.
    ///   - visit: called for every name; `folder` tells what it is.
    package static func walk(
        _ root: String, enter: (String) -> Bool, visit: (_ path: String, _ name: String, _ folder: Bool) -> Void
    ) throws {
        try names(root, enter: enter) { parent, name, folder in visit(path(of: name, in: parent), name, folder) }
    }

    /// The same without a path for every name: putting one together takes longer than reading the name.
    /// - Parameter visit: gets the folder's path below the root, empty for the root itself; see `path`.
    package static func names(
        _ root: String, enter: (String) -> Bool, visit: (_ parent: String, _ name: String, _ folder: Bool) -> Void
    ) throws {
        var waiting = [""]
        while let relative = waiting.popLast() {
            let full = relative.isEmpty ? root : "\(root)/\(relative)"
            guard let folder = opendir(full) else {
                // A folder that went away or is not ours to read holds nothing for us.
                if [ENOENT, EACCES, ENOTDIR].contains(errno) { continue }
                throw Failure.file(path: full, doing: "list the folder", errno: errno)
            }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let isFolder = entry.pointee.d_type == UInt8(DT_DIR)
                visit(relative, name, isFolder)
                guard isFolder else { continue }
                let path = path(of: name, in: relative)
                if enter(path) { waiting.append(path) }
            }
        }
    }

    package static func path(of name: String, in parent: String) -> String {
        parent.isEmpty ? name : "\(parent)/\(name)"
    }
}
