package import RollbackCore

/// What is to be done to each file of a tree. Pure: what is there and what was generated go in.
package struct TreePlan: Sendable {
    package struct Step: Hashable, Sendable {
        package var change: TreeChange
        var file: TreeFile
        /// What is there; nil when nothing is.
        var old: String?
        /// What will be there.
        var new: String
    }

    package private(set) var steps: [Step]
    /// What will have been generated when all of it is done.
    package let record: GeneratedRecord
    /// There is a `rollback/` that this program has not made.
    package let adopts: Bool

    /// - Parameters:
    ///   - record: nil where nothing was ever generated.
    ///   - text: what is at a path; nil when nothing is.
    package init(
        _ tree: RollbackTree, record: GeneratedRecord?, updates: Bool, text: (String) throws -> String?
    ) rethrows {
        let old = record ?? GeneratedRecord()
        var digests: [String: String] = [:]
        var steps: [Step] = []
        for file in tree.files {
            let step = Self.step(file, try text(file.path), old.digests[file.path], updates)
            steps.append(step)
            digests[file.path] = Self.digest(after: step, old.digests[file.path])
        }
        let wanted = Set(tree.files.map(\.path))
        for (path, digest) in old.digests.sorted(by: { $0.key < $1.key }) where !wanted.contains(path) {
            guard let text = try text(path) else { continue }
            if ConfigurationFiles.paths.contains(path) {
                digests[path] = digest
                continue
            }
            let step = Self.leftover(path, text, digest, updates)
            steps.append(step)
            if step.change.action == .keep { digests[path] = digest }
        }
        self.steps = steps
        self.record = GeneratedRecord(digests: digests)
        // A tree of our own that was cut short has no record either, but the very texts.
        adopts = record == nil && steps.contains { [.adopt, .keep].contains($0.change.action) }
    }

    private static func step(_ file: TreeFile, _ old: String?, _ recorded: String?, _ updates: Bool) -> Step {
        guard let old else { return Step(change: .init(path: file.path, action: .write), file: file, new: file.text) }
        let new = file.kind == .document ? OwnWords.kept(from: old, in: file.text) : file.text
        let (action, why) = decision(file, old, new, recorded, updates)
        return Step(change: .init(path: file.path, action: action, why: why), file: file, old: old, new: new)
    }

    private static func decision(
        _ file: TreeFile, _ old: String, _ new: String, _ recorded: String?, _ updates: Bool
    ) -> (TreeChange.Action, String?) {
        if old == new { return (.same, nil) }
        guard let recorded else {
            return file.kind == .configuration ? (.keep, "it is the platform's own") : (.adopt, nil)
        }
        guard recorded == GeneratedRecord.digest(old, file.kind) else { return (.keep, "somebody has edited it") }
        return updates ? (.refresh, nil) : (.keep, "a newer text is there: lastgood init --update")
    }

    private static func leftover(_ path: String, _ text: String, _ digest: String, _ updates: Bool) -> Step {
        let kinds: [TreeFile.Kind] = [.generated, .document]
        let isUnedited = kinds.contains { GeneratedRecord.digest(text, $0) == digest }
        let why = isUnedited ? "it belongs to nothing any more: lastgood init --update" : "somebody has edited it"
        let removes = isUnedited && updates
        return Step(
            change: .init(path: path, action: removes ? .remove : .keep, why: removes ? nil : why),
            file: TreeFile(path, text), old: text, new: removes ? "" : text)
    }

    /// A file that was there before this program has no digest: it stays somebody's until it is generated.
    private static func digest(after step: Step, _ recorded: String?) -> String? {
        switch step.change.action {
        case .write, .refresh, .adopt, .same: GeneratedRecord.digest(step.new, step.file.kind)
        case .keep: recorded
        case .remove: nil
        }
    }

    /// What will be at each path.
    package var texts: [String: String] {
        Dictionary(steps.map { ($0.change.path, $0.change.action == .keep ? $0.old ?? "" : $0.new) }) { first, _ in
            first
        }
    }

    package var changes: [TreeChange] { steps.map(\.change) }
    package var changesAnything: Bool { changes.contains { ![.keep, .same].contains($0.action) } }
}
