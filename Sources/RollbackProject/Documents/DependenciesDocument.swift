import RollbackCore

/// `docs/SERVICE_DEPENDENCIES.md`, beside the drawn graph.
struct DependenciesDocument {
    private let facts: PlatformFacts
    private let parts: DocumentParts

    init(_ facts: PlatformFacts) {
        self.facts = facts
        parts = DocumentParts(facts)
    }

    var text: String {
        """
        # Services of \(facts.title)

        \(DocumentParts.origin)

        ![What each service waits for](service-dependencies.svg)

        \(parts.services)

        ## Order

        \(order)

        A service starts when everything it needs is ready. A failure of one that is not critical is a warning.

        ## From elsewhere

        \(externals)

        Change it in [rollback-config.json](../config/rollback-config.json), then run `lastgood init --update`.
        """
    }

    private var order: String {
        guard !facts.services.isEmpty else { return "Nothing is configured, so nothing waits." }
        return facts.levels.enumerated().map { place, level in
            "\(place + 1). "
                + level.map { service in
                    "`\(service.name)`"
                        + (service.dependsOn.isEmpty ? "" : " (needs \(service.dependsOn.joined(separator: ", ")))")
                }.joined(separator: ", ")
        }.joined(separator: "\n")
    }

    private var externals: String {
        guard !facts.externals.isEmpty else { return "Nothing is configured." }
        let rows = facts.externals.map { external in
            [
                "`\(external.name)`", external.variables.map { "`\($0)`" }.joined(separator: ", "),
                external.critical ? "yes" : "no",
                facts.services.filter { $0.dependsOn.contains(external.name) }.map { "`\($0.name)`" }.joined(
                    separator: ", "),
            ]
        }
        return DocumentParts.table(["name", "variables", "critical", "needed by"], rows)
            + "\n\nA rollback never restarts these; the variables are checked, and their values shown nowhere."
    }
}
