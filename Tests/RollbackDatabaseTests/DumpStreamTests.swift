import Dispatch
import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDatabase
import RollbackTestKit
import Testing

/// A dump is read while it is written, and counts only with its end. The stand-in is a `pg_dump` on the PATH.
struct DumpStreamTests {
    private let scratch: ScratchFolder
    private static let trailer = "--\\n-- PostgreSQL database dump complete\\n--\\n\\n"

    init() throws { scratch = try ScratchFolder() }

    /// - Parameter script: gets the output's path as `$out`.
    private func dump(_ script: String, url: String = "postgres://kim:secret@h/shop") async throws -> String {
        let program = scratch.file("pg_dump")
        let text = "#!/bin/sh\nfor word; do case $word in --file=*) out=${word#--file=};; esac; done\n\(script)\n"
        try Data(text.utf8).write(to: URL(filePath: program))
        chmod(program, 0o755)
        guard case .postgres(let address) = DatabaseAddress(url, in: "/") else { return "no address" }
        let stream = DumpStream(
            processes: RealProcesses.runner(path: "\(scratch.path):/usr/bin:/bin"), folder: scratch.path)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "dump").async {
                continuation.resume(with: Result { try Self.read(stream.begin(address, limit: .seconds(30))) })
            }
        }
    }

    private static func read(_ dump: RunningDump) throws -> String {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
        while case let count = Glibc.read(dump.descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer.prefix(count)
        }
        try dump.finish(ending: bytes.suffix(PostgresDump.ending))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func aWholeDump() async throws {
        let text = try await dump("{ seq 100000; printf %b '\(Self.trailer)'; } >$out")
        #expect(text.hasPrefix("1\n2\n") && text.contains("\n100000\n--\n-- PostgreSQL database dump complete"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["pg_dump"])
    }

    @Test func thePasswordIsOnNoCommandLine() async throws {
        let text = try await dump(#"{ echo "$@"; cat "$PGPASSFILE"; printf %b '"# + Self.trailer + "'; } >$out")
        let lines = text.split(separator: "\n")
        #expect(lines.first.map { !$0.contains("secret") && $0.contains("user='kim'") } == true)
        #expect(lines.dropFirst().first == "*:*:*:*:secret")
    }

    @Test(arguments: [
        ("echo 'connection refused' >&2; exit 1", "connection refused"), ("exit 3", "pg_dump exited with 3"),
        ("echo half >$out", "pg_dump ended before the end of its dump"),
        (":", "pg_dump ended before the end of its dump"),
        ("printf %b '\(trailer)' >$out; echo 'lost connection' >&2; exit 1", "lost connection"),
    ])
    func aDumpWithoutItsEndIsNone(script: String, why: String) async throws {
        await #expect(throws: DatabaseTrouble(why: why)) { _ = try await dump(script) }
    }
}
