import RollbackCore
import RollbackReporting
import Testing

@Suite struct RegistryTextTests {
    private static func entry(
        _ hash: String, _ commit: CommitID?, _ obstacles: [RegistryView.Obstacle], verified: Bool = true
    ) -> RegistryView.Entry {
        RegistryView.Entry(
            hash: hash, commit: commit, date: "2025-12-10", description: "stable\u{1B}[2J", verified: verified,
            mark: nil,
            evidence: nil, shortfalls: [], obstacles: obstacles, place: "known-good-commits.json:5 commits[0].hash")
    }

    private static let gone = entry("0bf9c64", nil, [.gone(fetch: "git fetch --all --tags")])
    private static let here = entry("4f2a91c", "4f2a91c0", [])

    @Test func eachEntrySaysWhatItIsWorth() {
        let view = RegistryView(
            file: "registry", entries: [Self.gone, Self.here], target: "4f2a91c0", targetObstacles: [])
        #expect(
            RegistryText.list(view) == """
                registry
                  0bf9c64  2025-12-10  stable�[2J
                    verified · NOT restorable here
                    not taken: this repository does not have the commit; it may have been collected as garbage, or never fetched
                    entered at known-good-commits.json:5 commits[0].hash
                      git fetch --all --tags
                → 4f2a91c  2025-12-10  stable�[2J
                    verified · restorable here
                A rollback without a target goes back to 4f2a91c.

                """)
        #expect(view.isReady && RegistryText.next(view).isEmpty)
        #expect(RegistryText.verdict(view) == "4f2a91c can be restored here and now.\n")
    }

    @Test func whatIsMissingIsNamedWithItsRemedy() {
        let missing = RegistryView.Obstacle.objectsMissing(["aa", "bb"], fetch: "git fetch --refetch origin")
        let view = RegistryView(
            file: "registry", entries: [Self.entry("4f2a91c", "4f2a91c0", [missing])], target: "4f2a91c0",
            targetObstacles: [missing])
        #expect(
            RegistryText.verdict(view) == """
                4f2a91c CANNOT be restored here:
                  the repository lacks 2 objects of it: aa, bb
                Next:
                  git fetch --refetch origin
                  lastgood known-good check

                """)
        let none = RegistryView(file: "registry", entries: [Self.gone, Self.gone], target: nil, targetObstacles: [])
        #expect(!none.isReady)
        #expect(RegistryText.next(none) == ["git fetch --all --tags", "lastgood known-good check"])
    }
}
