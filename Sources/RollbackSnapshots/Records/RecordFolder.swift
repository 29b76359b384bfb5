import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// The folder `snapshots` of a store: one sealed file for each record, named by sequence and id.
struct RecordFolder: Sendable {
    let path: String

    /// A record's name.
    struct Name: Hashable, Comparable {
        var sequence: Int
        var id: RandomID

        var text: String { "\(Numbered.text(sequence))-\(id)" }

        init(sequence: Int, id: RandomID) { (self.sequence, self.id) = (sequence, id) }

        init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let sequence = Numbered.number(parts[0]), let id = RandomID(String(parts[1])) else {
                return nil
            }
            self.init(sequence: sequence, id: id)
        }

        static func < (left: Name, right: Name) -> Bool { (left.sequence, left.id) < (right.sequence, right.id) }
    }

    func path(of name: Name) -> String { "\(path)/\(name.text)" }

    /// The names of all records, the oldest first.
    func names() throws -> [Name] {
        Set(try FileCall.names(in: path).map(SecondCopy.first).compactMap(Name.init)).sorted()
    }

    /// - Throws: `SnapshotFailure.damaged`.
    func read(_ name: Name, keys: SnapshotKeys) throws -> SnapshotRecord {
        let path = path(of: name)
        let plain = try SealedFile.read(path, .record, number: name.sequence, keys: keys)
        let record = try SnapshotRecord.decode(plain, path: path)
        guard record.sequence == name.sequence, record.id == name.id else {
            throw Failure.snapshot(.damaged(path: path, .place))
        }
        return record
    }

    /// Returns when it is durable: then there is a snapshot.
    func write(_ record: SnapshotRecord, keys: SnapshotKeys) throws {
        let name = Name(sequence: record.sequence, id: record.id)
        try SealedFile.write(
            [UInt8](JSONText.data(record)), .record, number: record.sequence, to: path(of: name), keys: keys)
    }

    /// Makes it durable which records there are.
    func sync() throws { try FileCall.syncDirectory(path) }

    /// Its copy first: a crash in between leaves the record readable, and all that it needs is still there.
    func remove(_ name: Name) {
        unlink(path(of: name) + SecondCopy.suffix)
        unlink(path(of: name))
    }
}
