import RollbackCore

/// What both files say of one service.
struct ServiceDescription {
    var name: String
    var place: Place
    var dependencies: ServiceSection?
    var endpoints: ServiceEndpointsSection?

    /// Every service of either file, in the order of `service_dependencies` first.
    static func all(_ rollback: RollbackFileSection?, _ endpoints: EndpointsFileSection?) -> [ServiceDescription] {
        var found = (rollback?.services ?? []).map {
            ServiceDescription(name: $0.name, place: $0.place, dependencies: $0.body)
        }
        for service in endpoints?.services ?? [] {
            if let index = found.firstIndex(where: { $0.name == service.name }) {
                found[index].endpoints = service.body
            } else {
                found.append(ServiceDescription(name: service.name, place: service.place, endpoints: service.body))
            }
        }
        return found
    }

    func service(root: String, home: String, limits: TimeoutsSection?, _ findings: Findings) -> Service {
        let port = Agreement.value(dependencies?.port, endpoints?.port, findings)
        let manager = dependencies?.run.manager ?? .process
        return Service(
            name: ServiceName(name), title: endpoints?.title, port: port,
            dependsOn: dependencies?.dependsOn.map(\.value) ?? [],
            critical: Agreement.value(dependencies?.critical, endpoints?.critical, findings) ?? true,
            manager: manager, launch: dependencies?.run.launch(root: root, home: home), unit: unit(manager),
            limits: serviceLimits(limits), endpoints: requests(port: port, findings))
    }

    /// systemd names its services `NAME.service` (systemd.unit(5)).
    private func unit(_ manager: ServiceManagerKind) -> String? {
        switch manager {
        case .systemd: dependencies?.run.unit ?? "\(name).service"
        case .compose: dependencies?.run.unit ?? name
        default: nil
        }
    }

    /// `service_restart_seconds` covers going down and coming up, so a polite stop gets no more than 10 of them.
    private func serviceLimits(_ common: TimeoutsSection?) -> ServiceLimits {
        ServiceLimits(
            stop: dependencies?.stopLimit ?? min(10, common?.restart ?? 10),
            ready: dependencies?.readyLimit ?? common?.health ?? 60)
    }

    private func requests(port: Int?, _ findings: Findings) -> [Endpoint] {
        let named = endpoints?.endpoints ?? []
        guard let port else {
            let asked = named.first?.place ?? dependencies?.health?.place
            if let asked { findings.problem(asked, "the service \(Shown.quoted(name)) has endpoints and no port") }
            return []
        }
        let base = "\(endpoints?.scheme ?? "http")://localhost:\(port)"
        return named.map { Endpoint($0, base: base) } + healthEndpoint(beside: named, base: base, findings)
    }

    /// The endpoint that `health_endpoint` stands for where the other file describes none.
    private func healthEndpoint(
        beside named: [Named<EndpointSection>], base: String, _ findings: Findings
    ) -> [Endpoint] {
        guard let health = dependencies?.health, !named.contains(where: { $0.body.path == health.value }) else {
            return []
        }
        if let chosen = named.first(where: { $0.name == "health" }) ?? named.first(where: { $0.name == "root" }) {
            findings.note(health.place, "has no effect: the endpoint at \(chosen.place.short) decides liveness")
            return []
        }
        return [Endpoint(name: "health", url: base + health.value)]
    }

    /// The name of the endpoint whose answer makes the service live.
    func livenessEndpoint(of service: Service) -> String? {
        let names = service.endpoints.map(\.name)
        if let name = ["health", "root"].first(where: names.contains) { return name }
        guard let path = dependencies?.health?.value else { return nil }
        return endpoints?.endpoints.first { $0.body.path == path }?.name
    }
}

extension Endpoint {
    init(_ section: Named<EndpointSection>, base: String) {
        let body = section.body
        self.init(
            name: section.name, method: body.method, url: base + body.path, expectedStatus: body.status,
            expectedText: body.contains, timeout: body.limit)
    }
}
