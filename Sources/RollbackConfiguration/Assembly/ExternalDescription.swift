import RollbackCore

/// What both files say of one external service.
struct ExternalDescription {
    var name: String
    var place: Place
    var dependencies: ExternalServiceSection?
    var endpoints: ExternalEndpointsSection?

    static func all(_ rollback: RollbackFileSection?, _ endpoints: EndpointsFileSection?) -> [ExternalDescription] {
        var found = (rollback?.externals ?? []).map {
            ExternalDescription(name: $0.name, place: $0.place, dependencies: $0.body)
        }
        for external in endpoints?.externals ?? [] {
            if let index = found.firstIndex(where: { $0.name == external.name }) {
                found[index].endpoints = external.body
            } else {
                found.append(ExternalDescription(name: external.name, place: external.place, endpoints: external.body))
            }
        }
        return found
    }

    /// None when there is nothing to look at.
    func checks(_ findings: Findings) -> [Check] {
        let critical = Agreement.value(dependencies?.critical, endpoints?.critical, findings) ?? true
        var variables: [String] = []
        for name in (dependencies?.variables ?? []) + (endpoints?.variables ?? []) where !variables.contains(name) {
            variables.append(name)
        }
        guard !variables.isEmpty else { return [] }
        return [Check(name: "\(name)/variables", probe: .variables(variables), critical: critical)]
    }
}
