import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit

enum Sample {
    static let time = Date(timeIntervalSince1970: 1_700_000_000)
    static let plan = PlanShapes.plan(levels: 1)
    static let header = RunHeader(
        run: RunID(1), plan: plan, digest: "d1", actor: "ada", reason: "checkout is broken", host: "web-1",
        version: "0.1.0")

    static let pin = Pin(
        badRelease: plan.current, target: plan.target.id, run: RunID(1), since: "2023-11-14T22:13:20Z",
        reason: "checkout is broken", actor: "ada")

    /// An entry that says which one it is.
    static func entry(_ number: Int) -> JournalEntry { .direction(.forward, asked: false, why: "entry \(number)") }

    /// Ourselves, as the holder of a lock.
    static func owner(_ purpose: LockPurpose = .rollback, process: Int32, user: String = "ada") -> LockOwner {
        LockOwner(
            host: "web-1", user: user, process: process, since: "2023-11-14T22:13:20Z", purpose: purpose, run: RunID(7))
    }
}

/// A platform's state, in a folder of its own.
struct StatePlace {
    let folder: ScratchFolder
    let state: StateDirectory

    init() throws {
        folder = try ScratchFolder()
        state = StateDirectory(path: folder.file("state"))
        try state.prepare(program: "0.1.0")
    }

    var journal: String { folder.file("journal") }

    func write(_ entries: [JournalEntry], to path: String? = nil) async throws {
        let file = try JournalFile.create(path ?? journal, wallTime: { Sample.time })
        for entry in entries { try await file.append(entry) }
    }

    /// A run with a journal and events.
    func run(_ entries: [JournalEntry], events: [RunEvent] = []) async throws -> RunID {
        let run = try state.beginRun()
        try await write(entries, to: state.journalPath(run))
        let log = EventLog(state.eventsPath(run))
        for event in events { log.receive(event) }
        return run
    }
}

func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }
func put(_ data: Data, _ path: String) throws { try data.write(to: URL(filePath: path)) }
func names(_ path: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
