/// Whether what was kept can be had again.
extension SnapshotReader {
    /// Records, index and their copies; that every snapshot leads to all that it needs; that every pack is there and has
    /// its end. Reads no content.
    package func verifyStructure() throws -> [SnapshotFinding] {
        var check = StructureCheck(store, source)
        try check.run()
        return check.findings
    }

    /// The structure, and every byte of every pack: all segments are authentic, all blobs are what their ids say.
    package func verifyEverything() throws -> [SnapshotFinding] {
        let structure = try verifyStructure()
        let bytes = try checkBytes(PackJob.all(source.index, in: store.packs), isAll: true)
        return structure + bytes.filter { !structure.contains($0) }
    }

    /// Every byte of some packs: so many that as many runs as are given cover all of them. Where it stands is kept in the
    /// store.
    package func verifySample(oneIn runs: Int) throws -> [SnapshotFinding] {
        let cursor = ScrubCursor(path: "\(store.path)/scrub")
        let packs = Set(source.index.packs.map(\.id))
        let chosen = ScrubCursor.next(Array(packs), after: cursor.read(), runs: runs)
        let wanted = Set(chosen)
        let jobs = PackJob.all(source.index, in: store.packs).filter { wanted.contains($0.pack.id) }
        let findings = try checkBytes(jobs, isAll: false)
        if let last = chosen.last { try cursor.write(last) }
        return findings
    }

    private func checkBytes(_ jobs: [PackJob], isAll: Bool) throws -> [SnapshotFinding] {
        let found = ByteCheck.findings(jobs, keys: store.keys)
        try store.suspects.note(Set(found.map(\.pack)), of: isAll ? nil : Set(jobs.map(\.pack.id)))
        return found.map(\.finding)
    }
}
