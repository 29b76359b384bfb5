package import FoundationEssentials

/// Snapshots as text.
package enum SnapshotText {
    package static func list(_ views: [SnapshotView], now: Date) -> String {
        guard !views.isEmpty else {
            return "There is no snapshot here. Take one:\n  \(SuggestedCommand.snapshotCreate.text)\n"
        }
        let width = views.map { "\($0.sequence)".utf8.count }.max() ?? 0
        return views.map { view in
            Columns.padded("\(view.sequence)", to: width) + "  "
                + SafeText.oneLine(line(view, now).joined(separator: " · ")) + "\n"
        }.joined()
    }

    private static func line(_ view: SnapshotView, _ now: Date) -> [String] {
        let missing = view.missing.map(\.name)
        let facts: [String?] = [
            DateText.full(view.taken, now: now), view.reason.isEmpty ? nil : "“\(view.reason)”",
            "\(Words.count(view.entries, "file")), \(ByteText.text(view.bytes))",
            missing.isEmpty ? nil : "MISSING: \(missing.joined(separator: ", "))",
        ]
        return facts.compactMap(\.self)
    }

    package static func show(_ view: SnapshotView, now: Date) -> String {
        let facts = [
            ("Snapshot", ["\(view.sequence)"]), ("Taken", [DateText.full(view.taken, now: now)]),
            ("Reason", view.reason.isEmpty ? [] : [view.reason]), ("By", ["lastgood \(view.program)"]),
        ]
        let parts = view.parts.map { part in (part.name, [amount(part)] + [part.why].compactMap(\.self)) }
        return (LabelledLines.text(facts) + [""] + LabelledLines.text(parts)).joined(separator: "\n") + "\n"
    }

    private static func amount(_ part: SnapshotView.Part) -> String {
        switch part.kind {
        case .tree: "\(Words.count(part.entries, "file")), \(ByteText.text(part.bytes))"
        case .stream, .facts: ByteText.text(part.bytes)
        case .missing: "MISSING"
        }
    }

    package static func taken(_ view: SnapshotView, seconds: Double) -> String {
        let missing = view.missing.map { "  missing: \($0.name): \(SafeText.oneLine($0.why ?? "not known"))\n" }
        return "Snapshot \(view.sequence): \(Words.count(view.entries, "file")), \(ByteText.text(view.bytes)),"
            + " in \(DurationText.text(seconds))\n" + missing.joined()
    }

    package static func pruned(_ pruning: SnapshotPruning) -> String {
        let kept = pruning.kept.map { "  \($0.sequence) stays: \(SafeText.oneLine($0.why))\n" }.joined()
        guard !pruning.removed.isEmpty else { return "No snapshot can go.\n" + kept }
        let names = Words.list(pruning.removed.map(String.init))
        let count = Words.count(pruning.removed.count, "snapshot")
        return
            (pruning.isTrial
            ? "\(count) would go: \(names).\n"
            : "Removed \(count): \(names). \(ByteText.text(pruning.freed)) are free again.\n") + kept
    }

    private static let shown = 200

    package static func difference(_ difference: SnapshotDifference) -> String {
        let other = difference.to.map { "snapshot \($0)" } ?? "what is there now"
        let unseen = difference.notCompared.map(SafeText.oneLine)
        let rest = unseen.isEmpty ? "" : "Not compared: \(Words.list(unseen)).\n"
        guard !difference.entries.isEmpty else {
            return "Nothing differs between snapshot \(difference.from) and \(other).\n" + rest
        }
        let head =
            "From snapshot \(difference.from) to \(other): \(Words.count(difference.entries.count, "difference"))\n"
        return head + lines(difference.entries) + rest
    }

    private static func lines(_ entries: [SnapshotDifference.Entry]) -> String {
        let lines = entries.prefix(shown).map { entry in
            "  \(sign(entry.change)) \(SafeText.oneLine(entry.part))"
                + (entry.path.isEmpty ? "" : "  \(SafeText.oneLine(entry.path))") + "\n"
        }
        let rest = entries.count - lines.count
        return lines.joined() + (rest > 0 ? "  … and \(rest) more: --json gives all\n" : "")
    }

    /// Before anything is done.
    package static func restoring(_ view: LiveRestoreView) -> String {
        let head = "Snapshot \(view.sequence) would be put over what is live in \(SafeText.oneLine(view.place)):\n"
        return head + lines(view.changes) + view.notes.map { "  note: \(SafeText.oneLine($0))\n" }.joined()
    }

    package static func restored(_ view: LiveRestoreView) -> String {
        guard let before = view.before else {
            return "Everything in \(SafeText.oneLine(view.place)) is as it was in snapshot \(view.sequence) already.\n"
        }
        let gone = view.removed > 0 ? ", and removed \(view.removed)" : ""
        var text =
            "Restored \(Words.count(view.restored, "name")) from snapshot \(view.sequence)\(gone). What was there before is in"
            + " snapshot \(before):\n  \(SuggestedCommand.snapshotRestoreLive(before, part: view.part).text)\n"
        text += view.left.map { "! left as it is: \(SafeText.oneLine($0))\n" }.joined()
        if let aside = view.aside {
            text +=
                "The old folder lies at \(SafeText.oneLine(aside)) until the next restore: services may still work in it.\n"
        }
        return text + "Services go on with what they have loaded: restart them to use it.\n"
    }

    private static func sign(_ change: SnapshotDifference.Change) -> String {
        switch change {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }

    package static func findings(_ findings: [SnapshotTrouble], looked: String) -> String {
        guard !findings.isEmpty else { return "Nothing is wrong: \(looked).\n" }
        return troubles(findings) + "\(Words.count(findings.count, "thing")) wrong: \(looked).\n"
    }

    /// A line each.
    package static func troubles(_ troubles: [SnapshotTrouble]) -> String {
        troubles.map { "\(SafeText.oneLine($0.place)): \(SafeText.oneLine($0.what))\n" }.joined()
    }
}
