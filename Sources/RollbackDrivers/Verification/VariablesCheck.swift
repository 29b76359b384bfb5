import RollbackCore

/// Whether the variables that a platform needs are set. Names only: values are secrets.
struct VariablesCheck: Sendable {
    /// Whose variables they are.
    enum Needing {
        case each([Service])
        /// No configuration says which service needs them: one must have them all, and is named.
        case any([Service])
    }
    let effects: Effects
    let managers: ServiceManagers
    let root: String

    func measure(_ names: [String], of needing: Needing) async throws -> (Verdict, String) {
        let list = names.joined(separator: ", ")
        switch needing {
        case .any(let services) where services.isEmpty: return own(names)
        case .each(let services):
            let lacking = try await lacking(names, in: services).filter { !$0.names.isEmpty }
            return lacking.isEmpty
                ? (.healthy, "\(list) set in \(Self.names(services))") : (.bad, "not set \(Self.words(lacking))")
        case .any(let services):
            let lacking = try await lacking(names, in: services)
            if let complete = lacking.first(where: \.names.isEmpty) {
                return (.healthy, "\(list) set in \(complete.service)")
            }
            return (.bad, "not set \(Self.words(lacking))")
        }
    }

    /// Without any service: lastgood's own environment.
    private func own(_ names: [String]) -> (Verdict, String) {
        let own = effects.table.setting(of: ProcessSelf.id)?.environment ?? [:]
        let missing = names.filter { (own[$0] ?? "").isEmpty }
        return missing.isEmpty
            ? (.healthy, "\(names.joined(separator: ", ")) set") : (.bad, "not set: \(missing.joined(separator: ", "))")
    }

    private typealias Lacking = (service: ServiceName, names: [String])

    private func lacking(_ names: [String], in services: [Service]) async throws -> [Lacking] {
        var found: [Lacking] = []
        for service in services {
            let facts = try await managers[service].facts(of: service)
            let running = facts.processes.first.flatMap { effects.table.setting(of: $0.id)?.environment } ?? [:]
            let file = try EnvironmentFile.variables(of: service, facts, root: root)
            found.append((service.name, names.filter { (running[$0] ?? file[$0] ?? "").isEmpty }))
        }
        return found
    }

    /// `in web: KEY; in worker: KEY, OTHER`.
    private static func words(_ lacking: [Lacking]) -> String {
        lacking.map { "in \($0.service): \($0.names.joined(separator: ", "))" }.joined(separator: "; ")
    }

    private static func names(_ services: [Service]) -> String {
        services.map(\.name.rawValue).joined(separator: ", ")
    }
}
