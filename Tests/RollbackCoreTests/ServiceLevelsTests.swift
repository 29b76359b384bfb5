import RollbackCore
import Testing

struct ServiceLevelsTests {
    private func names(_ services: [Service]) throws -> [[ServiceName]] {
        try ServiceLevels.ordered(services).map { $0.map(\.name) }
    }

    @Test func nothingGivesNoLevels() throws {
        #expect(try names([]).isEmpty)
    }

    @Test func aServiceStartsAfterEverythingThatItNeeds() throws {
        let services = [
            Service(name: "web", dependsOn: ["api", "worker"]), Service(name: "worker", dependsOn: ["api"]),
            Service(name: "api"),
        ]
        #expect(try names(services) == [["api"], ["worker"], ["web"]])
        #expect(try names(services.reversed()) == names(services))
    }

    @Test func servicesThatDoNotNeedEachOtherShareALevel() throws {
        let services = [
            Service(name: "flask", dependsOn: ["fastapi"]), Service(name: "gradio", dependsOn: ["fastapi"]),
            Service(name: "fastapi"),
        ]
        #expect(try names(services) == [["fastapi"], ["flask", "gradio"]])
    }

    @Test func whatIsNoServiceOfTheListOrdersNothing() throws {
        #expect(try names([Service(name: "api", dependsOn: ["postgresql"])]) == [["api"]])
    }

    @Test func aCycleIsNamedFromWhereItCloses() {
        let services = [
            Service(name: "a", dependsOn: ["b"]), Service(name: "b", dependsOn: ["c"]),
            Service(name: "c", dependsOn: ["b"]), Service(name: "d"),
        ]
        #expect(throws: Failure.dependencyCycle(["b", "c", "b"])) { try ServiceLevels.ordered(services) }
    }

    @Test func aServiceThatNeedsItselfIsACycle() {
        #expect(throws: Failure.dependencyCycle(["a", "a"])) {
            try ServiceLevels.ordered([Service(name: "a", dependsOn: ["a"])])
        }
    }
}
