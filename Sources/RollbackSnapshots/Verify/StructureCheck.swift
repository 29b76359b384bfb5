import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Whether every snapshot leads to everything that it needs, without reading the content itself.
struct StructureCheck {
    let store: SnapshotStore
    let source: BlobSource
    private(set) var findings: [SnapshotFinding] = []

    init(_ store: SnapshotStore, _ source: BlobSource) { (self.store, self.source) = (store, source) }

    mutating func run() throws {
        for number in try store.index.generations() {
            pair(store.index.path(of: number), .index, number)
        }
        for job in PackJob.all(source.index, in: store.packs) {
            if let finding = job.checkEnds(store.keys) { findings.append(finding) }
        }
        for name in try store.recordFolder.names() { snapshot(name) }
    }

    private mutating func snapshot(_ name: RecordFolder.Name) {
        let path = store.recordFolder.path(of: name)
        pair(path, .record, name.sequence)
        do {
            let record = try store.recordFolder.read(name, keys: store.keys)
            for part in try source.manifest(of: record).parts { try check(part) }
        } catch {
            let finding = SnapshotFinding(error, at: path)
            if !findings.contains(finding) { findings.append(finding) }
        }
    }

    private func check(_ part: SnapshotPart) throws {
        guard part.kind == .tree else { return try part.checkSize(source.size(of: part.blobs)) }
        try ListingRules.check(source.listing(of: part), length: source.length)
    }

    /// Both of two files, each for itself and against the other.
    private mutating func pair(_ path: String, _ kind: SealedFile.Kind, _ number: Int) {
        do {
            _ = try SealedFile.readOne(path, kind, number: number, keys: store.keys)
        } catch {
            findings.append(SnapshotFinding(error, at: path))
        }
        let copy = path + SecondCopy.suffix
        guard let bytes = try? FileCall.read(copy) else {
            return findings.append(SnapshotFinding(path: copy, .copyMissing))
        }
        if let first = try? FileCall.read(path), first != bytes {
            findings.append(SnapshotFinding(path: copy, .copyDiffers))
        }
    }
}
