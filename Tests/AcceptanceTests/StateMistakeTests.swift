import Foundation
import Testing

/// State that cannot be used as it is.
struct StateMistakeTests {
    @Test func stateOfANewerVersionIsRefusedByItsNumber() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".git/lastgood/version.json", #"{"version": 7, "neededBy": "9.0"}"#)
            let before = try await platform.state
            for command in ["rollback", "status", "undo", "resume", "plan"] {
                let result = try await platform.lastgood(command)
                #expect(
                    result.firstError == "\(platform.stateFolder) was written by a newer lastgood, in format 7;"
                        + " this one reads up to format 1.")
                #expect(result.status == 1)
            }
            #expect(try await platform.state == before)
        }
    }

    /// A pin that cannot be read keeps nobody from a rollback, and is there again after its undo.
    @Test func aDamagedPinIsNamedAndDoesNotStopARollback() async throws {
        try await AcceptancePlatform.with { platform in
            let pin = "\(platform.stateFolder)/pin.json"
            try platform.write(".git/lastgood/pin.json", "{")
            for command in ["status", "unpin"] {
                let result = try await platform.lastgood(command)
                #expect(
                    result.firstError
                        == "lastgood's own state cannot be read: \(pin): it is not a pin that lastgood wrote.")
                #expect(result.status == 1)
            }
            #expect(try await platform.lastgood("rollback", "--auto-confirm", "--commit", "HEAD~1").status == 0)
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(Folders.text(pin) == "{")
            #expect(try await platform.lastgood("unpin", "--force").status == 0)
            #expect(try await platform.lastgood("status").status == 0)
        }
    }

    @Test func aDamagedJournalIsRefused() async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await platform.lastgood("rollback", "--auto-confirm", "--commit", "HEAD~1").status == 0)
            let path = "\(platform.stateFolder)/runs/1/journal"
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes[bytes.count / 3] ^= 0xff
            try bytes.write(to: URL(fileURLWithPath: path))
            let result = try await platform.lastgood("undo")
            #expect(result.firstError.hasPrefix("The run's journal is damaged: \(path), record "))
            #expect(result.status == 12)
        }
    }

    @Test func nothingToResumeOrUndo() async throws {
        try await AcceptancePlatform.with { platform in
            for command in ["resume", "undo"] {
                let result = try await platform.lastgood(command)
                #expect(result.firstError == "There is no such run: nothing was ever rolled back here.")
                #expect(result.status == 1)
            }
            let result = try await platform.lastgood("undo", "yesterday")
            #expect(result.firstError == "yesterday names no run; runs are called run-1, run-2, …")
            #expect(result.status == 64)
        }
    }
}
