import RollbackCore
import RollbackReporting
import Testing

@Suite struct FailureTextTests {
    @Test func aHeldPlatformNamesItsHolder() {
        let owner = LockOwner(
            host: "db1", user: "kim", process: 4711, since: "2025-12-10T03:12:00Z", purpose: .rollback, run: RunID(7))
        #expect(
            FailureText.text(for: .locked(owner)) == """
                The platform is held by kim on host db1 (process 4711) since 2025-12-10T03:12:00Z for rollback run-7.
                Wait for it, or watch it:
                  lastgood status --follow
                  lastgood status
                """)
    }

    @Test func aMistakeInTheConfigurationSaysWhere() {
        let problem = ConfigurationProblem(
            file: "rollback-config.json", line: 12, column: 5, key: "timeouts.stop",
            message: "“soon” is text; expected seconds")
        #expect(
            FailureText.text(for: .configuration([problem])) == """
                Nothing was done: rollback-config.json:12:5: timeouts.stop: “soon” is text; expected seconds.
                Correct rollback-config.json, then run the same command again.
                """)
        #expect(FailureText.message(for: .configuration([problem, problem])).happened.count == 3)
    }

    @Test func whatAServiceSaidStandsUnderIt() {
        let message = FailureText.message(
            for: .exitedAtStart(service: "fastapi", status: 139, lastLines: ["\u{1B}[31mboom"]))
        #expect(
            message.happened == [
                "fastapi ended right after its start, by signal 11.", "Its last lines:", "| �[31mboom",
            ])
        #expect(message.commands.first == "lastgood logs fastapi")
    }

    @Test func aFullDiskIsNamedWithWhatToDo() {
        let text = FailureText.text(for: .file(path: "/srv/my app/x", doing: "write", errno: 28))
        #expect(
            text.hasPrefix("Could not write /srv/my app/x: No space left on device (error 28)."))
        #expect(text.contains("df -h '/srv/my app'"))
        #expect(text.contains("--accept-not-resumable"))
    }

    @Test(arguments: Samples.failures)
    func everyFailureIsWorded(failure: Failure) {
        let message = FailureText.message(for: failure)
        #expect(message.happened.first?.isEmpty == false)
        #expect(!message.advice.isEmpty || !message.commands.isEmpty)
        #expect(!message.lines.contains { $0.unicodeScalars.contains(where: SafeText.isSteering) })
        #expect(FailureText.next(for: failure) == message.commands)
    }

    @Test func codesAreUnique() {
        let codes = Samples.failures.map { FailureText.code(for: $0) }
        #expect(Set(codes).count == 75 && codes.count == 75)
    }

    @Test(arguments: SuggestedCommand.samples)
    func onlyCommandsThatExistAreNamed(command: SuggestedCommand) {
        let verbs = [
            "plan", "rollback", "resume", "undo", "unpin", "verify", "status", "logs", "init", "history", "report",
            "doctor", "known-good", "release",
        ]
        let words = command.text.split(separator: " ")
        #expect(words.first == "lastgood")
        #expect(verbs.contains(String(words[1])))
    }
}

/// One failure of each kind, with hostile text inside.
enum Samples {
    private static let hostile = "x\u{1B}]0;y\u{7}"
    private static let owner = LockOwner(
        host: hostile, user: hostile, process: 1, since: hostile, purpose: .background, run: nil)

    static let failures: [Failure] = asked + platform + releases + state + snapshots

    private static let asked: [Failure] = [
        .usage(hostile, next: "lastgood plan"), .consentNeeded(again: hostile), .cancelled, .noTarget(why: hostile),
        .unknownCommit(hostile), .ambiguousCommit(hostile, candidates: [hostile]), .nothingToDo(hostile),
        .stalePlan(digest: hostile, changed: []), .unknownPlan(hostile), .configuration([]),
        .dependencyCycle(["a", "b", "a"]), .unknownService("x", known: []),
    ]

    private static let platform: [Failure] = [
        .notARepository(path: hostile), .gitRefused(what: hostile, why: hostile),
        .gitLocked(path: hostile, holder: nil), .objectMissing(hostile),
        .portTaken(port: 1, holder: hostile, service: "x"),
        .exitedAtStart(service: "x", status: 1, lastLines: [hostile]), .cannotStart(service: "x", why: hostile),
        .cannotStartAgain(service: "x", why: hostile), .secretMissing(service: "x", variable: hostile, why: hostile),
        .wouldNotStop(service: "x", process: 1), .registry(.changedFiles("c", count: 2)),
        .registry(.listedAlready("c", place: hostile)), .registry(.notListed(hostile, file: hostile)),
        .registry(.failingChecks("c", [hostile])),
    ]

    private static let releases: [Failure] = [
        .release(.unknown(hostile, newest: nil)), .release(.changedFiles("c", [hostile], count: 1)),
        .release(.commitGone(ReleaseNumber(1), "c", fetch: hostile)),
        .release(.edited(ReleaseNumber(1), path: hostile)), .release(.environment(.keyMissing(key: hostile))),
        .release(.environment(.keyOpen(key: hostile))), .release(.environment(.keyDamaged(key: hostile))),
        .release(.environment(.otherKey(file: hostile, key: hostile))),
        .release(.environment(.gone(EnvironmentDigest(hostile)))), .release(.environment(.damaged(file: hostile))),
        .release(.pinned("c", by: RunID(1))),
    ]

    private static let state: [Failure] = [
        .file(path: hostile, doing: "reading", errno: 5), .journalCorrupt(path: hostile, sequence: 1, why: hostile),
        .journalPoisoned(path: hostile), .stateFromNewerVersion(path: hostile, version: 2, known: 1, neededBy: hostile),
        .journalNotBegun(path: hostile),
        .folderNotOurs(path: hostile), .noRoom(path: hostile, needed: 2, free: 1), .laterRun(RunID(1), later: RunID(2)),
        .checkoutMoved(RunID(1), now: "c", left: "b", before: "a"),
        .otherVersion(RunID(1), began: hostile, own: hostile, again: hostile),
        .stateUnreadable(path: hostile, why: hostile), .locked(owner), .noRun(hostile), .runUnfinished(RunID(1)),
        .runEnded(RunID(1)), .illegalTransition(step: "", from: "pending", event: "undone"),
        .unknownStepKind("x"), .unclear(step: "x", why: hostile), .commandMissing("git", why: hostile),
        .commandFailed(command: Command(["git"]), status: 1, said: hostile), .timeLimit(what: hostile, seconds: 2),
        .unreachable(url: hostile, why: hostile),
    ]

    private static let snapshots: [Failure] = [
        .snapshot(.noStore(path: hostile)), .snapshot(.storeExists(path: hostile)),
        .snapshot(.otherKey(path: hostile, needs: "a", given: "b")), .snapshot(.busy(path: hostile)),
        .snapshot(.damaged(path: hostile, .missing)), .snapshot(.blobGone(hostile, store: hostile)),
        .snapshot(.severalSnapshots(1, ids: [hostile])), .snapshot(.partName(hostile)),
        .snapshot(.noSnapshot(1, store: hostile)), .snapshot(.poisoned(path: hostile)),
        .snapshot(.hostile(entry: hostile, .path)), .snapshot(.occupied(path: hostile)),
        .snapshot(.notInSnapshot(hostile)), .snapshot(.partOfOtherKind(hostile)),
        .snapshot(.tooLong(hostile, bytes: 2, limit: 1)), .snapshot(.compressor(what: hostile)),
    ]
}
