import RollbackCore

/// Pieces of Markdown that several documents share.
struct DocumentParts {
    let facts: PlatformFacts

    init(_ facts: PlatformFacts) { self.facts = facts }

    static let origin = """
        <!-- Written by lastgood init from rollback/config/; after a change there: lastgood init --update -->
        """

    /// Text from a configuration, harmless inside a table.
    static func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").split(separator: "|").joined(separator: "\\|")
    }

    static func table(_ heads: [String], _ rows: [[String]]) -> String {
        let line = { (cells: [String]) in "| \(cells.map(cell).joined(separator: " | ")) |" }
        return ([line(heads), "|" + heads.map { _ in "---|" }.joined()] + rows.map(line)).joined(separator: "\n")
    }

    var services: String {
        guard !facts.services.isEmpty else {
            return "No service is configured: those that run at the moment of a rollback are found by their ports."
        }
        let rows = facts.services.map { service in
            [
                "`\(service.name)`" + (service.title.map { " (\($0))" } ?? ""), service.port.map(String.init) ?? "none",
                facts.liveness(of: service).map { "`\($0.method) \($0.url)` → \($0.expectedStatus)" }
                    ?? Self.other(service),
                service.critical ? "yes" : "no", "\(Self.seconds(service.limits.ready))", Self.way(service),
            ]
        }
        return Self.table(["service", "port", "well when", "critical", "may take", "run by"], rows)
    }

    private static func other(_ service: Service) -> String {
        service.port == nil ? "its process runs" : "its port answers"
    }

    static func seconds(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number)) s" : "\(number) s"
    }

    static func way(_ service: Service) -> String {
        switch service.manager {
        case .systemd: "systemd, `\(service.unit ?? service.name.rawValue)`"
        case .compose: "Compose, `\(service.unit ?? service.name.rawValue)`"
        default: service.launch.map { "`\(Command($0.arguments).shellText)`" } ?? "whatever runs it now"
        }
    }

    var contacts: String {
        let people = facts.contacts.map { "- \($0.name)" + ($0.how.map { ": \($0)" } ?? "") }
        let places = facts.dashboards.map { "- <\($0)>" }
        guard !(people + places).isEmpty else {
            return "Nobody is named yet: add `contacts` and `dashboards` to [the configuration](\(configuration))."
        }
        return (people + places).joined(separator: "\n")
    }

    /// Seen from `rollback/docs/`.
    private var configuration: String { "../config/rollback-config.json" }

    /// Where a rollback leaves something.
    var records: String {
        """
        - `rollback/logs/run-N.html` and `run-N.md`: the report of each run, kept for \(facts.logRetentionDays) days
        - `rollback/logs/rollback-history.log`: a line for each run, and for whoever wants to note something
        - `rollback/logs/incident-DATE-run-N.md`: the document of a rollback by hand; it is never removed
        - `rollback/backups/`: what was kept
        """
    }
}
