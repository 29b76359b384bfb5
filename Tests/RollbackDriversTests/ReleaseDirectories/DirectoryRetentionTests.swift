import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Only what nobody needs is removed.
struct DirectoryRetentionTests {
    private func place() async throws -> (DirectoryPlace, [CommitID]) {
        let place = try await DirectoryPlace()
        var commits = [place.good, place.bad]
        for number in 1...3 { commits.append(try await place.code.commit([.file("app/version", "\(number)")])) }
        for (number, commit) in commits.enumerated() {
            _ = try await place.activate(commit)
            var times = [
                timespec(tv_sec: 1_000_000 + number, tv_nsec: 0), timespec(tv_sec: 1_000_000 + number, tv_nsec: 0),
            ]
            let marker = DirectoryMarker.path(in: place.code.path(place.release(commit)))
            utimensat(AT_FDCWD, marker, &times, 0)
        }
        return (place, commits)
    }

    private func plan(_ place: DirectoryPlace, from old: CommitID, to new: CommitID) throws -> Plan {
        let change = DirectorySwitch(
            folders: place.folders, old: place.release(old), new: place.release(new), commit: new, excludeFile: "",
            changed: [])
        let commit = Commit(id: new, subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        return Plan(
            level: .fast, root: place.code.root, current: old, target: commit,
            stages: [
                PlannedStage(name: "swap", onFailure: .undo, steps: [try DirectorySteps.contribution(change).step])
            ],
            dependsOn: [:])
    }

    @Test func theNewestAndTheNeededStay() async throws {
        let (place, commits) = try await place()
        try FileCall.makeDirectory(place.code.path("releases/half/.lastgood"))
        try place.code.make([.file("releases/mine/file", "1"), .file("releases/.removing-x/file", "1")])
        let names = commits.map { LockPath.name(place.release($0)) }
        let run = try plan(place, from: commits[2], to: commits[4])
        let gone = try DirectoryRetention(place.folders).prune(keeping: 1, commits: [commits[0]], runs: [run])
        #expect(gone == [names[1]])
        #expect(
            try FileCall.names(in: place.folders.folder) == ([names[0], names[2], names[3], names[4], "mine"]).sorted())
        #expect(place.code.text("current/app/version") == "3")
    }

    @Test func theLiveOneStaysWhateverIsKept() async throws {
        let (place, commits) = try await place()
        _ = try await place.activate(commits[0])
        try DirectoryRetention(place.folders).prune(keeping: 0, commits: [], runs: [])
        #expect(place.names == [LockPath.name(place.release(commits[0]))])
        try DirectoryRetention(ReleaseFolders(root: place.code.scratch.path)).prune(keeping: 0, commits: [], runs: [])
    }
}
