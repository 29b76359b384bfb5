import Foundation
import Glibc
import Testing

/// The dependency sets of recorded releases.
struct ReleaseSetTests {
    private func sets(_ release: [String: Any]) -> [String] {
        (release["dependencies"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
    }

    private func record(
        _ platform: AcceptancePlatform, _ environment: [String: String], _ more: String...
    ) async throws -> [String: Any] {
        let running = try platform.startAsUser(["release", "record", "--json"] + more, environment: environment)
        let output = try JSONOutput(try await running.end(within: 2 * patience))
        #expect(output.finished.status == 0, "\(output.finished.everything)")
        return try #require(output.all("release").first)
    }

    @Test func aSetIsBuiltBesideWhenItsReleaseIsRecorded() async throws {
        try await AcceptancePlatform.with { platform in
            let programs = try await platform.installNode()
            let bare = try await record(platform, programs, "--no-build")
            #expect(sets(bare) == ["installed"])
            #expect((bare["notes"] as? [String])?.first?.contains("is only installed at") == true, "\(bare)")
            let built = try await record(platform, programs)
            #expect(sets(built) == ["kept"] && built["isNew"] as? Bool == false && built["notes"] as? [String] == [])
            #expect(try await platform.doctor("releases").grades == ["ok"])
        }
    }

    @Test func aSetThatWasDeletedIsMissedAndBuiltAgain() async throws {
        try await AcceptancePlatform.with { platform in
            let programs = try await platform.installNode()
            _ = try await record(platform, programs)
            Folders.remove("\(platform.root)/node_modules")
            let key = try #require(Folders.entries("\(platform.stateFolder)/dependencies").first)
            Folders.remove("\(platform.stateFolder)/dependencies/\(key)")
            let listed = try await platform.listed("v1")
            #expect(sets(listed) == ["gone"])
            let found = try await platform.doctor("releases")
            #expect(found.grades == ["warning"] && found.texts.contains("is gone"), "\(found)")
            try platform.write("node_modules/a/index.js", "1\n")
            let again = try await record(platform, programs)
            #expect(sets(again) == ["kept"])
        }
    }

    @Test func aBuildThatFailsCostsNoRecord() async throws {
        try await AcceptancePlatform.with { platform in
            let programs = try await platform.installNode("echo 'no registry' >&2; exit 1")
            let release = try await record(platform, programs)
            #expect(release["number"] as? String == "v1" && sets(release) == ["installed"])
            let notes = (release["notes"] as? [String])?.joined() ?? ""
            #expect(notes.contains("no registry") && !notes.contains("--keep-dependencies"), "\(notes)")
        }
    }

    /// A rollback does not wait for a build: it is ended, and its record stays.
    @Test func aRollbackGoesBeforeABuild() async throws {
        try await AcceptancePlatform.with { platform in
            let programs = try await platform.installNode("touch '\(platform.notes)/building'; exec sleep 1000")
            let recording = try platform.startAsUser(["release", "record", "--json"], environment: programs)
            #expect(try await eventually { access("\(platform.notes)/building", F_OK) == 0 })
            let rollback = try platform.startAsUser(
                ["rollback", "--commit", "main~1", "--auto-confirm"], environment: programs)
            let ended = try await rollback.end(within: 2 * patience)
            #expect(ended.status == 0, "\(ended.everything)")
            let output = try JSONOutput(try await recording.end())
            #expect(output.finished.status == 0, "\(output.finished.everything)")
            let notes = output.all("release").first?["notes"] as? [String] ?? []
            #expect(notes.contains { $0.contains("a rollback needed the platform") }, "\(notes)")
        }
    }

    /// However little room there is, the last known good release keeps its sets; others make room.
    @Test func theBudgetNeverCostsTheLastKnownGood() async throws {
        try await AcceptancePlatform.with { platform in
            let install = "mkdir -p node_modules/a && head -c 2000000 /dev/zero >node_modules/a/index.js"
            let programs = try await platform.installNode(install)
            let folder = "\(platform.stateFolder)/dependencies"
            var commits: [String] = []
            for version in ["1", "2", "3"] {
                let lock = #"{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "\#(version)"}}}"#
                try platform.write("package-lock.json", lock)
                try platform.write("app/release", "release \(version)\n")
                try await platform.commit("Release \(version)")
                commits.append(try await platform.git("rev-parse", "HEAD"))
                _ = try await record(platform, programs)
            }
            #expect(try await platform.listed("v1")["dependencies"] != nil)
            try await platform.configure([], extra: ["releases": ["dependency_sets_max_mb": 1]], knownGood: false)
            try platform.writeJSON(
                ["commits": [["hash": commits[0], "verified": true]]], "rollback/config/known-good-commits.json")
            try platform.write("app/release", "release 4\n")
            try await platform.commit("Release 4")
            let last = try await record(platform, programs)
            let notes = (last["notes"] as? [String])?.joined(separator: "\n") ?? ""
            #expect(notes.contains("1 older dependency set made room") && notes.contains("all are needed"), "\(notes)")
            var states: [String] = []
            for number in ["v1", "v2", "v3", "v4"] { states += sets(try await platform.listed(number)) }
            #expect(states[0] == "kept" && states[1] != "kept" && states[2...] == ["kept", "kept"], "\(states)")
            let kept = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(kept.count == 2, "\(kept)")
            #expect(try await platform.doctor("releases").grades == ["ok"])
            Folders.remove(folder)
            let found = try await platform.doctor("releases")
            #expect(found.texts.contains("v1: no copy of its dependency set"), "\(found)")
        }
    }
}
