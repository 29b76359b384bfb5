import FoundationEssentials
import Glibc
import RollbackTestKit

/// A folder of a test's own, with files in it.
final class ScratchFiles: Sendable {
    let scratch: ScratchFolder
    init() throws { scratch = try ScratchFolder() }

    func path(_ path: String) -> String { scratch.file(path) }

    func write(_ path: String, _ bytes: Data) throws {
        let full = self.path(path)
        let folder = full[..<(full.lastIndex(of: "/") ?? full.endIndex)]
        try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        try bytes.write(to: URL(filePath: full))
    }

    func exists(_ path: String) -> Bool { access(self.path(path), F_OK) == 0 }
}
