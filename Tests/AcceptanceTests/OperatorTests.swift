import Foundation
import Glibc
import Testing

/// Several people at once.
struct OperatorTests {
    @Test func ofEightOneWinsAndSevenAreToldWhoItIs() async throws {
        try await AcceptancePlatform.with { platform in
            var slow = TestService.web()
            slow.stubborn = true
            slow.stop = 15
            try await platform.startByHand(slow)
            try await platform.configure([slow])
            let all = try (1...8).map {
                try platform.start(["rollback", "--auto-confirm", "--actor", "operator-\($0)"])
            }
            var results: [Finished] = []
            for running in all { results.append(try await running.end(within: 2 * patience)) }
            let winner = try #require(results.firstIndex { $0.status == 0 }, "\(results)")
            let others = results.enumerated().filter { $0.offset != winner }.map(\.element)
            #expect(others.map(\.status) == Array(repeating: 11, count: 7))
            for other in others {
                #expect(other.firstError.contains("held by operator-\(winner + 1) on host"), "\(other.errors)")
                #expect(other.errors.contains("lastgood status --follow"))
            }
            #expect(platform.started("web") == ["failing", "good"])
        }
    }

    /// Who watches has an end of their own, not the run's.
    @Test func whoFollowsEndsOnce() async throws {
        try await AcceptancePlatform.with { platform in
            var slow = TestService.web()
            (slow.stubborn, slow.stop) = (true, 4)
            try await platform.startByHand(slow)
            try await platform.configure([slow])
            let run = try platform.start(["rollback", "--auto-confirm"])
            #expect(try await eventually { run.output.contains("stopping web") })
            let watched = try await platform.json("status", "--follow")
            #expect(watched.exit?["code"] as? Int == 0, "\(watched.finished.everything)")
            #expect(watched.all("end").count == 1)
            #expect(try await run.end().status == 0)
        }
    }

    /// Nobody has to remove a lock by hand: it dies with its holder.
    @Test func afterAKillTheNextOneFinishes() async throws {
        try await AcceptancePlatform.with { platform in
            var slow = TestService.web()
            slow.stubborn = true
            slow.stop = 40
            try await platform.startByHand(slow)
            try await platform.configure([slow])
            let first = try platform.start(["rollback", "--auto-confirm"])
            #expect(try await eventually { first.output.contains("stopping web") })
            #expect(try await platform.lastgood("resume").status == 11)
            first.send(SIGKILL)
            _ = try await first.end()
            kill(try #require(LivingProcesses.ids(in: platform.root).first), SIGKILL)
            let refused = try await platform.lastgood("rollback", "--auto-confirm")
            #expect(refused.status == 13)
            #expect(refused.firstError.hasPrefix("Nothing was done: run-1 on this platform was cut short"))
            let resumed = try await platform.lastgood("resume")
            #expect(resumed.status == 0, "\(resumed.everything)")
            #expect(platform.started("web") == ["failing", "good"])
        }
    }
}
