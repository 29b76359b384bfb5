import RollbackConfiguration
import RollbackCore

/// Every check of a platform: the configured ones, and those that need no configuration.
struct CheckList: Sendable {
    let configuration: PlatformConfiguration
    let services: [Service]
    /// Addresses given for this run.
    let addresses: [String]

    /// - Parameter codeIsCritical: the checkout should be one known commit; otherwise somebody may be working on it.
    func all(codeIsCritical: Bool) -> [Check] {
        let configured = configuration.checks
        return given + configured + services.flatMap { found($0, configured) } + configuration.database.assertions
            + files + code(codeIsCritical)
    }

    /// What none of these checks can say.
    var unproved: [String] {
        services.isEmpty && addresses.isEmpty && configuration.checks.isEmpty
            ? ["that anything is served: no running service was found, and no --check was given"] : []
    }

    private var given: [Check] {
        addresses.map {
            Check(name: $0, probe: .http(Endpoint(name: $0, url: $0)), critical: true, liveness: true)
        }
    }

    /// What can be said of a service without being told: it runs, and its port answers.
    private func found(_ service: Service, _ configured: [Check]) -> [Check] {
        let hasLiveness = configured.contains { $0.service == service.name && $0.liveness }
        let process = Check(
            name: "\(service.name)/process", service: service.name, probe: .process, critical: service.critical,
            liveness: !hasLiveness)
        guard let port = service.port else { return [process] }
        let check = Check(
            name: "\(service.name)/port", service: service.name, probe: .port(port), critical: service.critical,
            liveness: !hasLiveness)
        return [process, check]
    }

    private var files: [Check] {
        configuration.criticalFiles.isEmpty
            ? [] : [Check(name: "critical files", probe: .files(configuration.criticalFiles), critical: true)]
    }

    private func code(_ isCritical: Bool) -> [Check] {
        [
            Check(name: "code", probe: .code, critical: isCritical),
            Check(name: "syntax", probe: .syntax, critical: false),
        ]
    }
}
