package import RollbackCore

/// Something that is not as it was written.
package struct SnapshotFinding: Hashable, Sendable {
    /// Of the file in the store; of a snapshot that is not whole, its record.
    package var path: String
    package var damage: SnapshotDamage

    init(path: String, _ damage: SnapshotDamage) { (self.path, self.damage) = (path, damage) }

    /// - Parameter path: what was looked at, where the error names no file.
    init(_ error: any Error, at path: String) {
        switch error {
        case Failure.snapshot(.damaged(let path, let damage)): self.init(path: path, damage)
        case Failure.snapshot(.blobGone(let blob, _)): self.init(path: path, .blobGone(blob))
        case Failure.snapshot(.hostile(_, let fault)): self.init(path: path, .listing(fault))
        case Failure.file(let path, _, let number): self.init(path: path, .unreadable(number))
        default: self.init(path: path, .contents(at: 0))
        }
    }
}

extension Failure {
    /// Something of the store cannot be read as it was written.
    package var isDamageOfStore: Bool {
        switch self {
        case .snapshot(.damaged), .snapshot(.blobGone): true
        default: false
        }
    }
}
