package import RollbackCore

/// Failures of the snapshot store.
extension FailureText {
    static func code(for failure: SnapshotFailure) -> String {
        switch failure {
        case .noStore: "no-snapshot-store"
        case .storeExists: "snapshot-store-exists"
        case .otherKey: "snapshot-other-key"
        case .busy: "snapshot-store-busy"
        case .damaged: "snapshot-damaged"
        case .blobGone: "snapshot-blob-gone"
        case .noSnapshot: "no-snapshot"
        case .severalSnapshots: "several-snapshots"
        case .partName: "snapshot-part-name"
        case .poisoned: "snapshot-store-poisoned"
        case .hostile: "snapshot-listing-hostile"
        case .occupied: "restore-occupied"
        case .notInSnapshot: "not-in-snapshot"
        case .partOfOtherKind: "snapshot-part-kind"
        case .tooLong: "snapshot-too-long"
        case .compressor: "snapshot-compressor"
        case .roomKept: "snapshot-room-kept"
        case .criticalDatabase: "snapshot-critical-database"
        case .noLivePlace: "restore-beside-only"
        case .otherRelease: "restore-other-release"
        }
    }

    static func snapshot(_ failure: SnapshotFailure) -> FailureMessage {
        switch failure {
        case .damaged(let path, let damage): damaged(path, damage)
        case .blobGone, .noSnapshot, .severalSnapshots, .notInSnapshot, .partOfOtherKind: notThere(failure)
        case .partName(let name):
            FailureMessage(
                "“\(name)” cannot be the name of a snapshot's part",
                expected: "Expected up to 100 letters, digits, “.”, “_” and “-”, each name once",
                advice: "Give it another name, and take the snapshot again")
        case .hostile(let entry, let fault):
            FailureMessage(
                "Nothing was restored: the snapshot's listing cannot be followed at “\(entry)”: \(words(for: fault))",
                expected: "Expected paths below one folder, each once, and each below a folder of the listing",
                advice: "lastgood writes no such listing: somebody else who has the key did. Use another snapshot")
        case .occupied(let path):
            FailureMessage(
                "Nothing was restored: something stands at \(path)",
                expected: "Expected nothing there, or an empty folder",
                advice: "Move it away, or restore to another path")
        case .tooLong(let what, let bytes, let limit):
            FailureMessage(
                "\(what) does not fit into a snapshot: it has \(bytes) bytes", expected: "Expected at most \(limit)",
                advice: "Leave it out, and take the snapshot again")
        case .roomKept(let path, let free, let reserve):
            FailureMessage(
                "The snapshot was not taken: the disk of \(path) has \(ByteText.text(free)) free, and"
                    + " \(ByteText.text(reserve)) of it stay free for the platform",
                advice:
                    "Free space (“df -h \(Command.quoted(path))”), or remove old snapshots: “lastgood snapshot prune”")
        case .criticalDatabase(let name, let why):
            FailureMessage(
                "The snapshot was not taken: the database \(name) is critical and could not be kept: \(why)",
                expected: "Expected every database of rollback_settings.critical_databases to be there and to answer",
                advice: "Bring it up, then run the same command again; or take the name out of that list")
        case .noLivePlace, .otherRelease: notLive(failure)
        case .compressor(let what):
            FailureMessage(
                "The compressor failed to \(what)", advice: "Free memory, then run the same command again")
        default: store(failure)
        }
    }

    private static func notLive(_ failure: SnapshotFailure) -> FailureMessage {
        switch failure {
        case .noLivePlace(let part, let sequence, let isDatabase):
            FailureMessage(
                isDatabase
                    ? "Nothing was restored: \(part) is a database, and a live database is never overwritten"
                    : "Nothing was restored: \(part) has no live place that it could be put over",
                advice: "Restore it beside, and take from there: “lastgood snapshot restore \(sequence) --to DIR --part"
                    + " \(part)”")
        case .otherRelease(let snapshot, let live):
            FailureMessage(
                "Nothing was restored: the snapshot is of release \(snapshot.prefix(10)), and \(live.prefix(10)) is live",
                expected: "Expected the same: a release's folder holds that release",
                advice:
                    "Make it live first: “lastgood release activate \(snapshot.prefix(10))”; or restore beside: --to DIR"
            )
        default: FailureMessage("It cannot be put over what is live", advice: "Restore it beside: --to DIR")
        }
    }

    private static func store(_ failure: SnapshotFailure) -> FailureMessage {
        switch failure {
        case .noStore(let path):
            FailureMessage(
                "There is no snapshot store at \(path)", advice: "The first snapshot makes it; or check the path")
        case .storeExists(let path):
            FailureMessage("There is a snapshot store at \(path) already", advice: "Use it, or choose another path")
        case .otherKey(let path, let needs, let given):
            FailureMessage(
                "The snapshot store \(path) needs the key named \(needs); the key here is named \(given)",
                expected: "Expected the key that the store was made with",
                advice: "Bring that key back from a backup, or act as the user that made the store")
        case .busy(let path):
            FailureMessage(
                "The snapshot store \(path) is in use by another process",
                advice: "Wait for it, then run the same command again; the lock ends with that process")
        case .poisoned(let path):
            FailureMessage(
                "The snapshot was not taken: a write to \(path) failed, so nothing more is written",
                expected: "Expected every pack to be on disk before the snapshot that needs it",
                advice: "Free or replace the disk, then take the snapshot again; older ones are as they were")
        default: FailureMessage("The snapshot store cannot be used", advice: "Check the store's path and key")
        }
    }

    private static func notThere(_ failure: SnapshotFailure) -> FailureMessage {
        switch failure {
        case .blobGone(let blob, let store):
            FailureMessage(
                "The snapshot is not whole: the index of \(store) does not know the blob \(blob.prefix(12))",
                advice: "Use another snapshot, and bring the store's missing files back from a copy")
        case .noSnapshot(let sequence, let store):
            FailureMessage(
                "There is no snapshot \(sequence) in \(store)", advice: "See which there are, and choose one")
        case .severalSnapshots(let sequence, let ids):
            FailureMessage(
                "There are several snapshots \(sequence)", details: ids,
                expected: "Expected one: a store was copied back over a newer one",
                advice: "Name the one that you mean by its id")
        case .notInSnapshot(let name):
            FailureMessage("The snapshot does not hold “\(name)”", advice: "See what it holds, and choose from that")
        case .partOfOtherKind(let name):
            FailureMessage(
                "“\(name)” is kept in another form: a tree is restored to a folder, a stream to a file, facts are shown",
                advice: "See what the snapshot holds, and ask for it in its form")
        default: FailureMessage("It is not in the snapshot", advice: "See what the snapshot holds")
        }
    }

    private static func damaged(_ path: String, _ damage: SnapshotDamage) -> FailureMessage {
        FailureMessage(
            "The snapshot store is damaged: \(path): \(words(for: damage))",
            expected: "Expected the file as it was written",
            advice:
                "Do not trust this disk until it is checked (“dmesg”). Bring the file back from a copy of the store;"
                + " snapshots that do not need it can still be restored")
    }

    /// What is wrong with a file of the store, as the end of a sentence.
    package static func words(for damage: SnapshotDamage) -> String {
        switch damage {
        case .missing: "it is missing"
        case .short(let place): "it ends too early, at byte \(place)"
        case .beginning: "it does not begin like such a file"
        case .authentication(let place): "what stands at byte \(place) is not what was written there"
        case .contents(let place): "what stands at byte \(place) makes no sense"
        case .blob(let blob): "the blob \(blob.prefix(12)) is not what its id says"
        case .blobGone(let blob): "the blob \(blob.prefix(12)) is not there"
        case .listing(let fault): "a listing cannot be followed: \(words(for: fault))"
        case .unreadable(let number): "it cannot be read: \(SystemError.text(number))"
        case .place: "it is not the file that its name says"
        case .size(let size, let expected): "it has \(size) bytes instead of \(expected)"
        case .unfinished: "its end is missing"
        case .copyMissing: "its second copy is missing"
        case .copyDiffers: "its second copy is not the same"
        }
    }

    private static func words(for fault: ListingFault) -> String {
        switch fault {
        case .path: "the path leads elsewhere, or is none"
        case .order: "it stands twice, or out of order"
        case .parent: "it is not below a folder"
        case .link: "it links to no earlier file"
        case .holes: "its holes are not within it"
        case .size: "its content is not as long as its size"
        case .root: "the listing does not begin with its folder"
        }
    }
}
