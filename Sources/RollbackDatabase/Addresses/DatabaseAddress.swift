/// Where a platform's database is, as its services are told.
package enum DatabaseAddress: Hashable, Sendable {
    /// Absolute.
    case sqlite(path: String)
    case postgres(PostgresAddress)

    /// Reads what stands in variables such as `DATABASE_URL`: SQLAlchemy's form, where four slashes are an absolute path
    /// (`sqlite:////srv/app.db`) and a driver may stand behind a plus (`postgresql+asyncpg://`), and libpq's
    /// (PostgreSQL documentation, section 34.1.1.2).
    /// - Parameter folder: what a relative path of SQLite's begins at: where the service runs.
    /// - Returns: nil for anything else, a database in memory included.
    package init?(_ url: String, in folder: String) {
        guard let colon = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<colon.lowerBound].prefix { $0 != "+" }.lowercased()
        switch scheme {
        case "sqlite", "sqlite3", "file":
            guard let path = Self.path(url[colon.upperBound...], in: folder) else { return nil }
            self = .sqlite(path: path)
        case "postgres", "postgresql":
            guard let address = PostgresAddress(rest: url[colon.upperBound...]) else { return nil }
            self = .postgres(address)
        default: return nil
        }
    }

    private static func path(_ rest: Substring, in folder: String) -> String? {
        // What stands before the path would be a host; SQLite has none.
        guard rest.first == "/" else { return nil }
        let path = rest.dropFirst().prefix { $0 != "?" && $0 != "#" }
        guard let text = PercentEncoding.decoded(path), !text.isEmpty, text != ":memory:" else { return nil }
        return text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }

    /// For people and file names: without anything secret.
    package var title: String {
        switch self {
        case .sqlite(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .postgres(let address): address.database
        }
    }
}

/// A PostgreSQL database. What is left out is libpq's to say, by its own variables.
package struct PostgresAddress: Hashable, Sendable {
    package var host: String?
    package var port: Int?
    package var user: String?
    /// Never on a command line.
    package var password: String?
    package var database: String
    /// The part behind `?` that holds no secret: `sslmode=require`.
    package var options: [String: String] = [:]

    private static let secrets: Set = ["password", "passfile", "sslpassword"]

    init?(rest: Substring) {
        let address = rest.prefix { $0 != "?" && $0 != "#" }
        let query = rest.dropFirst(address.count).dropFirst().prefix { $0 != "#" }
        let path = address.firstIndex(of: "/")
        let authority = address[..<(path ?? address.endIndex)]
        guard let database = path.map({ address[address.index(after: $0)...] }), !database.isEmpty,
            let name = PercentEncoding.decoded(database)
        else { return nil }
        self.database = name
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { PercentEncoding.decoded($0) ?? "" }
            if parts.count == 2 { options[parts[0]] = parts[1] }
        }
        password = options["password"]
        options = options.filter { !Self.secrets.contains($0.key) }
        takeAuthority(authority)
    }

    private mutating func takeAuthority(_ authority: Substring) {
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = parts.first.flatMap(PercentEncoding.decoded)
            if parts.count == 2 { password = PercentEncoding.decoded(parts[1]) }
            place = authority[authority.index(after: at)...]
        }
        // An address of version 6 stands in brackets and has colons of its own.
        let end = place.firstIndex(of: "]").map(place.index(after:)) ?? place.startIndex
        let colon = place[end...].firstIndex(of: ":")
        port = colon.flatMap { Int(place[place.index(after: $0)...]) }
        let name = PercentEncoding.decoded(place[..<(colon ?? place.endIndex)]) ?? ""
        host = name.isEmpty ? nil : name.filter { $0 != "[" && $0 != "]" }
    }

    /// For libpq, without the password.
    package var connection: String {
        let facts: [(String, String?)] = [
            ("host", host), ("port", port.map(String.init)), ("user", user), ("dbname", database),
        ]
        let all = facts.compactMap { name, value in value.map { (name, $0) } } + options.sorted { $0.key < $1.key }
        return all.map { "\($0)='\(Self.quoted($1))'" }.joined(separator: " ")
    }

    /// Within single quotes (PostgreSQL documentation, section 34.1.1.1).
    private static func quoted(_ text: String) -> String {
        text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    }

    /// A line of a password file for whatever host and user (section 34.16): the file is one dump's and is removed.
    package var passwordLine: String? {
        password.map { "*:*:*:*:" + $0.map { $0 == ":" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\n" }
    }
}

/// RFC 3986, section 2.1.
enum PercentEncoding {
    /// - Returns: nil for what is no encoding of UTF-8.
    static func decoded(_ text: Substring) -> String? {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
