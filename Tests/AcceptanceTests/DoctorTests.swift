import Foundation
import Glibc
import Testing

/// `lastgood doctor`: each thing that would be missed in an emergency is found before there is one.
struct DoctorTests {
    /// What is said of a subject, and how grave it is.
    private func found(
        _ platform: AcceptancePlatform, _ subject: String, environment: [String: String] = [:], without: [String] = []
    ) async throws -> (grades: [String], texts: String, commands: [String], status: Int32) {
        let running = try platform.start(["doctor", "--json"], environment: environment, without: without)
        let output = try JSONOutput(try await running.end(within: 2 * patience))
        #expect(output.exit != nil, "\(output.finished.everything)")
        let lines = output.all("finding").filter { $0["subject"] as? String == subject }
        return (
            lines.compactMap { $0["grade"] as? String },
            lines.compactMap { $0["text"] as? String }.joined(separator: "\n"),
            lines.compactMap { $0["command"] as? String }, output.finished.status
        )
    }

    private func removeObject(_ name: String, _ platform: AcceptancePlatform) async throws {
        let id = try await platform.git("rev-parse", name)
        #expect(unlink("\(platform.root)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))") == 0)
    }

    @Test func aPlatformThatIsReadyHasNothingToDo() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            try await platform.startByHand(service)
            let before = try await platform.state
            let text = try await platform.lastgood("doctor")
            #expect(text.status == 0, "\(text.everything)")
            #expect(text.output.hasSuffix("\nEverything that an emergency will need is here.\n"), "\(text.output)")
            let short = try await platform.good().prefix(7)
            for words in [
                "to \(short)", "is complete", "MB are free", "it runs, and can be started again",
                "to check the syntax", "there is none", "nothing was ever rolled back here",
            ] { #expect(text.output.contains(words), "\(words): \(text.output)") }
            let json = try await platform.json("doctor")
            #expect(json.exit?["code"] as? Int == 0 && json.exit?["next"] as? [String] == [])
            #expect(Set(json.all("finding").compactMap { $0["grade"] as? String }) == ["ok"])
            #expect(try await platform.state == before)
            #expect(access(platform.stateFolder, F_OK) != 0)
        }
    }

    /// A blob, a folder and the whole tree: git says that each is missing without fetching it.
    @Test(arguments: ["app/release", "app", ""])
    func aKnownGoodReleaseWithoutAnObjectIsAProblem(path: String) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            try await removeObject("main~1:\(path)", platform)
            let good = try await found(platform, "known good")
            #expect(good.grades == ["problem"] && good.texts.contains("lacks 1 object"), "\(good)")
            #expect(good.status == 1)
            let target = try await found(platform, "target")
            #expect(target.grades == ["problem"] && target.texts.contains("cannot be restored"), "\(target)")
        }
    }

    @Test func whatTheRegistryNamesAndIsNotHere() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let good = try await platform.good()
            let entries: [[String: Any]] = [
                ["hash": "0123456789abcdef0123456789abcdef01234567", "description": "gone"], ["hash": good],
                ["hash": try await platform.git("rev-parse", "HEAD"), "verified": false],
            ]
            try platform.writeJSON(["commits": entries], "rollback/config/known-good-commits.json")
            let known = try await found(platform, "known good")
            #expect(known.grades == ["warning", "ok", "ok"] && known.texts.contains("0123456 “gone”: "), "\(known)")
            #expect(known.texts.contains("runs now and is not verified"), "\(known)")
            #expect(known.commands == ["git fetch --all --tags"] && known.status == 0)
            try platform.writeJSON(
                ["commits": [entries[0]]], "rollback/config/known-good-commits.json")
            let target = try await found(platform, "target")
            #expect(target.grades == ["problem"] && target.commands == ["lastgood rollback --choose"], "\(target)")
            try platform.writeJSON(["commits": []], "rollback/config/known-good-commits.json")
            #expect(try await found(platform, "target").grades == ["warning"])
        }
    }

    @Test func whatKeepsTheCheckoutFromGoingBack() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await found(platform, "repository").grades == ["ok"])
            try platform.write(".git/index.lock", "")
            let locked = try await found(platform, "repository")
            #expect(locked.grades == ["problem"] && locked.texts.contains("index.lock") && locked.status == 1)
            unlink("\(platform.root)/.git/index.lock")
            try await platform.git("branch", "rollback")
            let branch = try await found(platform, "repository")
            #expect(branch.grades == ["problem"] && branch.texts.contains("git branch -m rollback"), "\(branch)")
        }
    }

    @Test func servicesThatDoNotRunOrCannotBeStarted() async throws {
        try await AcceptancePlatform.with { platform in
            var side = TestService.worker("side")
            (side.critical, side.configuredStart) = (false, false)
            try await platform.configure([.web(), side])
            let web = try await found(platform, "service web")
            #expect(web.grades == ["warning"] && web.commands == ["lastgood logs web"] && web.status == 0, "\(web)")
            let lost = try await found(platform, "service side")
            #expect(lost.grades == ["warning"] && lost.texts.contains("cannot be started again"), "\(lost)")
            side.critical = true
            try await platform.configure([side])
            let critical = try await found(platform, "service side")
            #expect(critical.grades == ["problem"] && critical.status == 1, "\(critical)")
            try await platform.configure([])
            #expect(try await found(platform, "services").commands == ["lastgood init"])
        }
    }

    /// Named, never shown.
    @Test func secretsThatCannotBeFound() async throws {
        try await AcceptancePlatform.with { platform in
            var service = TestService.web()
            service.variables = ["MODE": "${CANARY}"]
            try await platform.configure([service])
            let there = try await found(platform, "secrets", environment: ["CANARY": "k4n4ry-value"])
            #expect(there.grades == ["ok"] && !there.texts.contains("k4n4ry"), "\(there)")
            let missing = try await found(platform, "secrets", without: ["CANARY"])
            #expect(missing.grades == ["problem"] && missing.texts.contains("CANARY") && missing.status == 1)
        }
    }

    @Test func programsThatAreNotHere() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let bin = "\(platform.notes)/bin"
            let line = "mkdir \"$1\" && for name in git env sh; do ln -s \"$(command -v $name)\" \"$1/$name\"; done"
            #expect(try await Running(["sh", "-c", line, "sh", bin], in: platform.root).end().status == 0)
            let helpers = try await found(platform, "helpers", environment: ["PATH": bin])
            #expect(
                helpers.grades == ["warning"] && helpers.texts.contains("python3 (to check the syntax)"), "\(helpers)")
            try platform.writeJSON(
                ["service_dependencies": ["web": ["manager": "compose"]]], "rollback/config/rollback-config.json")
            let compose = try await found(platform, "helpers", environment: ["PATH": bin])
            #expect(compose.grades == ["warning", "problem"] && compose.status == 1, "\(compose)")
        }
    }

    @Test func keysWithoutEffect() async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await found(platform, "configuration").grades == ["ok"])
            try await platform.configure([], extra: ["rollback_settings": ["default_level": "instant"]])
            let keys = try await found(platform, "configuration")
            #expect(keys.grades.contains("warning") && keys.texts.contains("has no effect"), "\(keys)")
        }
    }

    @Test func thePinAndTheRunThatIsNotEnded() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let fault = ["LASTGOOD_FAULT": "refuse-from-record=14"]
            let cut = try await platform.lastgood("rollback", "--auto-confirm", environment: fault)
            #expect(cut.status == 13, "\(cut.everything)")
            let unfinished = try await found(platform, "runs")
            #expect(unfinished.grades == ["problem"] && unfinished.commands == ["lastgood resume"], "\(unfinished)")
            #expect(try await platform.lastgood("resume").status == 0)
            #expect(try await found(platform, "runs").grades == ["ok"])
            let pin = try await found(platform, "pin")
            #expect(pin.grades == ["warning"] && pin.commands == ["lastgood unpin"] && pin.status == 0, "\(pin)")
            try await platform.git("checkout", "--quiet", "main")
            let again = try await found(platform, "pin")
            #expect(again.grades == ["problem"] && again.texts.contains("checked out again"), "\(again)")
            try platform.write(".git/lastgood/pin.json", "{")
            let torn = try await found(platform, "pin")
            #expect(torn.grades == ["warning"] && torn.commands == ["lastgood unpin --force"], "\(torn)")
            try platform.write(".git/lastgood/runs/1/journal", "this is no journal at all")
            let damaged = try await found(platform, "runs")
            #expect(damaged.grades == ["problem"] && damaged.commands.first?.hasPrefix("mv ") == true, "\(damaged)")
        }
    }

    @Test func aWrongConfigurationIsToldAsAlways() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("rollback/config/rollback-config.json", "{")
            #expect(try await platform.lastgood("doctor").status == 64)
            #expect(try await platform.lastgood("doctor", "now").status == 64)
        }
    }
}
