/// What a statement returned, in the server's text form.
struct PostgresRows: Sendable {
    let rows: [[String?]]
    /// The server's word for what was done: `COMMIT`, and `ROLLBACK` where a COMMIT could only undo.
    let command: String
    /// How many rows it wrote or returned.
    let affected: Int

    init(_ result: OpaquePointer, _ library: PostgresLibrary) {
        let columns = library.columnCount(result)
        rows = (0..<library.rowCount(result)).map { row in
            (0..<columns).map { column in
                guard library.isNull(result, row, column) == 0, let value = library.value(result, row, column) else {
                    return nil
                }
                let length = Int(library.length(result, row, column))
                return String(decoding: UnsafeRawBufferPointer(start: value, count: length), as: UTF8.self)
            }
        }
        command = library.commandStatus(result).map { String(cString: $0) } ?? ""
        affected = library.affected(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// The first value of the first row.
    var first: String? { rows.first?.first ?? nil }
}
