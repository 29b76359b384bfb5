import RollbackCore

/// What can only be seen when both files are known: names that must exist, things that must be unique.
struct ReferenceChecks {
    var services: [ServiceDescription]
    var externals: [ExternalDescription]
    var findings: Findings

    private var names: [String] { services.map(\.name) + externals.map(\.name) }

    func run(sequence: [Located<String>], hooks: [Located<HookSection>], commits: [Located<KnownGoodSection>]) {
        for external in externals {
            guard let service = services.first(where: { $0.name == external.name }) else { continue }
            findings.problem(external.place, "\(Shown.quoted(external.name)) is also a service, \(service.place.short)")
        }
        checkDependencies()
        checkPorts()
        checkNames(sequence, in: "the sequence")
        unique(sequence) {
            "\(Shown.quoted($0)) is listed twice"
        } key: {
            $0
        }
        unique(hooks) {
            "a second hook is called \(Shown.quoted($0))"
        } key: {
            $0.name
        }
        unique(commits) {
            "the commit \($0) is listed twice"
        } key: {
            $0.entry.hash
        }
    }

    private func checkDependencies() {
        for service in services {
            checkNames(service.dependencies?.dependsOn ?? [], in: "depends_on")
        }
    }

    private func checkNames(_ given: [Located<String>], in list: String) {
        for name in given where !names.contains(name.value) {
            let hint = Nearest.hint(for: name.value, among: names)
            let quoted = Shown.quoted(name.value)
            findings.problem(
                name.place, "\(list) names \(quoted), which is neither a service nor an external service\(hint)")
        }
    }

    private func checkPorts() {
        var holders: [Int: (name: String, place: Place)] = [:]
        for service in services {
            guard let port = service.dependencies?.port ?? service.endpoints?.port else { continue }
            if let holder = holders[port.value] {
                findings.problem(
                    port.place,
                    "port \(port.value) is also the port of \(Shown.quoted(holder.name)), \(holder.place.short)")
            } else {
                holders[port.value] = (service.name, port.place)
            }
        }
    }

    private func unique<Value>(
        _ values: [Located<Value>], _ message: (String) -> String, key: (Value) -> String
    ) {
        var first: [String: Place] = [:]
        for value in values {
            let key = key(value.value)
            if let place = first[key] {
                findings.problem(value.place, "\(message(key)); first on line \(place.line)")
            } else {
                first[key] = value.place
            }
        }
    }
}
