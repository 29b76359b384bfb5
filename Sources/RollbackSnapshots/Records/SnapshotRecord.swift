import FoundationEssentials
import RollbackCore

/// A snapshot that exists: the last thing that its writer made durable.
package struct SnapshotRecord: Hashable, Codable, Sendable {
    static let format = 1

    private var format = Self.format
    package var id: RandomID
    /// Counts up; the order of snapshots.
    package var sequence: Int
    /// ISO 8601, for people only.
    package var taken: String
    /// What it was taken for, for people.
    package var reason: String
    /// What it was taken around, for programs: `run-7`, `v41`; nil: it was asked for.
    package var occasion: String?
    /// The version of the program that wrote it.
    package var program: String
    /// The blobs whose bytes, one after another, are the manifest.
    package var manifest: [BlobID]

    init(
        sequence: Int, taken: String, reason: String, occasion: String? = nil, program: String, manifest: [BlobID]
    ) {
        id = .make()
        (self.sequence, self.taken, self.reason, self.occasion) = (sequence, taken, reason, occasion)
        (self.program, self.manifest) = (program, manifest)
    }

    /// - Throws: `SnapshotFailure.damaged` for anything else, `Failure.stateFromNewerVersion`.
    static func decode(_ plain: [UInt8], path: String) throws -> SnapshotRecord {
        guard let record = try? JSONText.decode(SnapshotRecord.self, from: Data(plain)) else {
            throw Failure.snapshot(.damaged(path: path, .contents(at: 0)))
        }
        guard record.format == Self.format else {
            throw Failure.stateFromNewerVersion(
                path: path, version: record.format, known: Self.format, neededBy: record.program)
        }
        return record
    }
}
