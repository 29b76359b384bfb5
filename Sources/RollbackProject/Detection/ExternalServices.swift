/// What the services need from elsewhere, told by the names of their variables.
struct ExternalServices {
    let found: [ExternalGuess]

    init(_ names: EnvironmentNames, _ migrations: [MigrationGuess], declared: [ExternalGuess]) {
        var found = declared
        let supabase = names.names.filter { $0.hasPrefix("SUPABASE_") }
        let database = names.names.filter { ["DATABASE_URL", "POSTGRES_URL", "DB_URL", "DB_HOST"].contains($0) }
        if !supabase.isEmpty || migrations.contains(where: { $0.system == "Supabase" }) {
            let reasons = supabase.isEmpty ? ["its migrations are there"] : Self.reasons(supabase, names)
            Self.add(
                ExternalGuess("supabase", title: "Supabase database", variables: supabase, reasons: reasons), to: &found
            )
        } else if !database.isEmpty {
            Self.add(
                ExternalGuess(
                    "database", title: "Database", variables: database, reasons: Self.reasons(database, names)),
                to: &found)
        } else if let first = migrations.first, found.isEmpty {
            found = [ExternalGuess("database", title: "Database", reasons: ["\(first.system) changes its schema"])]
        }
        for group in Self.interfaces(names) { Self.add(group, to: &found) }
        self.found = found
    }

    /// Groups like PI_NETWORK_APP_ID and PI_NETWORK_API_KEY: somebody else's interface with a key of its own.
    private static func interfaces(_ names: EnvironmentNames) -> [ExternalGuess] {
        let prefixes = names.names.filter { $0.hasSuffix("_API_KEY") }.map { String($0.dropLast("_API_KEY".count)) }
        return prefixes.filter { $0 != "SUPABASE" && !$0.isEmpty }.map { prefix in
            let endings: Set = ["API_KEY", "APP_ID", "URL", "API_URL", "SECRET", "API_SECRET"]
            let variables = names.names.filter { name in
                name.hasPrefix(prefix + "_") && endings.contains(String(name.dropFirst(prefix.count + 1)))
            }
            let title = prefix.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }
            return ExternalGuess(
                Text.serviceName(prefix.lowercased()), title: title.joined(separator: " "), variables: variables,
                critical: false, reasons: reasons(variables, names))
        }
    }

    private static func reasons(_ variables: [String], _ names: EnvironmentNames) -> [String] {
        ["\(names.source) names \(variables.joined(separator: ", "))"]
    }

    private static func add(_ guess: ExternalGuess, to found: inout [ExternalGuess]) {
        guard let index = found.firstIndex(where: { $0.name == guess.name }) else { return found.append(guess) }
        found[index].variables = guess.variables
        found[index].reasons += guess.reasons
    }
}
