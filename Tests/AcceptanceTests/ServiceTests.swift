import Foundation
import Glibc
import Testing

/// Services that do not come up, and services that do although something is in their way.
struct ServiceTests {
    private let back = ["rollback", "--auto-confirm"]

    @Test func aCrashedServiceWithAStartComesUp() async throws {
        try await AcceptancePlatform.with(bad: "crash") { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    @Test func servicesStartWhenWhatTheyDependOnIsReady() async throws {
        try await AcceptancePlatform.with { platform in
            var (front, middle) = (TestService.web("front"), TestService.web("middle"))
            front.dependsOn = ["middle"]
            middle.dependsOn = ["store"]
            let services = [front, middle, TestService.web("store"), TestService.worker("alone")]
            try await platform.configure(services)
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            let times = ["store", "middle", "front"].map(platform.startTime)
            #expect(times == times.sorted() && Set(times).count == 3)
            #expect(platform.started("alone") == ["good"])
        }
    }

    /// A polite stop that is ignored ends with the whole group killed, within its limit.
    @Test func aServiceThatIgnoresTermIsKilledAfterItsLimit() async throws {
        try await AcceptancePlatform.with { platform in
            var service = TestService.web()
            service.stubborn = true
            service.stop = 0.3
            let process = try await platform.startByHand(service)
            try await platform.configure([service])
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(!LivingProcesses.ids(in: platform.root).contains(process))
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    @Test func whatIsNotCriticalOnlyDegrades() async throws {
        try await AcceptancePlatform.with { platform in
            var extra = TestService.web("extra")
            extra.critical = false
            extra.ready = 0.5
            try await platform.configure([.web(), extra])
            // Its port is held by somebody else's process, so it cannot start.
            let taken = try await platform.holdPort(extra)
            defer { kill(taken, SIGKILL) }
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("degraded"))
            #expect(result.output.contains("extra"))
            let strict = try await platform.start(back + ["--strict"]).end()
            #expect(strict.status == 3, "\(strict.everything)")
        }
    }

    @Test func aTakenPortNamesItsHolder() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let taken = try await platform.holdPort(service)
            let port = try #require(service.port)
            let held = try await platform.start(back).end()
            #expect(held.status == 12, "\(held.everything)")
            #expect(held.output.contains("web cannot start: its port \(port) is held by"), "\(held.everything)")
            #expect(held.output.contains("\(taken)"), "\(held.everything)")
            #expect(held.output.contains("lastgood resume"))
            kill(taken, SIGKILL)
            #expect(try await eventually { FreePorts.isFree(port) })
            let resumed = try await platform.lastgood("resume")
            #expect(resumed.status == 0, "\(resumed.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    /// A crashed service that nobody told how to start: the code goes back, what can be restarted is, and a person is told.
    @Test func whatIsDownAndCannotBeStartedIsHeldForAPerson() async throws {
        try await AcceptancePlatform.with { platform in
            var web = TestService.web()
            let front = TestService.web("front")
            web.configuredStart = false
            try await platform.startByHand(front)
            try await platform.configure([web, front])
            let planned = try await platform.start(["rollback", "--dry-run"]).end()
            #expect(planned.output.contains("web is down, and has to be started by hand: nothing says"))
            let held = try await platform.start(back).end()
            #expect(held.status == 12, "\(held.everything)")
            #expect(held.everything.contains("nothing says how it is started"), "\(held.everything)")
            #expect(try await platform.answer(front).hasPrefix("release good"))
            try await platform.startByHand(web)
            let resumed = try await platform.lastgood("resume")
            #expect(resumed.status == 0, "\(resumed.everything)")
        }
    }

    /// A hook around a stage that has nothing to do runs all the same.
    @Test func aHookRunsAlsoWithoutAnyServiceToRestart() async throws {
        try await AcceptancePlatform.with { platform in
            let hook: [String: Any] = ["name": "purge", "stage": "after restart", "command": ["touch", "purged"]]
            try await platform.configure([], extra: ["hooks": [hook]])
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(access("\(platform.root)/purged", F_OK) == 0)
        }
    }

    @Test func aStartThatEndsIsHeldWithItsLastLines() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("app/release", "crash\n")
            try await platform.commit("Release 1.2 that crashes")
            let service = TestService.web()
            try await platform.configure([service], knownGood: false)
            let held = try await platform.lastgood("rollback", "--commit", "HEAD", "--auto-confirm")
            #expect(held.status == 12, "\(held.everything)")
            #expect(held.output.contains("web ended right after its start, with status 1"), "\(held.everything)")
            #expect(held.output.contains("cannot read the settings"), "\(held.everything)")
            #expect(held.output.contains("lastgood logs web"))
        }
    }

    @Test func healthThatNeverComesIsUnhealthyAfterItsLimit() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("app/release", "mute\n")
            try await platform.commit("Release 1.2 that never listens")
            var service = TestService.web()
            service.ready = 0.6
            try await platform.configure([service], knownGood: false)
            let result = try await platform.lastgood("rollback", "--commit", "HEAD", "--auto-confirm")
            #expect(result.status == 3, "\(result.everything)")
            #expect(result.output.contains("web runs, but did not answer well within 0.6 s"), "\(result.everything)")
            #expect(!result.output.contains("service restored"))
        }
    }

    @Test func aCriticalCheckThatFailsIsUnhealthy() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([.web()], extra: ["critical_files": ["app/settings.py"]])
            let result = try await platform.start(back).end()
            #expect(result.status == 3, "\(result.everything)")
            #expect(result.output.contains("missing or unreadable: app/settings.py"))
            #expect(try await platform.lastgood("verify").status == 3)
            #expect(try await platform.lastgood("verify", "--quick").status == 0)
        }
    }
}

extension AcceptancePlatform {
    /// Another program, outside the platform, on a service's port.
    func holdPort(_ service: TestService) async throws -> Int32 {
        let port = try #require(service.port)
        try Folders.write("good\n", to: "\(notes)/app/release")
        try Folders.write(PlatformSources.server, to: "\(notes)/holder.py")
        let line = "exec setsid python3 -S -E holder.py holder \(port) >/dev/null 2>&1 </dev/null & echo $!"
        let said = try await Running(["sh", "-c", line], in: notes).end().output
        try #require(try await eventually { !FreePorts.isFree(port) })
        return try #require(Int32(said.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
