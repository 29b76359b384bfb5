import Glibc
import RollbackCore

/// libpq, opened when it is first needed: the program starts on hosts that have none. Signatures are those of
/// PostgreSQL's documentation, chapter 34.
struct PostgresLibrary: Sendable {
    typealias Connection = OpaquePointer
    typealias Result = OpaquePointer
    typealias Words = UnsafePointer<UnsafePointer<CChar>?>?

    let connect: @Sendable @convention(c) (Words, Words, Int32) -> Connection?
    let finish: @Sendable @convention(c) (Connection) -> Void
    /// 0: usable.
    let status: @Sendable @convention(c) (Connection) -> Int32
    let errorMessage: @Sendable @convention(c) (Connection) -> UnsafePointer<CChar>?
    let transactionStatus: @Sendable @convention(c) (Connection) -> Int32
    let backendPID: @Sendable @convention(c) (Connection) -> Int32
    let serverVersion: @Sendable @convention(c) (Connection) -> Int32
    let noticeReceiver:
        @Sendable @convention(c) (
            Connection, @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void, UnsafeMutableRawPointer?
        ) -> UnsafeRawPointer?

    let execute:
        @Sendable @convention(c) (
            Connection, UnsafePointer<CChar>, Int32, UnsafePointer<UInt32>?, Words, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?, Int32
        ) -> Result?
    let nextResult: @Sendable @convention(c) (Connection) -> Result?
    let copyData:
        @Sendable @convention(c) (Connection, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, Int32) -> Int32
    let free: @Sendable @convention(c) (UnsafeMutableRawPointer) -> Void

    let clear: @Sendable @convention(c) (Result) -> Void
    let resultStatus: @Sendable @convention(c) (Result) -> Int32
    let resultError: @Sendable @convention(c) (Result, Int32) -> UnsafePointer<CChar>?
    let rowCount: @Sendable @convention(c) (Result) -> Int32
    let columnCount: @Sendable @convention(c) (Result) -> Int32
    let isNull: @Sendable @convention(c) (Result, Int32, Int32) -> Int32
    let value: @Sendable @convention(c) (Result, Int32, Int32) -> UnsafePointer<CChar>?
    let length: @Sendable @convention(c) (Result, Int32, Int32) -> Int32
    let commandStatus: @Sendable @convention(c) (Result) -> UnsafePointer<CChar>?
    let affected: @Sendable @convention(c) (Result) -> UnsafePointer<CChar>?

    /// The one of this process.
    /// - Throws: `Failure.database(.libraryMissing)`.
    static func opened() throws -> PostgresLibrary { try shared.get() }

    private static let shared = Swift.Result<PostgresLibrary, Failure> { () throws(Failure) in
        try PostgresLibrary(file: "libpq.so.5")
    }

    init(file: String) throws(Failure) {
        guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
            throw Failure.database(.libraryMissing(name: file, package: "libpq5"))
        }
        let symbols = Symbols(handle: handle, file: file)
        connect = try symbols.find("PQconnectdbParams")
        finish = try symbols.find("PQfinish")
        status = try symbols.find("PQstatus")
        errorMessage = try symbols.find("PQerrorMessage")
        transactionStatus = try symbols.find("PQtransactionStatus")
        backendPID = try symbols.find("PQbackendPID")
        serverVersion = try symbols.find("PQserverVersion")
        noticeReceiver = try symbols.find("PQsetNoticeReceiver")
        execute = try symbols.find("PQexecParams")
        nextResult = try symbols.find("PQgetResult")
        copyData = try symbols.find("PQgetCopyData")
        free = try symbols.find("PQfreemem")
        clear = try symbols.find("PQclear")
        resultStatus = try symbols.find("PQresultStatus")
        resultError = try symbols.find("PQresultErrorField")
        rowCount = try symbols.find("PQntuples")
        columnCount = try symbols.find("PQnfields")
        isNull = try symbols.find("PQgetisnull")
        value = try symbols.find("PQgetvalue")
        length = try symbols.find("PQgetlength")
        commandStatus = try symbols.find("PQcmdStatus")
        affected = try symbols.find("PQcmdTuples")
    }

    private struct Symbols {
        let handle: UnsafeMutableRawPointer
        let file: String

        func find<Function>(_ name: String) throws(Failure) -> Function {
            guard let address = dlsym(handle, name) else {
                throw Failure.database(.libraryMissing(name: "\(file) with \(name)", package: "libpq5"))
            }
            return unsafeBitCast(address, to: Function.self)
        }
    }
}
