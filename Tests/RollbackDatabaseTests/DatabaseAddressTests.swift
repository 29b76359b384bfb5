import RollbackDatabase
import Testing

/// What stands in `DATABASE_URL`, as the libraries that read it understand it.
struct DatabaseAddressTests {
    @Test(arguments: [
        ("sqlite:///app.db", "/srv/shop/app.db"), ("sqlite:////var/lib/app.db", "/var/lib/app.db"),
        ("sqlite+aiosqlite:///data/app.db?timeout=5", "/srv/shop/data/app.db"),
        ("sqlite:///my%20shop.db", "/srv/shop/my shop.db"), ("file:///var/x.db", "/srv/shop/var/x.db"),
    ])
    func sqlite(url: String, path: String) {
        #expect(DatabaseAddress(url, in: "/srv/shop") == .sqlite(path: path))
    }

    @Test(arguments: [
        "sqlite://", "sqlite:///:memory:", "sqlite:///", "mysql://u@h/d", "postgresql://host", "postgresql://host/",
        "x", "",
        "redis://localhost:6379/0",
    ])
    func nothingElse(url: String) { #expect(DatabaseAddress(url, in: "/srv/shop") == nil) }

    @Test func aWholePostgresAddress() throws {
        let url = "postgresql+asyncpg://kim:p%40ss:w%27rd@db.example.com:6543/shop%20two?sslmode=require&password=x"
        guard case .postgres(let address) = DatabaseAddress(url, in: "/") else {
            Issue.record("no address")
            return
        }
        #expect(
            address.connection
                == "host='db.example.com' port='6543' user='kim' dbname='shop two' sslmode='require'")
        #expect(address.passwordLine == "*:*:*:*:p@ss\\:w'rd\n")
        #expect(DatabaseAddress(url, in: "/")?.title == "shop two")
    }

    @Test(arguments: [
        ("postgres:///shop", "dbname='shop'"), ("postgres://[::1]:5433/d", "host='::1' port='5433' dbname='d'"),
        ("postgresql://kim@/d?host=%2Frun%2Fpostgresql", "user='kim' dbname='d' host='/run/postgresql'"),
        ("postgresql://h/a'b%5C", "host='h' dbname='a\\'b\\\\'"),
    ])
    func shortOnes(url: String, connection: String) {
        guard case .postgres(let address) = DatabaseAddress(url, in: "/") else {
            Issue.record("no address")
            return
        }
        #expect(address.connection == connection && address.passwordLine == nil)
    }
}
