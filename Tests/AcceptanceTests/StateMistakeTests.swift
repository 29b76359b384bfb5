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
                #expect(result.errors.contains("lastgood 9.0 or newer"), "\(result.errors)")
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

    /// What is only looked at goes on, and the line that is told sets the damaged run aside.
    @Test func aDamagedJournalNamesTheWayOut() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.startByHand(.web())
            try platform.write(".git/lastgood/runs/1/journal", "this is no journal at all")
            let status = try await platform.lastgood("status")
            #expect(status.status == 0, "\(status.everything)")
            let line = "mv \(platform.stateFolder)/runs/1 \(platform.stateFolder)/runs/1.damaged"
            #expect(status.output.contains("cannot be read") && status.output.contains(line), "\(status.output)")
            #expect(try await platform.lastgood("plan", "--commit", "HEAD~1").status == 0)
            let refused = try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(refused.status == 12)
            #expect(refused.errors.contains("  \(line)\n"), "\(refused.errors)")
            let words = line.split(separator: " ").map(String.init)
            #expect(try await Running(words, in: platform.root).end().status == 0)
            let done = try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(done.status == 0, "\(done.everything)")
        }
    }

    /// The run of another version is its own to finish, or handed over in so many words.
    @Test func anotherVersionsRunIsHandedOver() async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await platform.lastgood("rollback", "--auto-confirm", "--commit", "HEAD~1").status == 0)
            let journal = "\(platform.stateFolder)/runs/1/journal"
            let aged = try await Running(["python3", "-S", "-c", Self.ageing, journal], in: platform.root).end()
            try #require(aged.status == 0, "\(aged.errors)")
            let refused = try await platform.lastgood("undo", "--reason", "look again")
            #expect(refused.firstError == "Nothing was done: run-1 was begun by lastgood 0.0.9, and this is 0.1.0.")
            #expect(refused.errors.contains("  lastgood undo --reason 'look again' --hand-over\n"), "\(refused.errors)")
            #expect(refused.status == 1 && platform.text("app/release") == "good\n")
            #expect(try await platform.lastgood("undo", "--hand-over").status == 0)
            #expect(platform.text("app/release") == "failing\n")
        }
    }

    /// Writes a journal anew, frame by frame, as another version would have (docs/formats.md).
    private static let ageing = """
        import sys, hashlib, struct
        old = open(sys.argv[1], "rb").read()
        new, place, digest = old[:8], 8, bytes(32)
        while place < len(old):
            length, sequence = struct.unpack("<IQ", old[place:place + 12])
            payload = old[place + 44:place + 44 + length].replace(b'"version":"0.1.0"', b'"version":"0.0.9"')
            place += 44 + length + 32
            frame = struct.pack("<IQ", len(payload), sequence) + digest + payload
            digest = hashlib.sha256(frame).digest()
            new += frame + digest
        open(sys.argv[1], "wb").write(new)
        """

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
