import RollbackCore

/// Reads a platform's configuration.
package enum ConfigurationLoader {
    /// Reads `rollback/config/` under the root. Files that are not there say nothing; without any, the result is
    /// what holds on the first day.
    /// - Parameter environment: the caller's variables: `LASTGOOD_ENVIRONMENT` chooses among the named environments,
    ///   `LASTGOOD_CONFIG__…` stand for keys.
    /// - Throws: `Failure.configuration` with every mistake of every file, `Failure.dependencyCycle`,
    ///   `Failure.file` for a file that is there and cannot be read.
    package static func load(root: String, environment: [String: String] = [:]) throws -> PlatformConfiguration {
        var texts: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases {
            texts[file] = try ConfigurationBytes.read(file, root: root)
        }
        return try configuration(root: root, texts, environment: environment)
    }

    /// The first file's part alone, for its contacts: in an emergency a mistake elsewhere, or in a variable, must not
    /// hide them. Nil when that part cannot be read either.
    package static func contacts(root: String, environment: [String: String] = [:]) -> PlatformConfiguration? {
        guard let text = (try? ConfigurationBytes.read(.rollback, root: root)) ?? nil else { return nil }
        return (try? configuration(root: root, [.rollback: text], environment: environment))
            ?? (try? configuration(root: root, [.rollback: text]))
    }

    /// The same from the files' bytes; touches nothing.
    package static func configuration(
        root: String, _ texts: [ConfigurationFile: [UInt8]], environment: [String: String] = [:]
    ) throws -> PlatformConfiguration {
        let findings = Findings()
        let layers = Layers(texts, environment, findings)
        let chosen = EnvironmentChoice(layers, environment).name(findings)
        let root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        for other in layers.environments where other != chosen { check(other, layers, root, findings) }
        return try assembly(root, layers, chosen, findings).configuration()
    }

    /// The mistakes among the lines of an environment that does not hold now: they would be found when it does.
    private static func check(_ environment: String, _ layers: Layers, _ root: String, _ findings: Findings) {
        let own = Findings()
        _ = try? assembly(root, layers, environment, own).configuration()
        for mistake in own.mistakes where mistake.place.origin == .environment(environment) {
            findings.problem(mistake.place, mistake.value)
        }
    }

    private static func assembly(_ root: String, _ layers: Layers, _ environment: String?, _ findings: Findings)
        -> ConfigurationAssembly
    {
        ConfigurationAssembly(
            root: root, environment: environment, rollback: section(layers, environment, findings),
            endpoints: section(layers, environment, findings), knownGood: section(layers, environment, findings),
            findings: findings)
    }

    /// Nil where nothing is said.
    private static func section<Whole: Section>(_ layers: Layers, _ environment: String?, _ findings: Findings)
        -> Whole?
    {
        guard let json = layers.tree(of: Whole.file, in: environment) else { return nil }
        return Kind<Whole>.section.read(Spot(json: json, place: Place(Whole.file, at: json.position)), findings)
    }
}
