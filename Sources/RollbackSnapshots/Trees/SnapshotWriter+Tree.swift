/// Trees as parts of a snapshot.
extension SnapshotWriter {
    /// Keeps a tree. One that is as it was in the previous snapshot adds nothing to the store.
    /// - Returns: the part, and what of the tree it does not hold as it was: whether that matters is the caller's to say.
    /// - Throws: `Failure.file` when the root cannot be read; `SnapshotFailure.tooLong`; what the store fails with.
    package func put(tree request: TreeRequest) throws -> (part: SnapshotPart, notes: [TreeNote]) {
        var scan = try TreeScan(request, self)
        try scan.run()
        let blobs = try put(metadata: scan.listing.bytes)
        var part = part(
            request.name, .tree, bytes: scan.listing.contentSize, entries: scan.listing.entries, blobs)
        part.why = Self.why(scan.notes)
        return (part, scan.notes)
    }

    private static func why(_ notes: [TreeNote]) -> String? {
        guard !notes.isEmpty else { return nil }
        let most = 20
        let more = notes.count > most ? ["and \(notes.count - most) more"] : []
        return (notes.prefix(most).map(\.text) + more).joined(separator: "; ")
    }
}
