import RollbackCore

extension ServiceDescription {
    /// The checks of a service's endpoints; at most one decides liveness.
    func checks(of service: Service) -> [Check] {
        let live = livenessEndpoint(of: service)
        return service.endpoints.map { endpoint in
            Check(
                name: "\(service.name)/\(endpoint.name)", service: service.name, probe: .http(endpoint),
                critical: service.critical, liveness: endpoint.name == live)
        }
    }
}
