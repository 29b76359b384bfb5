import RollbackCore

/// Something that the services need and a rollback does not run: a database, another company's interface.
package struct ExternalGuess: Hashable, Sendable {
    package var name: String
    package var title: String?
    /// The variables without which it cannot be reached.
    package var variables: [String]
    package var critical: Bool
    package var reasons: [String]

    init(_ name: String, title: String? = nil, variables: [String] = [], critical: Bool = true, reasons: [String]) {
        self.name = name
        self.title = title
        self.variables = variables
        self.critical = critical
        self.reasons = reasons
    }

    var guess: ProjectGuess {
        let facts = variables.isEmpty ? [] : ["needs \(variables.joined(separator: ", "))"]
        return ProjectGuess(.external, name, facts: facts + (critical ? [] : ["not critical"]), reasons: reasons)
    }
}

/// How the database's schema is changed.
package struct MigrationGuess: Hashable, Sendable {
    /// `Alembic`, `Supabase`, `dbmate`, `plain SQL files`.
    package var system: String
    package var folder: String
    package var files: Int
    package var reasons: [String]

    var guess: ProjectGuess {
        ProjectGuess(.migrations, system, facts: ["\(files) in \(folder)"], reasons: reasons)
    }
}

/// Where the project is deployed.
package struct HostGuess: Hashable, Sendable {
    package var name: String
    package var dashboard: String
    package var reasons: [String]

    var guess: ProjectGuess { ProjectGuess(.host, name, facts: [dashboard], reasons: reasons) }
}

/// Whom to call.
package struct ContactGuess: Hashable, Sendable {
    package var name: String
    package var how: String
    package var reasons: [String]

    var guess: ProjectGuess { ProjectGuess(.contact, name, facts: [how], reasons: reasons) }
}
