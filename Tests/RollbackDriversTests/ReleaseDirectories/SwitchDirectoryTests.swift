import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// Every instant of the one rename, there and back.
struct SwitchDirectoryTests {
    private func temporary(_ place: DirectoryPlace) -> String { place.code.path(".lastgood-run-7-current.new") }

    private func leftovers(_ place: DirectoryPlace) -> [String] {
        place.code.names(".").filter { $0.hasPrefix(".lastgood") }
    }

    @Test(arguments: [false, true], [false, true])
    func goesThereAndBack(fromARelease: Bool, afterACrash: Bool) async throws {
        let place = try await DirectoryPlace()
        if fromARelease { _ = try await place.activate(place.bad) }
        let before = place.link
        let steps = try await place.steps(to: place.good)
        let change = try #require(steps.last)
        _ = try await steps[0].perform(.silent)
        if afterACrash { symlink("half", temporary(place)) }
        #expect(try await change.observe().word == "not applied")
        let output = try await change.perform(.silent)
        #expect(try await change.perform(.silent) == output)
        #expect(try await change.observe().word == "applied")
        #expect(place.link == place.release(place.good) && place.code.text("current/app/version") == "good")
        if afterACrash { symlink("half", temporary(place)) }
        for _ in 0..<2 { try await change.undo(output, .silent) }
        #expect(place.link == before && leftovers(place) == [])
    }

    /// What somebody else has made of the link is not changed, and said.
    @Test func anothersLinkIsHisAffair() async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.bad)
        let steps = try await place.steps(to: place.good)
        _ = try await steps[0].perform(.silent)
        unlink(place.folders.link)
        symlink("elsewhere", place.folders.link)
        #expect(try await steps[1].observe().word == "unclear")
        await #expect(throws: Failure.self) { _ = try await steps[1].perform(.silent) }
        await #expect(throws: Failure.self) { try await steps[1].undo(nil, .silent) }
        #expect(place.link == "elsewhere")
    }

    /// A directory that went away since the plan was made is not made live.
    @Test func needsACompleteDirectory() async throws {
        let place = try await DirectoryPlace()
        let steps = try await place.steps(to: place.good)
        _ = try await steps[0].perform(.silent)
        unlink(DirectoryMarker.path(in: place.code.path(place.release(place.good))))
        await #expect(throws: Failure.self) { _ = try await steps[1].perform(.silent) }
        #expect(place.link == nil)
    }

    /// No moment without a live release: a reader who looks all the time finds one every time.
    @Test func thereIsAlwaysALiveRelease() async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.good)
        _ = try await place.activate(place.bad)
        let file = place.code.path("current/app/version")
        let reader = Task.detached {
            var seen: Set<String> = []
            while !Task.isCancelled {
                seen.insert(
                    (try? FileCall.read(file)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? "none")
            }
            return seen
        }
        for _ in 0..<20 {
            _ = try await place.activate(place.good)
            _ = try await place.activate(place.bad)
        }
        reader.cancel()
        #expect(await reader.value.isSubset(of: ["good", "evil"]))
    }
}
