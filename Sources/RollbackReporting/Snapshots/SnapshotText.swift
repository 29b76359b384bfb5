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

    package static func pruned(_ removed: [Int], freed: Int, dryRun: Bool) -> String {
        guard !removed.isEmpty else { return "No snapshot is old enough to go.\n" }
        let names = Words.list(removed.map(String.init))
        return dryRun
            ? "\(Words.count(removed.count, "snapshot")) would go: \(names).\n"
            : "Removed \(Words.count(removed.count, "snapshot")): \(names). \(ByteText.text(freed)) are free again.\n"
    }

    private static let shown = 200

    package static func difference(_ difference: SnapshotDifference) -> String {
        let other = difference.to.map { "snapshot \($0)" } ?? "what is there now"
        guard !difference.entries.isEmpty else {
            return "Nothing differs between snapshot \(difference.from) and \(other).\n"
        }
        let head =
            "From snapshot \(difference.from) to \(other): \(Words.count(difference.entries.count, "difference"))\n"
        let lines = difference.entries.prefix(shown).map { entry in
            "  \(sign(entry.change)) \(SafeText.oneLine(entry.part))"
                + (entry.path.isEmpty ? "" : "  \(SafeText.oneLine(entry.path))") + "\n"
        }
        let rest = difference.entries.count - lines.count
        return head + lines.joined() + (rest > 0 ? "  … and \(rest) more: --json gives all\n" : "")
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
