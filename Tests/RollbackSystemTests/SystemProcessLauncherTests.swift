import Foundation
import Glibc
import RollbackCore
import RollbackSystem
import Testing

struct SystemProcessLauncherTests {
    private let table = ProcFileSystem()
    private let folder: TemporaryFolder
    private let launcher: SystemProcessLauncher

    init() throws {
        folder = try TemporaryFolder()
        launcher = SystemProcessLauncher(table: table)
    }

    private func launch(_ script: String, mask: UInt32? = nil, errors: String = "out.log") -> ProcessLaunch {
        ProcessLaunch(
            arguments: ["sh", "-c", script], executable: "/bin/sh", directory: folder.path,
            environment: ["PATH": "/bin:/usr/bin"],
            owner: nil, outputFile: "\(folder.path)/out.log", errorFile: "\(folder.path)/\(errors)", mask: mask)
    }

    private func end(_ identity: ProcessIdentity) async throws {
        launcher.signal(SIGKILL, to: identity)
        try await eventually("it has ended") { !table.runs(identity) }
    }

    @Test func whoMaySignalWhom() async throws {
        let own = try launcher.launch(launch("exec sleep 600")) { _ in }
        #expect(launcher.maySignal(own))
        try await end(own)
        #expect(launcher.maySignal(own))
        let first = try #require(table.describe(1)?.identity)
        #expect(launcher.maySignal(first) == (geteuid() == 0))
    }

    @Test func itIsRecordedBeforeItBegins() async throws {
        let identity = try launcher.launch(launch("echo begun > begun; exec sleep 600")) { identity in
            #expect(folder.text("begun") == nil)
            #expect(table.runs(identity))
            #expect(table.describe(identity.id)?.arguments.first != "sh")
        }
        try await eventually("it begins") { folder.text("begun") == "begun\n" }
        let process = try #require(table.describe(identity.id))
        #expect(process.session == identity.id)
        #expect(process.terminal == 0)
        try await end(identity)
    }

    @Test func whatIsNotRecordedNeverBegins() async throws {
        var seen: ProcessIdentity?
        #expect(throws: NeverCame.self) {
            _ = try launcher.launch(launch("echo begun > begun")) { identity in
                seen = identity
                throw NeverCame(what: "a full disk")
            }
        }
        #expect(table.describe(try #require(seen).id) == nil)
        #expect(folder.text("begun") == nil)
    }

    @Test func aProgramThatCannotExecuteIsNamed() throws {
        var broken = launch("true")
        broken.executable = "\(folder.path)/missing"
        let name = broken.executable
        #expect(throws: Failure.commandMissing(name, why: "No such file or directory")) {
            _ = try launcher.launch(broken) { _ in }
        }
    }

    @Test func outputIsAppended() async throws {
        for word in ["one", "two"] {
            let identity = try launcher.launch(launch("echo \(word); echo bad >&2", errors: "err.log")) { _ in }
            try await eventually("it ends") { launcher.exitStatus(of: identity) != nil }
        }
        #expect(folder.text("out.log") == "one\ntwo\n")
        #expect(folder.text("err.log") == "bad\nbad\n")
    }

    @Test func theMaskIsTheServicesOwn() async throws {
        let identity = try launcher.launch(launch("umask > mask", mask: 0o027)) { _ in }
        try await eventually("it ends") { launcher.exitStatus(of: identity) != nil }
        #expect(folder.text("mask")?.hasSuffix("027\n") == true)
    }

    @Test(arguments: [("exit 7", Int32(7)), ("kill -TERM $$", 143)])
    func theStatusIsKept(script: String, status: Int32) async throws {
        let identity = try launcher.launch(launch(script)) { _ in }
        try await eventually("it ends") { launcher.exitStatus(of: identity) != nil }
        #expect(launcher.exitStatus(of: identity) == status)
        #expect(launcher.exitStatus(of: identity) == status)
    }

    @Test func aSignalGoesToExactlyThatProcess() async throws {
        let identity = try launcher.launch(launch("exec sleep 600")) { _ in }
        var later = identity
        later.startTicks += 1
        launcher.signal(SIGKILL, to: later)
        #expect(table.runs(identity))
        try await end(identity)
        launcher.signal(SIGKILL, to: identity)
    }

    @Test func theServiceEndsNotWithItsStarter() async throws {
        let identity = try launcher.launch(launch("exec sleep 600")) { _ in }
        let status = try String(contentsOfFile: "/proc/\(identity.id)/status", encoding: .utf8)
        #expect(status.contains("SigBlk:\t0000000000000000"))
        try await end(identity)
    }
}
