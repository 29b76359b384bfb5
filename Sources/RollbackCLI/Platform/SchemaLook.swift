import RollbackCore

/// Whether the target's code fits the database as it is, as far as the migrations since then tell.
struct SchemaLook: Sendable {
    let migrations: [Migration]
    let fit: SchemaFit

    init(_ migrations: [Migration]) {
        self.migrations = migrations
        fit = .worst(of: migrations.map(\.fit))
    }

    /// What a person has to know before the code goes back and the database does not.
    var warning: String? {
        let names = migrations.filter { $0.fit == fit }.map(\.name)
        let list = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        switch fit {
        case .compatible: return nil
        case .breaking: return "the database stays as it is, and the target's code does not run on it: \(list)"
        case .unknown: return "the database stays as it is, and may not fit the target's code: \(list)"
        }
    }

    /// What no check can prove.
    var unproved: [String] {
        switch fit {
        case .compatible: []
        case .breaking: ["that the target's code fits today's database schema: a migration since then breaks it"]
        case .unknown: ["that the target's code fits today's database schema"]
        }
    }
}
