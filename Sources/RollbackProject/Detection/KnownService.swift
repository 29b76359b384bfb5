import RollbackCore

extension ServiceGuess {
    static let knownReason = "it was written down before"

    /// A service that the configuration has already.
    init(known service: Service, root: String) {
        let running = RunningService(
            service: service, arguments: service.launch?.arguments ?? [], directory: service.launch?.directory ?? root,
            why: "")
        self = running.guess(root: root)
        name = service.name.rawValue
        title = service.title
        framework = Framework(rawValue: name)
        dependsOn = service.dependsOn
        health = service.endpoints.first.map { Self.path($0.url) }
        if service.manager == .process, service.launch == nil { start = nil }
        modules = []
        seen = nil
        reasons = [Self.knownReason]
    }

    /// What stands behind the host and port of an address.
    private static func path(_ url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
}
