import FoundationEssentials
import RollbackReporting
import Testing

/// Snapshots as people read them.
struct SnapshotTextTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func view(_ parts: [SnapshotView.Part]) -> SnapshotView {
        SnapshotView(
            sequence: 12, taken: now.addingTimeInterval(-7200), reason: "before\nlunch", program: "0.1.0", parts: parts)
    }

    private func part(_ name: String, _ kind: SnapshotView.Part.Kind, why: String? = nil) -> SnapshotView.Part {
        .init(name: name, kind: kind, bytes: 1_234_567, entries: kind == .tree ? 31 : 0, digest: "", why: why)
    }

    @Test func whatIsMissingIsLoud() {
        let parts = [part("code", .tree), part("database.shop", .missing, why: "connection\nrefused")]
        let line = SnapshotText.list([view(parts)], now: now)
        #expect(line.hasPrefix("12  ") && line.contains("(2 hours ago) · “before lunch” · 31 files, 2.4 MB"))
        #expect(line.hasSuffix("MISSING: database.shop\n"))
        let shown = SnapshotText.show(view(parts), now: now)
        #expect(
            shown.contains("31 files, 1.2 MB") && shown.contains("MISSING\n") && shown.contains("connection refused"))
    }

    @Test func aLongDifferenceSaysHowMuchIsLeftOut() {
        let entries = (0..<300).map { SnapshotDifference.Entry(part: "code", path: "f\($0)", change: .removed) }
        let text = SnapshotText.difference(SnapshotDifference(from: 1, to: 2, entries: entries))
        #expect(text.contains("300 differences") && text.contains("  - code  f199\n") && text.contains("and 100 more"))
        let same = SnapshotText.difference(SnapshotDifference(from: 1, to: 2, entries: []))
        #expect(same == "Nothing differs between snapshot 1 and snapshot 2.\n")
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (99_950, "99.9 kB"), (100_000, "100 kB"),
        (999_999, "999 kB"), (1_000_000, "1.0 MB"), (4_210_000_000, "4.2 GB"), (5_000_000_000_000_000, "5000 TB"),
    ])
    func amounts(bytes: Int, text: String) { #expect(ByteText.text(bytes) == text) }
}
