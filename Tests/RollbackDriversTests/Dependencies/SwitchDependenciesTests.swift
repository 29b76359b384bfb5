import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import Testing

/// Every instant of a switch, there and back.
struct SwitchDependenciesTests {
    private let place: DependencyPlace
    private var live: String { "\(place.root)/.venv" }
    private var target: String { "\(place.base)/cache/good" }

    init() throws {
        place = try DependencyPlace()
        try place.write("good", to: "\(place.base)/cache/good/set")
        try place.write("bad", to: "\(place.base)/cache/bad/set")
    }

    private func step() throws -> AnyStep {
        let found = try #require(LiveSet.at(live))
        let change = DependencySwitch(
            name: "switch/.venv", live: found, target: target, excludeFile: "\(place.root)/exclude",
            excludeLine: "/.venv")
        return try place.step(DependencySteps.contribution(change), target: [:])
    }

    private func makeLink() { symlink("../cache/bad", live) }
    private func makeFolder() throws { try place.write("bad", to: "\(live)/set") }

    @Test func aLinkGoesThereAndBack() async throws {
        makeLink()
        let step = try step()
        #expect(try await step.observe().word == "not applied")
        let output = try await step.perform(.silent)
        #expect(try await step.perform(.silent) == output)
        #expect(try await step.observe().word == "applied")
        #expect(place.text("\(live)/set") == "good")
        for _ in 0..<2 { try await step.undo(output, .silent) }
        #expect(place.link(live) == "../cache/bad")
        #expect(place.names(place.root).filter { $0.hasPrefix(".lastgood") } == [])
    }

    @Test func aFolderComesBackAsItWas() async throws {
        try makeFolder()
        let (step, inode) = (try step(), place.inode(live))
        let output = try await step.perform(.silent)
        #expect(try await step.perform(.silent) == output)
        #expect(try await step.observe().word == "applied")
        #expect(place.link(live) == target)
        #expect(place.names(place.root) == [".venv", "exclude"])
        #expect(place.text("\(place.root)/exclude") == "/.venv\n")
        for _ in 0..<2 { try await step.undo(nil, .silent) }
        #expect(place.inode(live) == inode && place.text("\(live)/set") == "bad")
        #expect(place.names("\(place.runFolder)/dependencies") == [])
    }

    /// The process died when the new link was made and nothing exchanged.
    @Test func aLeftoverLinkIsUsedAgainOrTakenAway() async throws {
        try makeFolder()
        let (step, inode) = (try step(), place.inode(live))
        let holder = "\(place.runFolder)/dependencies/\(String(live.map { $0 == "/" ? "_" : $0 }))"
        try place.make("\(place.runFolder)/dependencies")
        symlink(target, holder)
        #expect(try await step.observe().word == "not applied")
        try await step.undo(nil, .silent)
        #expect(place.inode(live) == inode && !place.exists(holder))
        symlink(target, holder)
        _ = try await step.perform(.silent)
        #expect(place.inode(holder) == inode && place.link(live) == target)
    }

    /// Only where names cannot be exchanged: the folder was renamed away, the link is not there yet.
    @Test(arguments: [true, false])
    func betweenTwoRenamesBothWaysLeadOn(forward: Bool) async throws {
        try makeFolder()
        let (step, inode) = (try step(), place.inode(live))
        rename(live, "\(place.root)/.lastgood-run-7-.venv")
        #expect(try await step.observe().word == "not applied")
        if forward {
            _ = try await step.perform(.silent)
            #expect(place.link(live) == target)
        }
        try await step.undo(nil, .silent)
        #expect(place.inode(live) == inode)
        #expect(place.names(place.root).filter { $0.hasPrefix(".lastgood") } == [])
    }

    @Test func whatSomebodyElseDidIsLeftToThem() async throws {
        makeLink()
        let step = try step()
        _ = try await step.perform(.silent)
        unlink(live)
        symlink("/elsewhere", live)
        #expect(try await step.observe().word == "unclear")
        await #expect(throws: Failure.self) { try await step.undo(nil, .silent) }
        await #expect(throws: Failure.self) { _ = try await step.perform(.silent) }
        #expect(place.link(live) == "/elsewhere")
    }

    @Test func aSetThatIsGoneIsNotSwitchedTo() async throws {
        makeLink()
        let step = try step()
        try FileManager.default.removeItem(atPath: target)
        await #expect(throws: Failure.self) { _ = try await step.perform(.silent) }
        #expect(place.link(live) == "../cache/bad")
    }
}
