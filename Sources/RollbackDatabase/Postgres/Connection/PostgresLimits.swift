/// How long a session of ours may wait and hold. All are sent with the connection's start: what a script sets and
/// resets leads back to them.
package struct PostgresLimits: Hashable, Sendable {
    /// Readers queue behind a waiting lock, so it is short.
    package var lockWait: Duration = .milliseconds(120)
    package var statement: Duration = .seconds(300)
    /// The server ends a transaction of a program that has stopped, and with it the locks.
    package var idle: Duration = .seconds(15)
    /// Between two attempts; at least four times the wait.
    package var pause: Duration = .milliseconds(600)
    package var attempts = 5

    package init() {}

    var settings: [(String, String)] {
        [
            ("lock_timeout", Self.milliseconds(lockWait)), ("statement_timeout", Self.milliseconds(statement)),
            ("idle_in_transaction_session_timeout", Self.milliseconds(idle)), ("client_min_messages", "error"),
        ]
    }

    /// libpq's keywords (documentation, section 34.1.2). What is left out is libpq's to find: `PG*` variables, the
    /// password file, services.
    func parameters(for address: PostgresAddress, startup: Bool = true) -> [(String, String)] {
        var words = address.options
        let named: [(String, String?)] = [
            ("host", address.host), ("port", address.port.map(String.init)), ("user", address.user),
            ("password", address.password), ("dbname", address.database),
        ]
        for (name, value) in named { words[name] = value ?? words[name] }
        words["connect_timeout"] = words["connect_timeout"] ?? "5"
        words["tcp_user_timeout"] = words["tcp_user_timeout"] ?? "15000"
        words["client_encoding"] = "UTF8"
        words["application_name"] = "lastgood"
        if startup {
            let own = settings.map { "-c \($0)=\($1)" }.joined(separator: " ")
            words["options"] = [words["options"], own].compactMap(\.self).joined(separator: " ")
        }
        return words.sorted { $0.key < $1.key }
    }

    static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)"
    }
}
