/// Why something cannot be done with the snapshot store or with a tree that is kept in it. Data only, and nothing of
/// what the snapshots hold but names.
package enum SnapshotFailure: Hashable, Sendable {
    case noStore(path: String)
    case storeExists(path: String)
    /// `needs` and `given` are names of keys, not keys.
    case otherKey(path: String, needs: String, given: String)
    /// Another process writes to the store, or reads it while this one is to write.
    case busy(path: String)
    case damaged(path: String, SnapshotDamage)
    /// The index knows of no blob with this id.
    case blobGone(String, store: String)
    case noSnapshot(Int, store: String)
    /// Two stores have become one: snapshots with one number, to be told apart by their ids.
    case severalSnapshots(Int, ids: [String])
    /// A part cannot have this name, or not twice.
    case partName(String)
    /// A first write failed; nothing more is written by the same writer.
    case poisoned(path: String)
    /// Nothing was written. `entry` is the path in the listing, for people.
    case hostile(entry: String, ListingFault)
    /// Something stands where a tree or a file is to be restored.
    case occupied(path: String)
    case notInSnapshot(String)
    case partOfOtherKind(String)
    /// A name or an attribute is longer than the format has room for, or a blob larger than a segment.
    case tooLong(String, bytes: Int, limit: Int)
    /// What is free on the store's disk, in bytes, is what must stay free.
    case roomKept(path: String, free: Int, reserve: Int)
    /// A database without which the configuration wants no snapshot. `why` says what is wrong with it.
    case criticalDatabase(name: String, why: String)
    /// A part that is restored beside only, for that reason.
    case noLivePlace(part: String, sequence: Int, isDatabase: Bool)
    /// The live release directory is of another commit than the snapshot's tree.
    case otherRelease(snapshot: String, live: String)
    /// The compressor of the system failed: `what` says at what.
    case compressor(what: String)
}

/// What is wrong with a file of the store.
package enum SnapshotDamage: Hashable, Sendable {
    case missing
    /// It ends before a length in it says so; the place is in bytes.
    case short(at: Int)
    /// It does not begin as such a file does.
    case beginning
    /// Authentication failed: it was changed, moved or made with another key.
    case authentication(at: Int)
    /// Authentic, and yet not what the format allows.
    case contents(at: Int)
    /// The blob is not the one that its id says.
    case blob(String)
    /// Something needs the blob with this id, and the index or the pack does not have it.
    case blobGone(String)
    /// A tree's listing cannot be followed.
    case listing(ListingFault)
    /// The system gave this `errno`.
    case unreadable(Int32)
    /// The name or the index says something else than the file.
    case place
    /// Not as many bytes as the index says.
    case size(Int, expected: Int)
    /// A pack without its end.
    case unfinished
    case copyMissing
    /// The first is whole, and its copy not the same.
    case copyDiffers
}

/// Why a listing is not restored.
package enum ListingFault: Hashable, Sendable {
    /// Absolute, empty, with `.`, `..`, an empty or overlong component, or a zero byte.
    case path
    /// Out of order, or twice.
    case order
    /// Not below a folder of the same listing.
    case parent
    /// A hard link to something that is no earlier file.
    case link
    /// Holes out of order, overlapping, or outside.
    case holes
    /// Its content is not as long as its size says.
    case size
    /// The first entry is not the root folder.
    case root
}
