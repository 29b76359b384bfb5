/// One connection of libpq's, ended with this value.
struct PostgresHandle: ~Copyable {
    private let library: PostgresLibrary
    private let raw: OpaquePointer

    /// - Parameter parameters: libpq's keywords with their values.
    /// - Throws: `PostgresError` with what libpq says; a password is never in that.
    init(_ library: PostgresLibrary, parameters: [(String, String)]) throws {
        let keywords = CWords(parameters.map(\.0))
        let values = CWords(parameters.map(\.1))
        guard let raw = keywords.with({ names in values.with { library.connect(names, $0, 0) } }) else {
            throw PostgresError(statement: "connect", state: "", message: "no memory")
        }
        guard library.status(raw) == 0 else {
            let why = Self.text(library.errorMessage(raw))
            library.finish(raw)
            throw PostgresError(statement: "connect", state: "", message: why)
        }
        self.library = library
        self.raw = raw
        // Without it notices go to the standard error output.
        _ = library.noticeReceiver(raw, { _, _ in }, nil)
    }

    deinit { library.finish(raw) }

    /// As the server numbers it: 150018 for 15.18.
    var serverVersion: Int { Int(library.serverVersion(raw)) }
    var backend: Int { Int(library.backendPID(raw)) }
    var isInTransaction: Bool { library.transactionStatus(raw) == 2 }

    /// Runs exactly one statement: the extended protocol refuses several.
    /// - Throws: `PostgresError`.
    func run(_ statement: String, _ arguments: [String?]) throws -> PostgresRows {
        let result = CWords(arguments).with {
            library.execute(raw, statement, Int32(arguments.count), nil, $0, nil, nil, 0)
        }
        guard let result else { throw lost(statement) }
        defer { library.clear(result) }
        switch library.resultStatus(result) {
        case 0, 1, 2: return PostgresRows(result, library)
        case 3, 4, 8: throw PostgresError(statement: statement, state: "", message: "it copies data")
        default: throw error(statement, result)
        }
    }

    /// Begins a `COPY … TO STDOUT`.
    func beginCopy(_ statement: String) throws {
        guard let result = library.execute(raw, statement, 0, nil, nil, nil, nil, 0) else { throw lost(statement) }
        defer { library.clear(result) }
        guard library.resultStatus(result) == 3 else { throw error(statement, result) }
    }

    /// - Returns: the next line with its end; nil: it was the last.
    func nextCopied(_ statement: String) throws -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        let length = library.copyData(raw, &buffer, 0)
        if let buffer {
            defer { library.free(buffer) }
            return String(decoding: UnsafeRawBufferPointer(start: buffer, count: Int(length)), as: UTF8.self)
        }
        guard length == -1 else { throw lost(statement) }
        while let result = library.nextResult(raw) {
            defer { library.clear(result) }
            if library.resultStatus(result) != 1 { throw error(statement, result) }
        }
        return nil
    }

    private func error(_ statement: String, _ result: OpaquePointer) -> PostgresError {
        // Fields: C the state, M the message, D the detail (documentation, section 34.3.2).
        let (state, detail) = (field(result, "C"), field(result, "D"))
        guard !state.isEmpty else { return lost(statement) }
        return PostgresError(
            statement: statement, state: state,
            message: field(result, "M") + (detail.isEmpty ? "" : " (\(detail))"), isLost: library.status(raw) != 0)
    }

    private func field(_ result: OpaquePointer, _ letter: Character) -> String {
        Self.text(library.resultError(result, Int32(letter.asciiValue ?? 0)))
    }

    private func lost(_ statement: String) -> PostgresError {
        PostgresError(
            statement: statement, state: "", message: Self.text(library.errorMessage(raw)),
            isLost: library.status(raw) != 0)
    }

    private static func text(_ words: UnsafePointer<CChar>?) -> String {
        let text = words.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
