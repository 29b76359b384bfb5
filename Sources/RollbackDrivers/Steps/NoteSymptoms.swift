import FoundationEssentials
import RollbackCore

/// Sees what is broken before it is gone: failing answers and the services' last lines.
struct NoteSymptoms: Step {
    static let kind: StepKind = "symptoms"

    struct Output: Codable, Sendable {
        var symptoms: [Symptom]
    }

    let services: [Service]
    let managers: ServiceManagers
    let effects: Effects
    /// Takes secrets out of what was seen.
    let mask: @Sendable (String) -> String

    /// On the way of a rollback every millisecond counts: an answer slower than this is a symptom by itself.
    private static let patience = 0.25
    private static let lines = 20

    func perform(_ progress: StepProgress) async throws -> Output {
        let found = await withTaskGroup(of: [Symptom].self) { group in
            for service in services { group.addTask { await symptoms(of: service) } }
            return await group.reduce(into: []) { $0 += $1 }.sorted { $0.service < $1.service }
        }
        found.forEach { progress(.symptom($0)) }
        return Output(symptoms: found)
    }

    private func symptoms(of service: Service) async -> [Symptom] {
        var found: [Symptom] = []
        for endpoint in service.endpoints {
            if let symptom = await failing(endpoint, service) { found.append(symptom) }
        }
        let lines = await (try? managers[service])?.lastLines(service, count: Self.lines) ?? []
        if !lines.isEmpty { found.append(Symptom(service: service.name, what: "last lines", lines: lines.map(mask))) }
        return found
    }

    private func failing(_ endpoint: Endpoint, _ service: Service) async -> Symptom? {
        let request = HTTPProbeRequest(
            method: endpoint.method, url: endpoint.url, limit: .seconds(min(Self.patience, endpoint.timeout)))
        let what = "\(endpoint.method) \(endpoint.url)"
        do {
            let response = try await effects.http.fetch(request)
            guard response.status != endpoint.expectedStatus else { return nil }
            let body = String(decoding: response.body.prefix(2000), as: UTF8.self)
            return Symptom(
                service: service.name, what: "\(what) → \(response.status)",
                lines: mask(body).split(separator: "\n").map(String.init))
        } catch {
            return Symptom(service: service.name, what: "\(what) → no answer", lines: [mask(effects.words(error))])
        }
    }
}
