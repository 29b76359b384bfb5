import FoundationEssentials
import RollbackCore
import RollbackFiles

/// The file `config` of a store: its format, its key's name, its own name.
struct StoreConfiguration: Codable {
    static let format = 1

    var format: Int
    var key: String
    var store: RandomID

    /// - Throws: `SnapshotFailure.noStore`, `.damaged`; `Failure.stateFromNewerVersion` for a later format.
    static func read(_ path: String, store: String) throws -> StoreConfiguration {
        guard let data = try FileCall.read(path) else { throw Failure.snapshot(.noStore(path: store)) }
        struct Version: Decodable { var format: Int }
        if let version = try? JSONText.decode(Version.self, from: data), version.format > format {
            throw Failure.stateFromNewerVersion(path: path, version: version.format, known: format, neededBy: nil)
        }
        guard let read = try? JSONText.decode(StoreConfiguration.self, from: data), read.format == format else {
            throw Failure.snapshot(.damaged(path: path, .contents(at: 0)))
        }
        return read
    }
}
