/// The order in which services start: each level needs only the levels before it.
package enum ServiceLevels {
    /// Services grouped so that everything a service depends on stands in an earlier group. Names that are no
    /// service of the list (external services, services not asked for) order nothing.
    /// - Throws: `Failure.dependencyCycle` naming the circle.
    package static func ordered(_ services: [Service]) throws -> [[Service]] {
        let known = Set(services.map(\.name.rawValue))
        var waiting = services.sorted { $0.name < $1.name }
        var started: Set<String> = []
        var levels: [[Service]] = []
        while !waiting.isEmpty {
            let ready = waiting.filter { $0.dependsOn.allSatisfy { !known.contains($0) || started.contains($0) } }
            guard !ready.isEmpty else { throw Failure.dependencyCycle(cycle(in: waiting)) }
            levels.append(ready)
            started.formUnion(ready.map(\.name.rawValue))
            waiting.removeAll { started.contains($0.name.rawValue) }
        }
        return levels
    }

    /// Follows first dependencies until one repeats. Every service given waits for another of them.
    private static func cycle(in services: [Service]) -> [ServiceName] {
        var path: [ServiceName] = []
        var next = services.first
        while let service = next {
            if let start = path.firstIndex(of: service.name) { return Array(path[start...]) + [service.name] }
            path.append(service.name)
            next =
                service.dependsOn.lazy
                .compactMap { name in services.first { $0.name.rawValue == name } }.first
        }
        return path
    }
}
