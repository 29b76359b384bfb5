import FoundationEssentials
package import RollbackCore

/// Sees what is broken before it is gone: failing answers and the services' last lines.
struct NoteSymptoms: Step {
    static let kind: StepKind = "symptoms"

    struct Output: Codable, Sendable {
        var symptoms: [Symptom]
    }

    let services: [Service]
    /// The plan's; its addresses are asked.
    let checks: [Check]
    let managers: ServiceManagers
    let effects: Effects
    /// Takes secrets out of what was seen.
    let mask: @Sendable (String) -> String

    /// On the way of a rollback every millisecond counts: an answer slower than this is a symptom by itself.
    private static let patience = 0.25
    private static let lines = 20
    /// Whose symptom it is when an address belongs to no service.
    private static let platform: ServiceName = "platform"

    func perform(_ progress: StepProgress) async throws -> Output {
        let found = await found()
        found.forEach { progress(.symptom($0)) }
        return Output(symptoms: found)
    }

    func found() async -> [Symptom] {
        await withTaskGroup(of: [Symptom].self) { group in
            for check in checks { group.addTask { await failing(check) } }
            for service in services { group.addTask { await lastLines(of: service) } }
            return await group.reduce(into: []) { $0 += $1 }.sorted { ($0.service, $0.what) < ($1.service, $1.what) }
        }
    }

    private func lastLines(of service: Service) async -> [Symptom] {
        let lines = await (try? managers[service])?.lastLines(service, count: Self.lines) ?? []
        return lines.isEmpty
            ? [] : [Symptom(service: service.name, source: .log, what: "last lines", lines: lines.map(mask))]
    }

    private func failing(_ check: Check) async -> [Symptom] {
        guard case .http(let endpoint) = check.probe else { return [] }
        let request = HTTPProbeRequest(
            method: endpoint.method, url: endpoint.url, limit: .seconds(min(Self.patience, endpoint.timeout)))
        let what = "\(endpoint.method) \(endpoint.url)"
        let service = check.service ?? Self.platform
        do {
            let response = try await effects.http.fetch(request)
            guard let why = HTTPCheck.shortfall(of: response, endpoint) else { return [] }
            let body = String(decoding: response.body.prefix(2000), as: UTF8.self)
            let lines = mask(body).split(separator: "\n").map(String.init)
            return [Symptom(service: service, what: "\(what) → \(why)", lines: lines)]
        } catch {
            return [Symptom(service: service, what: "\(what) → no answer", lines: [mask(effects.words(error))])]
        }
    }
}

extension PlatformAccess {
    /// What is broken at this moment, secrets masked.
    package func symptoms(_ checks: [Check]) async -> [Symptom] {
        await NoteSymptoms(
            services: services, checks: checks, managers: managers, effects: effects, mask: mask
        ).found()
    }
}
