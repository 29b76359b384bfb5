import RollbackCore
import RollbackReporting
import RollbackSnapshots

/// Looks into a platform's snapshots. Changes nothing but that verifying makes second copies that a killed writer did
/// not come to.
struct SnapshotLook: Sendable {
    let platform: Platform

    /// - Returns: the newest first, and records that cannot be read.
    func list(most: Int) throws -> ([SnapshotView], [SnapshotTrouble]) {
        guard SnapshotStore.exists(platform.snapshotPath) else { return ([], []) }
        let store = try platform.snapshotStore()
        let stored = try store.records()
        let reader = try store.reader()
        var damaged = stored.damaged.map(Self.trouble)
        var views: [SnapshotView] = []
        for record in stored.records.suffix(most).reversed() {
            do { views.append(SnapshotViews.view(record, try reader.manifest(of: record))) } catch {
                damaged.append(
                    SnapshotTrouble(place: "snapshot \(record.sequence)", what: platform.effects.words(error)))
            }
        }
        return (views, damaged)
    }

    func view(_ sequence: Int) throws -> SnapshotView {
        let reader = try platform.snapshotStore().reader()
        let record = try reader.record(sequence)
        return SnapshotViews.view(record, try reader.manifest(of: record))
    }

    private static func trouble(_ finding: SnapshotFinding) -> SnapshotTrouble {
        let message = FailureText.message(for: .snapshot(.damaged(path: finding.path, finding.damage)))
        return SnapshotTrouble(place: finding.path, what: message.happened.joined(separator: " "))
    }

    // Checking

    /// - Returns: what is wrong, and what was looked at.
    func verify(structureOnly: Bool, sample: Int?) async throws -> ([SnapshotTrouble], looked: String) {
        let store = try platform.snapshotStore()
        return try await BlockingWork.run {
            // Where it cannot be done, verifying says what is wrong, or that somebody writes just now.
            try? store.mendCopies()
            let reader = try store.reader()
            if structureOnly {
                return (try reader.verifyStructure().map(Self.trouble), "everything that is named was looked for")
            }
            if let sample {
                let findings = try reader.verifySample(oneIn: sample)
                return (findings.map(Self.trouble), "one part in \(sample) was read, others come next")
            }
            return (try reader.verifyEverything().map(Self.trouble), "every byte was read")
        }
    }

    // Comparing

    /// - Parameter to: nil: what is there now.
    func difference(from: Int, to: Int?) async throws -> SnapshotDifference {
        guard let other = to else { return try await SnapshotNow(platform: platform).difference(from: from) }
        let reader = try platform.snapshotStore().reader()
        let old = try parts(from, reader)
        let new = try parts(other, reader)
        var entries: [SnapshotDifference.Entry] = []
        for name in Set(old.keys).union(new.keys).sorted() {
            entries += try difference(name, old[name], new[name], reader)
        }
        return SnapshotDifference(from: from, to: other, entries: entries)
    }

    private func parts(_ sequence: Int, _ reader: SnapshotReader) throws -> [String: SnapshotPart] {
        let parts = try reader.manifest(of: reader.record(sequence)).parts.filter { $0.kind != .missing }
        return Dictionary(parts.map { ($0.name, $0) }) { first, _ in first }
    }

    private func difference(
        _ name: String, _ old: SnapshotPart?, _ new: SnapshotPart?, _ reader: SnapshotReader
    ) throws -> [SnapshotDifference.Entry] {
        guard let old else { return [.init(part: name, path: "", change: .added)] }
        guard let new else { return [.init(part: name, path: "", change: .removed)] }
        if old.digest == new.digest { return [] }
        guard old.kind == .tree, new.kind == .tree else { return [.init(part: name, path: "", change: .changed)] }
        return TreeComparison.changes(from: try reader.listing(of: old), to: try reader.listing(of: new)).map {
            .init(part: name, path: String(decoding: $0.path, as: UTF8.self), change: $0.change)
        }
    }
}
