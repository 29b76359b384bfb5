/// What a blob is for. A pack holds blobs of one kind.
package enum BlobKind: UInt8, Sendable, CaseIterable {
    /// Content of files and streams: kept once.
    case data = 1
    /// Listings, manifests, facts: without them the data means nothing, so there are two copies.
    case metadata = 2
}
