import GRDB
import RollbackCore

/// Counts for people, up to a number that is still counted at once.
struct SQLiteCounting {
    private static let most = 1_000_000
    let database: Database

    func rows(of object: CatalogObject) throws -> RowCount? {
        guard let table = object.owner else { return nil }
        let condition = object.kind == .column ? " WHERE \(SQLiteName.quoted(object.name)) IS NOT NULL" : ""
        let rows = "SELECT 1 FROM \(SQLiteName.quoted(table.name))\(condition) LIMIT \(Self.most + 1)"
        let number = try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(rows))") ?? 0
        return RowCount(number: min(number, Self.most), isMore: number > Self.most)
    }
}
