import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct DependencySetsTests {
    private let place: StatePlace
    private var sets: DependencySets { DependencySets(place.state) }
    init() throws { place = try StatePlace() }

    private func set(_ key: String, _ bytes: Int, complete: Bool = true) -> DependencySets.Kept {
        DependencySets.Kept(key: key, bytes: bytes, isComplete: complete)
    }

    private func gone(
        _ all: [DependencySets.Kept], budget: Int, needed: Set<String> = [], rank: [String: Int] = [:]
    ) -> [String] {
        DependencySets.surplus(all, budget: budget, needed: needed) { rank[$0] ?? 0 }.map(\.key)
    }

    @Test func whatFitsStays() {
        #expect(gone([set("a", 60), set("b", 40)], budget: 100) == [])
    }

    @Test func theOldestGoesFirstAndNoMoreThanMust() {
        let all = [set("new", 40), set("old", 40), set("middle", 40)]
        #expect(gone(all, budget: 100, rank: ["new": 3, "middle": 2, "old": 1]) == ["old"])
        #expect(gone(all, budget: 40, rank: ["new": 3, "middle": 2, "old": 1]) == ["old", "middle"])
        #expect(gone(all, budget: 0, rank: ["new": 3, "middle": 2, "old": 1]) == ["old", "middle", "new"])
    }

    /// The budget never costs what is needed, however small it is.
    @Test func whatIsNeededStaysWhateverItTakes() {
        let all = [set("good", 500), set("spare", 10)]
        #expect(gone(all, budget: 0, needed: ["good"], rank: ["good": 0, "spare": 9]) == ["spare"])
        #expect(gone([set("good", 500, complete: false)], budget: 0, needed: ["good"]) == [])
    }

    @Test func buildsThatWereCutShortGoInAnyCase() {
        #expect(gone([set("half", 1, complete: false), set("whole", 1)], budget: 100) == ["half"])
    }

    @Test func setsAreMeasuredAndFilesWithTwoNamesCountOnce() throws {
        for key in ["a", "b"] {
            try FileManager.default.createDirectory(atPath: sets.path("\(key)/venv"), withIntermediateDirectories: true)
        }
        try put(Data(count: 1 << 20), sets.path("a/venv/module"))
        #expect(link(sets.path("a/venv/module"), sets.path("b/venv/module")) == 0)
        try put(Data(), sets.path("a/complete"))
        let all = try sets.all()
        #expect(all.map(\.key) == ["a", "b"] && all.map(\.isComplete) == [true, false])
        #expect(all[0].bytes >= 1 << 20 && all[1].bytes < 1 << 20, "\(all)")
        #expect(sets.isComplete("a") && !sets.isComplete("b"))
        try sets.remove("a")
        #expect(try sets.all().map(\.key) == ["b"])
    }
}
