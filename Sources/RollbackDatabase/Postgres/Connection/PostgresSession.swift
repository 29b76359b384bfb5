import RollbackCore
import Synchronization

/// A session of a server's. Its calls wait for the server: they belong on a thread that may wait (`BlockingWork`).
final class PostgresSession: Sendable {
    let title: String
    let serverVersion: Int
    let backend: Int
    private let handle: Mutex<PostgresHandle>

    /// - Throws: `PostgresError`, `Failure.database(.libraryMissing)`.
    init(_ address: PostgresAddress, limits: PostgresLimits) throws {
        title = address.database
        let handle = try Self.connect(try PostgresLibrary.opened(), address, limits)
        (serverVersion, backend) = (handle.serverVersion, handle.backend)
        self.handle = Mutex(handle)
    }

    private static func connect(
        _ library: PostgresLibrary, _ address: PostgresAddress, _ limits: PostgresLimits
    ) throws -> PostgresHandle {
        do {
            return try PostgresHandle(library, parameters: limits.parameters(for: address))
        } catch let error as PostgresError where error.message.contains("startup parameter") {
            // PgBouncer knows no `options`. In a session pooler SET holds as long as the session.
            let handle = try PostgresHandle(library, parameters: limits.parameters(for: address, startup: false))
            for (name, value) in limits.settings {
                _ = try handle.run("SELECT pg_catalog.set_config($1, $2, false)", [name, value])
            }
            return handle
        }
    }

    /// Runs exactly one statement; `$1` and so on stand for the arguments.
    /// - Throws: `PostgresError`.
    @discardableResult
    func run(_ statement: String, _ arguments: [String?] = []) throws -> PostgresRows {
        try handle.withLock { try $0.run(statement, arguments) }
    }

    var isInTransaction: Bool { handle.withLock { $0.isInTransaction } }

    func beginCopy(_ statement: String) throws { try handle.withLock { try $0.beginCopy(statement) } }

    /// - Returns: at least `size` bytes of lines, fewer at the end, and whether that was the end.
    func nextCopied(_ statement: String, size: Int) throws -> (text: String, isLast: Bool) {
        try handle.withLock { handle in
            var text = ""
            while text.utf8.count < size {
                guard let line = try handle.nextCopied(statement) else { return (text, true) }
                text += line
            }
            return (text, false)
        }
    }

    /// Runs work in a transaction that is only kept when the work returns.
    func transaction<Value>(_ work: () throws -> Value) throws -> Value {
        try run("BEGIN ISOLATION LEVEL READ COMMITTED")
        do {
            let value = try work()
            try run("COMMIT")
            return value
        } catch {
            // The error that led here is the one to tell; a connection that is gone has undone it too.
            _ = try? run("ROLLBACK")
            throw error
        }
    }
}
