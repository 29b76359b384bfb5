/// Trees out of a snapshot.
extension SnapshotReader {
    /// What is in a tree, in the order of its paths' bytes, the root first.
    /// - Throws: `SnapshotFailure.partOfOtherKind`, `.hostile`, `.blobGone`, `.damaged`.
    package func listing(of part: SnapshotPart) throws -> [TreeEntry] {
        let entries = try source.listing(of: part)
        try ListingRules.check(entries, length: source.length)
        return entries
    }

    /// Makes a tree anew. It appears whole, durable, in one instant, or not at all.
    /// - Parameters:
    ///   - target: nothing, or an empty folder; the folder above it must be there.
    ///   - paths: what to restore of it, with all that is in it and the folders above; nil: everything.
    /// - Returns: attributes that could not be set.
    /// - Throws: `SnapshotFailure.occupied`, `.notInSnapshot`, `.hostile` before anything is written; `.busy` while
    ///   another process restores to the same place; `.blobGone`, `.damaged`; `Failure.file`.
    @discardableResult
    package func restore(_ part: SnapshotPart, to target: String, paths: [[UInt8]]? = nil) throws -> [RestoreNote] {
        let all = try listing(of: part)
        let entries = try paths.map { try TreeSelection($0).entries(of: all) } ?? all
        let staging = try StagingFolder(for: target)
        let making = EntryMaking(in: staging.folder, target: target, source: source)
        try making.make(entries)
        try staging.place()
        return making.notes
    }
}
