import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Writes parked rows to files that are their owner's alone.
package final class ParkedFiles {
    package struct File: Sendable {
        package var path: String
        package var sha256: String
    }

    private let folder: String
    private var sums = ""

    package init(folder: String) { self.folder = folder }

    /// - Throws: `Failure.file` for a file that is there already.
    package func write(_ parked: ParkedObject, of database: any SchemaDatabase) async throws -> File {
        try FileCall.makeDirectory(folder)
        let object = parked.object
        let words = ["\(parked.run)", object.table, object.name].compactMap(\.self)
        let name = String(words.joined(separator: ".").map { $0 == "/" || $0 == "\0" ? "-" : $0 }) + ".csv"
        let path = "\(folder)/\(name)"
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.file(path: path, doing: "write parked rows to", errno: errno) }
        defer { close(descriptor) }
        var hash = SHA256()
        try await database.export(parked) { text in
            let bytes = Data(text.utf8)
            hash.update(data: bytes)
            try bytes.withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
        }
        try FileCall.check(path, "make durable") { fsync(descriptor) }
        let digits = hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        sums += "\(digits)  \(name)\n"
        return File(path: path, sha256: digits)
    }

    /// As `sha256sum --check` reads it.
    /// - Throws: `Failure.file` for a file that is there already.
    package func writeSums() throws {
        if !sums.isEmpty { try AtomicFile.write(Data(sums.utf8), to: "\(folder)/SHA256SUMS") }
    }
}
