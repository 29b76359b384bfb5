import Foundation
import Glibc
import RollbackCore
import RollbackSystem
import Testing

struct SystemProcessRunnerTests {
    private let runner = SystemProcessRunner()

    private func shell(_ script: String, input: Data = Data(), limit: Duration = .seconds(60)) async throws
        -> CommandResult
    {
        try await runner.run(Command(["sh", "-c", script]), input: input, as: nil, limit: limit)
    }

    @Test func bothOutputsAreReadAtOnce() async throws {
        let result = try await shell("head -c 3000000 /dev/zero >&2; head -c 2000000 /dev/zero; echo end")
        #expect(result.errors.count == 3_000_000)
        #expect(result.output.count == 2_000_004)
        #expect(result.status == 0)
    }

    @Test func largeInputComesBack() async throws {
        let input = Data((0..<2_000_000).map { UInt8(truncatingIfNeeded: $0) })
        #expect(try await shell("cat", input: input).output == input)
    }

    @Test func inputThatNobodyReadsIsNoError() async throws {
        let result = try await shell("exec <&-; exit 3", input: Data(count: 2_000_000))
        #expect(result.status == 3)
    }

    @Test func withoutInputTheEndIsReadAtOnce() async throws {
        #expect(try await shell("cat; echo done").text == "done\n")
    }

    @Test func aSignalIsAStatus() async throws {
        #expect(try await shell("kill -KILL $$").status == 137)
    }

    @Test func directoryAndVariablesAreSet() async throws {
        let folder = try TemporaryFolder()
        let command = Command(["sh", "-c", "pwd; echo $WORD"], in: folder.path, environment: ["WORD": "a b"])
        let result = try await runner.run(command)
        #expect(result.text == "\(folder.path)\na b\n")
    }

    @Test func aHelperLeadsItsOwnSession() async throws {
        let fields = try await shell("cat /proc/$$/stat; echo $$").text.split(whereSeparator: \.isWhitespace)
        let id = try #require(fields.last)
        #expect(fields[4] == id)
        #expect(fields[5] == id)
    }

    @Test func aHelperInheritsThreeDescriptors() async throws {
        let listener = try ListeningSocket()
        #expect(listener.descriptor > 2)
        // The fourth is the folder that ls itself reads.
        #expect(try await shell("exec ls /proc/self/fd").text == "0\n1\n2\n3\n")
    }

    @Test func aHelperBlocksAndIgnoresNoSignal() async throws {
        let result = try await shell("grep -E '^Sig(Blk|Ign)' /proc/self/status")
        let masks = result.text.split(whereSeparator: \.isWhitespace).compactMap { UInt64($0, radix: 16) }
        // 32 and 33 are the C library's own, which no program may set.
        #expect(masks.map { $0 & 0x7fff_ffff } == [0, 0])
    }

    @Test func whatAHelperLeavesInTheBackgroundIsNotWaitedFor() async throws {
        let result = try await shell("sleep 600 & echo $!")
        let left = try #require(Int32(result.text.split(whereSeparator: \.isWhitespace).joined()))
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test func aMissingProgramIsNamed() async throws {
        await #expect(throws: Failure.commandMissing("no-such-program", why: "no such program in PATH")) {
            try await runner.run(Command(["no-such-program"]))
        }
    }

    @Test func aMissingDirectoryIsNamed() async throws {
        let error = await #expect(throws: Failure.self) {
            try await runner.run(Command(["true"], in: "/no/such/directory"))
        }
        guard case .commandMissing(_, let why) = error else { throw NeverCame(what: "commandMissing") }
        #expect(why == "entering /no/such/directory: No such file or directory")
    }

    @Test func pastTheLimitTheWholeGroupIsKilled() async throws {
        let folder = try TemporaryFolder()
        let script = "sleep 600 & echo $! > child; wait"
        let command = Command(["sh", "-c", script], in: folder.path)
        await #expect(throws: Failure.timeLimit(what: command.shellText, seconds: 0.3)) {
            try await runner.run(command, limit: .milliseconds(300))
        }
        let child = try #require(Int32(folder.text("child")?.split(separator: "\n").first ?? ""))
        try await eventually("the helper's own child is gone") { ProcFileSystem().describe(child)?.ended ?? true }
    }

    @Test func aCancelledTaskEndsItsHelper() async throws {
        let folder = try TemporaryFolder()
        let task = Task {
            try await runner.run(
                Command(["sh", "-c", "echo $$ > id; exec sleep 600"], in: folder.path), limit: .seconds(900))
        }
        try await eventually("the helper runs") { folder.text("id")?.hasSuffix("\n") ?? false }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let id = try #require(Int32(folder.text("id")?.split(separator: "\n").first ?? ""))
        #expect(ProcFileSystem().describe(id) == nil)
    }

    @Test func aTaskCancelledBeforeStartsNothing() async throws {
        let folder = try TemporaryFolder()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await runner.run(Command(["sh", "-c", "sleep 600"], in: folder.path), limit: .seconds(900))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func manyRunAtOnce() async throws {
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try await shell("echo \(number)").text.split(separator: "\n").compactMap { Int($0) }.reduce(0, +)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 4950)
    }

    @Test(.enabled(if: geteuid() == 0))
    func asAnotherUserNothingOfRootIsLeft() async throws {
        let nobody = UserIdentity(user: 65534, group: 65534)
        let command = Command(["sh", "-c", "id -u; id -g; id -G; echo $LOGNAME"], in: "/")
        let result = try await runner.run(command, input: Data(), as: nobody, limit: .seconds(10))
        #expect(result.text == "65534\n65534\n65534\nnobody\n")
    }
}
