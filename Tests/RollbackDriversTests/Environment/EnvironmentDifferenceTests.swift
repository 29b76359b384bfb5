@testable import RollbackDrivers
import Testing

/// Only what the bad release changed goes back.
struct EnvironmentDifferenceTests {
    @Test func aRecordedBadReleaseTellsWhoChangedWhat() {
        let difference = EnvironmentDifference(
            good: ["same": "1", "changed": "1", "gone": "1", "rotated": "1", "both": "1", "added later": "1"],
            bad: ["same": "1", "changed": "2", "rotated": "1", "both": "2", "new": "2", "new and edited": "2"],
            live: [
                "same": "1", "changed": "2", "rotated": "3", "both": "3", "new": "2", "new and edited": "3",
                "theirs": "3",
                "added later": "3",
            ])
        #expect(difference.sets == ["changed", "gone"] && difference.removals == ["new"])
        #expect(difference.kept == ["added later", "both", "new and edited", "rotated", "theirs"])
    }

    @Test func withoutARecordEveryDifferenceCounts() {
        let difference = EnvironmentDifference(
            good: ["same": "1", "changed": "1", "gone": "1"], bad: nil, live: ["same": "1", "changed": "2", "new": "2"])
        #expect(difference.sets == ["changed", "gone"] && difference.removals == ["new"] && difference.kept.isEmpty)
    }

    @Test func whatIsAsItWasNeedsNothing() {
        let difference = EnvironmentDifference(good: ["a": "1"], bad: ["a": "2"], live: ["a": "1"])
        #expect(difference.isEmpty && difference.kept.isEmpty)
    }
}
