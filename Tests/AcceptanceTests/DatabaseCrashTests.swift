import Foundation
import Testing

/// A full rollback that is killed right after any of its journal's records ends in one of the two schemas, and one command
/// finishes it or takes it back.
struct DatabaseCrashTests {
    @Test(arguments: ["resume", "undo"])
    func oneCommandIsEnough(command: String) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.worker())
            let bad = try await platform.schema
            var (record, killed) = (1, true)
            while killed {
                let fault = ["LASTGOOD_FAULT": "kill-after-record=\(record)"]
                let cut = try await platform.asUser("rollback", "--full", "--auto-confirm", environment: fault)
                killed = cut.finished.status != 0
                if killed {
                    let ended = try await platform.asUser(command)
                    // After its very last record a run has ended, and there is nothing to resume.
                    let isDone = ended.exit?["code"] as? Int == 0 || ended.kind == "run-ended"
                    #expect(isDone, "record \(record): \(ended.finished.everything)")
                }
                if command == "resume" || !killed {
                    #expect(try await platform.schema == "0001: id, name; ", "record \(record)")
                    let undo = try await platform.asUser("undo")
                    #expect(undo.exit?["code"] as? Int == 0, "record \(record): \(undo.finished.everything)")
                }
                #expect(try await platform.schema == bad, "record \(record)")
                #expect(try await platform.sql("SELECT id, name, tier FROM users") == "1|ada|free, 2|bob|gold")
                #expect(try await platform.sql("SELECT id, giver FROM gifts") == "1|2")
                record += 1
            }
            #expect(record > 12)
        }
    }
}
