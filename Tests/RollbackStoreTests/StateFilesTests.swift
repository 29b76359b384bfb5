import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct StateFilesTests {
    private let place: StatePlace
    private var state: StateDirectory { place.state }
    init() throws { place = try StatePlace() }

    // MARK: The pin

    @Test func aPinIsReadBackAndGivenBackByteForByte() throws {
        let pins = PinFile(state)
        #expect(try pins.read() == nil && pins.raw() == nil)
        try pins.write(Sample.pin)
        #expect(try pins.read() == Sample.pin)
        let raw = try pins.raw()
        var other = Sample.pin
        other.reason = nil
        try pins.write(other)
        try pins.restore(raw)
        #expect(try pins.raw() == raw && pins.read() == Sample.pin)
        try pins.restore(nil)
        try pins.restore(nil)
        #expect(try pins.raw() == nil)
    }

    @Test func anUnreadablePinIsSaidAndStillGivenBack() throws {
        let pins = PinFile(state)
        let damaged = Data("{\"badRelease\":".utf8)
        try pins.restore(damaged)
        #expect(throws: Failure.stateUnreadable(path: pins.path, why: "it is not a pin that lastgood wrote")) {
            try pins.read()
        }
        #expect(try pins.raw() == damaged)
    }

    // MARK: Plans

    private func save(_ digests: String...) throws {
        for digest in digests { try SavedPlans(state).save(Sample.plan, PlanDigest(digest)) }
    }

    @Test func aPlanIsFoundByAPrefixThatNamesOneOnly() throws {
        try save("abcdef0123", "abcdef9999", "0123456789")
        #expect(try SavedPlans(state).find("abcdef0").digest == "abcdef0123")
        #expect(try SavedPlans(state).find("0123456789").plan == Sample.plan)
    }

    @Test(arguments: ["abcdef", "01234", "", "ffffff", "../version", "0123456789.json"])
    func aPrefixThatIsShortOrAmbiguousOrStrangeFindsNone(prefix: String) throws {
        try save("abcdef0123", "abcdef9999", "0123456789")
        #expect(throws: Failure.unknownPlan(prefix)) { try SavedPlans(state).find(prefix) }
    }

    @Test func aPlanThatCannotBeReadIsNone() throws {
        try put(Data("{".utf8), "\(state.plansPath)/abcdef0123.json")
        #expect(throws: Failure.unknownPlan("abcdef")) { try SavedPlans(state).find("abcdef") }
    }

    // MARK: The directory

    @Test func stateOfANewerVersionIsRefusedAndNamed() throws {
        try put(Data("{\"version\":2,\"neededBy\":\"9.0\"}".utf8), state.versionPath)
        let newer = Failure.stateFromNewerVersion(path: state.path, version: 2, known: 1, neededBy: "9.0")
        #expect(throws: newer) { try state.check() }
        #expect(throws: newer) { try state.prepare(program: "0.1.0") }
        try put(Data("?".utf8), state.versionPath)
        #expect(throws: Failure.self) { try state.check() }
    }

    @Test func stateIsReadableByNobodyElse() throws {
        for folder in [state.path, state.runsPath, state.plansPath, state.servicesPath, state.dependenciesPath] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
            #expect(mode == 0o700, "\(folder)")
        }
    }

    @Test func runsAreNumberedInTheirOrder() throws {
        #expect(try state.runs() == [])
        #expect(try (1...11).map { _ in try state.beginRun().number } == Array(1...11))
        try put(Data(), "\(state.runsPath)/note")
        #expect(try state.runs().map(\.number) == Array(1...11))
    }

    // MARK: Services

    @Test func aServiceIsRememberedWhateverItsName() throws {
        let memory = ServiceMemoryFiles(state)
        for name in ["web", "../../etc/passwd", "a/b", "worker@1"] {
            let record = ServiceRecord(
                facts: ServiceFacts(service: ServiceName(name), manager: .process, processes: []),
                logs: [LogPosition(file: "log", offset: 3)])
            #expect(try memory.recall(ServiceName(name)) == nil)
            try memory.remember(record)
            #expect(try memory.recall(ServiceName(name)) == record)
        }
        #expect(try names(state.servicesPath).count == 4)
        try put(Data("{".utf8), "\(state.servicesPath)/web.json")
        #expect(try memory.recall("web") == nil)
    }
}
