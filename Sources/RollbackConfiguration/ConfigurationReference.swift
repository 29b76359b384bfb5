/// The reference page of the configuration, made from the sections themselves.
package enum ConfigurationReference {
    /// The files' own sections and all within them, in the order of the page.
    static let sections: [any Section.Type] = [
        RollbackFileSection.self, SettingsSection.self, TimeoutsSection.self, ServiceSection.self,
        SecretFileSection.self, ExternalServiceSection.self, ProceduresSection.self, ProcedureSection.self,
        CodeSection.self, DirectoriesSection.self, ReleasesSection.self,
        DatabaseSection.self, AssertionSection.self,
        HookSection.self, ContactSection.self, MonitoringSection.self, NotificationsSection.self,
        EndpointsFileSection.self, ServiceEndpointsSection.self, EndpointSection.self, ExternalEndpointsSection.self,
        RailwaySection.self, KnownGoodFileSection.self, KnownGoodSection.self,
        EvidenceSection.self, EvidenceCheckSection.self, CriteriaSection.self,
    ]

    /// Members of a file's object that show each section in use: what the page prints, for tests to load.
    package static var examples: [(file: ConfigurationFile, heading: String, members: String)] {
        sections.map { ($0.file, $0.heading, $0.example) }
    }

    /// `docs/configuration.md`, whole.
    package static func markdown() -> String {
        ([introduction] + ConfigurationFile.allCases.map(page)).joined(separator: "\n\n") + "\n"
    }

    private static let introduction = """
        # Configuration

        <!-- Generated from Sources/RollbackConfiguration/Sections; `lastgood reference configuration` prints it. -->

        A platform is configured by three files in `rollback/config/`. Each of them, and every key that is not called \
        required, may be left out: without any, lastgood finds the services that run and asks for a target.

        The files are JSON in UTF-8. `//` and `/* */` comments and a comma after the last element are accepted; a key \
        given twice, or one that is not in these tables, is a mistake. Keys that begin with `_`, and \
        \(SectionReader.remarks.sorted().map { "`\($0)`" }.joined(separator: ", ")) where they are not in the table, \
        are remarks for people. All mistakes of all files are reported at once, each with its line and column, and \
        nothing is done while there is one.

        `lastgood reference schema-rollback`, `schema-endpoints` and `schema-known-good` print a JSON Schema of each file, \
        for editors; they are also in [schema/](schema). A file may name its own under `$schema`.

        Paths are relative to the platform's root and stay inside it. A key marked “no effect yet” is accepted and \
        checked; lastgood says that it does not act on it.

        ## Environments

        One file can describe several environments of a platform: what is the same in all of them stands as usual, what \
        is different under `environments` in `rollback-config.json` or `service-endpoints.json`.

        ```json
        {
          "timeouts": { "health_check_timeout_seconds": 45 },
          "environments": {
            "production": {},
            "staging": { "timeouts": { "health_check_timeout_seconds": 120 } }
          }
        }
        ```

        Which one holds is said by the variable `\(EnvironmentChoice.variable)`, else by the key `environment` of \
        `service-endpoints.json`, else none does. A name that is not described is a mistake. Of the environments that \
        do not hold, the lines are checked, too.

        ## Environment variables

        A variable `\(VariableOverrides.prefix)KEY` stands for the key of that name in any of the files, with \
        `\(VariableOverrides.separator)` between a key and one within it; it comes over the files and over the environment:

        ```sh
        \(VariableOverrides.prefix)timeouts__health_check_timeout_seconds=90 lastgood rollback
        ```

        Its value is read as JSON when it is JSON, else as text: a text that looks like a number stands in double quotes. \
        Objects are merged with what the files say; arrays are replaced. A key that stands in two files is set in both.
        """

    private static func page(_ file: ConfigurationFile) -> String {
        let own = sections.filter { $0.file == file }
        return own.map { $0.path.isEmpty ? whole($0) : part($0) }.joined(separator: "\n\n")
    }

    private static func whole(_ section: any Section.Type) -> String {
        "## \(section.heading)\n\n\(section.file.about) \(section.about)\n\n\(table(section))\(example(section))"
    }

    private static func part(_ section: any Section.Type) -> String {
        "### \(section.heading)\n\n`\(section.path)`: \(section.about)\n\n\(table(section))\(example(section))"
    }

    private static func table(_ section: any Section.Type) -> String {
        let rows = section.keys.map { key in
            let later = key.later.map { " *No effect yet: \($0).*" } ?? ""
            return "| `\(key.name)` | \(key.expected) | \(key.fallback ?? "") | \(key.about)\(later) |"
        }
        return (["| key | value | without it | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func example(_ section: any Section.Type) -> String {
        if section.example.isEmpty { return "" }
        let members = section.example.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return "\n\n```json\n{\n\(members)\n}\n```"
    }
}
