import FoundationEssentials
import RollbackCore
import Testing

struct ReleaseDifferenceTests {
    private func release(_ parts: ReleaseParts, key: String = "k", variables: [String: String]? = nil) -> Release {
        let environment = variables.map { EnvironmentSummary(digest: "e", key: key, files: [".env": $0]) }
        return Release(
            number: ReleaseNumber(1), id: "", parts: parts, environment: environment,
            recordedAt: Date(timeIntervalSince1970: 0), actor: "ada")
    }

    private func changes(_ found: [ReleaseDifference.Change]) -> [String] {
        found.map { "\($0.name): \($0.old ?? "–") → \($0.new ?? "–")" }
    }

    @Test func equalReleasesDoNotDiffer() {
        let parts = ReleaseParts(commit: "a", artifacts: ["x": "1"])
        #expect(ReleaseDifference(from: release(parts), to: release(parts)).isEmpty)
    }

    @Test func eachPartIsComparedByItsNames() {
        let old = ReleaseParts(
            commit: "a", dependencies: [DependencySet(ecosystem: "pip", key: "1", locks: ["requirements.txt"])],
            schema: [SchemaHead(folder: "m", system: "sql", heads: ["1.sql"])], artifacts: ["x": "1", "y": "1"])
        let new = ReleaseParts(
            commit: "b", dependencies: [DependencySet(ecosystem: "pip", key: "2", locks: ["requirements.txt"])],
            schema: [SchemaHead(folder: "m", system: "sql", heads: ["2.sql"])], artifacts: ["x": "2", "z": "1"])
        let found = ReleaseDifference(
            from: release(old, variables: ["A": "1", "B": "1", "C": "1"]),
            to: release(new, variables: ["A": "1", "B": "2", "D": "1"]))
        #expect(changes(found.dependencies) == ["pip (requirements.txt): 1 → 2"])
        #expect(changes(found.schema) == ["m (sql): 1.sql → 2.sql"])
        #expect(changes(found.artifacts) == ["x: 1 → 2", "y: 1 → –", "z: – → 1"])
        #expect(changes(found.environment) == [".env B: 1 → 2", ".env C: 1 → –", ".env D: – → 1"])
    }

    @Test func differentKeysSayNothing() {
        let parts = ReleaseParts(commit: "a", environment: "e")
        let found = ReleaseDifference(
            from: release(parts, variables: ["A": "1"]), to: release(parts, key: "other", variables: ["A": "2"]))
        #expect(!found.environmentIsComparable && found.environment.isEmpty && !found.isEmpty)
        #expect(
            ReleaseDifference(from: release(parts), to: release(parts, variables: ["A": "1"])).environment.count == 1)
    }

    @Test func theOrderInWhichPartsAreFoundIsNoDifference() {
        let sets = [
            DependencySet(ecosystem: "pip", key: "2", locks: []), DependencySet(ecosystem: "npm", key: "1", locks: []),
        ]
        #expect(
            ReleaseParts(commit: "a", dependencies: sets) == ReleaseParts(commit: "a", dependencies: sets.reversed()))
    }
}
