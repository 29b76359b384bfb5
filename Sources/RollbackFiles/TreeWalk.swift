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
                let path = relative.isEmpty ? name : "\(relative)/\(name)"
                let isFolder = entry.pointee.d_type == UInt8(DT_DIR)
                visit(path, name, isFolder)
                if isFolder, enter(path) { waiting.append(path) }
            }
        }
    }
}
