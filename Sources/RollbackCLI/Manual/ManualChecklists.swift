import RollbackConfiguration
import RollbackCore

/// The checklists around a run by hand, made from the configuration. Their words are what answers are known by, so
/// nothing in them may change while a run goes on.
struct ManualChecklists: Sendable {
    let configuration: PlatformConfiguration
    let services: [Service]
    let plan: Plan

    init(_ platform: Platform, _ plan: Plan) {
        configuration = platform.configuration
        services = platform.services
        self.plan = plan
    }

    var all: [Checklist] { [before, after] }

    private var before: Checklist {
        Checklist(
            .before,
            [
                Checklist.Group(
                    "How bad it is",
                    [
                        "Production is affected\(names)", "A fix would take longer than going back",
                        "Going back is safer than going forward",
                    ]),
                Checklist.Group("Where to", target), Checklist.Group("People", people),
                Checklist.Group(
                    "The state as it is now",
                    [
                        "What a rollback does not capture is kept: the database, uploaded files",
                        "The environment variables are kept", "Error messages and symptoms are noted",
                    ]),
            ])
    }

    private var names: String {
        services.isEmpty ? "" : ": \(services.map(\.name.rawValue).joined(separator: ", "))"
    }

    private var target: [String] {
        let id = plan.target.id
        let known = configuration.knownGood.first { id.rawValue.hasPrefix($0.hash.lowercased()) && $0.verified }
        let file = ConfigurationFile.knownGood.path
        let schema = "The database's schema fits the target, or is taken back by hand"
        return ["The target is the right one: \(id.short) “\(plan.target.subject)”"]
            + [known == nil ? "Somebody vouches for the target: \(file) does not" : "The target is known good: \(file)"]
            + (plan.notes.schema == .compatible ? [] : [schema])
            + configuration.dashboards.map { "The host's own list of deployments was looked at: \($0)" }
    }

    private var people: [String] {
        let people = configuration.contacts.map { contact in contact.name + (contact.how.map { ", \($0)" } ?? "") }
        let told = people.isEmpty ? ["The team knows that a rollback begins, and who does it"] : []
        return told + people.map { "Knows that a rollback begins: \($0)" }
            + ["The status page says so, if there is one"]
    }

    private var after: Checklist {
        Checklist(
            .after,
            [
                Checklist.Group("Services", services.map(works) + ["lastgood verify ends with 0"]),
                Checklist.Group(
                    "By hand",
                    ["Somebody has logged in, and done what people come for"] + externals.map { "Tried out: \($0)" }),
                Checklist.Group(
                    "Data",
                    ["The newest rows are there", "People's data is whole", "The audit logs were looked at"]),
                Checklist.Group(
                    "What stays to be done",
                    [
                        "The cause, as far as it is known, is in the incident's document",
                        "Everybody who was told at the beginning knows how it ended",
                        "Once the fix is ready: lastgood unpin",
                    ]),
            ])
    }

    private func works(_ service: Service) -> String {
        let title = service.title ?? service.name.rawValue
        return address(of: service).map { "\(title) answers: \($0)" } ?? "\(title) works"
    }

    private func address(of service: Service) -> String? {
        for check in configuration.checks where check.service == service.name && check.liveness {
            if case .http(let endpoint) = check.probe { return endpoint.url }
        }
        return service.endpoints.first?.url
    }

    /// What the services need and nobody here runs: known by the variables that they need.
    private var externals: [String] {
        configuration.checks.filter { $0.service == nil && $0.name.hasSuffix("/variables") }
            .map { String($0.name.dropLast("/variables".count)) }
    }
}
