import RollbackCore
@testable import RollbackDrivers
import Testing

/// There, exactly; and back, to the byte.
struct CodeRoundTripTests {
    @Test(arguments: Scenario.shapes + Scenario.named)
    func thereAndBack(_ scenario: Scenario) async throws {
        let place = try await CodePlace()
        let target = try await place.commit(scenario.good)
        try await place.commit(scenario.bad)
        try place.make(scenario.local)
        let before = try await place.state()
        let run = try await place.run(to: target)
        #expect(try await run.swap.observe().word == "not applied")
        try await run.perform()
        #expect(try await run.swap.observe().word == "applied")
        let check = CodeCheck(
            git: try await place.repository(), scope: CodeScope(prefix: ""), expected: CodeExpectation(target: target))
        #expect(try await check.measure() == (.healthy, "the tree is \(target.short)'s"))
        #expect(try await place.unlike(target) == "")
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-1")
        #expect(try await place.head() == target)
        #expect(try place.leftovers() == [])
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
        #expect(try place.leftovers() == [])
        try await place.git("fsck", "--no-dangling")
    }

    /// Every step may run again after a crash that lost its outcome.
    @Test(arguments: Scenario.shapes)
    func everyStepTwice(_ scenario: Scenario) async throws {
        let place = try await CodePlace()
        let target = try await place.commit(scenario.good)
        try await place.commit(scenario.bad)
        try place.make(scenario.local)
        let before = try await place.state()
        let run = try await place.run(to: target)
        for step in [run.capture, run.stage, run.swap] {
            let first = try await step.perform(.silent)
            #expect(try await step.perform(.silent) == first)
        }
        #expect(try await place.unlike(target) == "")
        for step in [run.swap, run.stage, run.capture] {
            for _ in 0..<2 { try await step.undo(nil, .silent) }
        }
        #expect(try await place.differences(from: before) == [])
        #expect(try place.leftovers() == [])
    }

    @Test(arguments: ["a path with spaces", "d'été \"quoted\"", "-dash"])
    func anyPathOfTheRepositoryWillDo(_ name: String) async throws {
        try await check(try await CodePlace(name))
    }

    @Test func longHashesWork() async throws { try await check(try await CodePlace(format: "sha256")) }

    private func check(_ place: CodePlace) async throws {
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        try await place.commit([.file("a", "2"), .gone("b"), .file("c", "2")])
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        #expect(try await place.unlike(target) == "")
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func oneRollbackAfterAnotherAndBackAgain() async throws {
        let place = try await CodePlace()
        let oldest = try await place.commit([.file("a", "1")])
        let good = try await place.commit([.file("a", "2")])
        try await place.commit([.file("a", "3")])
        try await place.run(to: good).perform()
        let before = try await place.state()
        let second = try await place.run(to: oldest, number: 2)
        try await second.perform()
        #expect(place.text("a") == "1")
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-2")
        try await second.undo()
        #expect(try await place.differences(from: before) == [])
    }
}
