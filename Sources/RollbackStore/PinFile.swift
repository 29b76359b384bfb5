package import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// The pin on disk: one small file, there or not.
package struct PinFile: PinKeeping {
    private let state: StateDirectory
    package var path: String { state.pinPath }
    package init(_ state: StateDirectory) { self.state = state }

    /// The pin of the newest run, whether that was kept on the disk or in memory.
    package func read() throws -> Pin? {
        let other = try? state.twin.flatMap { try PinFile($0).own() }
        guard let own = try own() else { return other }
        return other.map { $0.run.number > own.run.number ? $0 : own } ?? own
    }

    private func own() throws -> Pin? {
        guard let data = try raw() else { return nil }
        guard let pin = try? JSONText.decode(Pin.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "it is not a pin that lastgood wrote")
        }
        return pin
    }

    package func raw() throws -> Data? { try FileCall.read(path) }

    package func write(_ pin: Pin) throws { try AtomicFile.write(JSONText.data(pin, pretty: true), to: path) }

    package func restore(_ data: Data?) throws {
        if let data { return try AtomicFile.write(data, to: path) }
        if unlink(path) != 0, errno != ENOENT { throw Failure.file(path: path, doing: "remove the pin", errno: errno) }
        if let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }
}
