package import RollbackCore

/// Runs one check and says what was seen. A check never throws: what cannot be measured is inconclusive.
package struct CheckRunner: Sendable {
    let effects: Effects
    let services: [Service]
    let managers: ServiceManagers
    let git: GitRepository?
    let root: String
    let scope: CodeScope
    let expected: CodeExpectation
    /// Nil where the code is in the checkout itself.
    let folders: ReleaseFolders?
    /// Asks one of the platform's databases.
    var answer: @Sendable (DatabaseQuestion) async throws -> [[String?]] = { _ in
        throw Failure.database(.noneKnown)
    }
    /// What of the code needs no checkout is asked of git's store: the swap is still to come.
    var isAhead = false

    package init(
        effects: Effects, services: [Service], managers: ServiceManagers, git: GitRepository?, root: String,
        scope: CodeScope, expected: CodeExpectation, folders: ReleaseFolders? = nil
    ) {
        self.effects = effects
        self.services = services
        self.managers = managers
        self.git = git
        self.root = root
        self.scope = scope
        self.expected = expected
        self.folders = folders
    }

    package func run(_ check: Check) async -> CheckResult {
        let began = effects.clock.now()
        let (verdict, evidence) = await measure(check)
        return CheckResult(
            check: check, verdict: verdict, evidence: evidence,
            milliseconds: (effects.clock.now() - began).seconds * 1000)
    }

    private func measure(_ check: Check) async -> (Verdict, String) {
        do {
            switch check.probe {
            case .http(let endpoint): return try await HTTPCheck(effects: effects).measure(endpoint)
            case .port(let port): return try await portAnswers(port, check.service)
            case .process: return try await processRuns(check.service)
            case .variables(let names):
                return try await VariablesCheck(effects: effects, managers: managers, root: root)
                    .measure(names, of: needing(check))
            case .question(let question): return try await QuestionCheck(answer: answer).measure(question)
            case .files(let paths): return FilesCheck(root: root).measure(paths)
            case .syntax:
                return try await SyntaxCheck(
                    root: root, git: git, scope: scope, effects: effects, paths: expected.written,
                    stored: isAhead ? expected.placed : [],
                    programs: await managers.programs(of: services), folders: folders
                ).measure()
            case .code:
                if let git, let folders {
                    return try await DirectoryCheck(git: git, folders: folders, expected: expected).measure()
                }
                return try await CodeCheck(git: git, scope: scope, expected: expected, now: effects.clock.now())
                    .measure()
            }
        } catch {
            return (.inconclusive, effects.words(error))
        }
    }

    /// The services that need what a check of variables names: its own, those that depend on the external service that
    /// it is named after (`supabase/variables`), or nobody knows which.
    private func needing(_ check: Check) -> VariablesCheck.Needing {
        if let name = check.service { return .each(services.filter { $0.name == name }) }
        let external = check.name.prefix { $0 != "/" }
        let dependent = services.filter { $0.dependsOn.contains(String(external)) }
        return dependent.isEmpty ? .any(services) : .each(dependent)
    }

    private func service(_ name: ServiceName?) -> Service? { services.first { $0.name == name } }

    /// The cheap questions first: they are asked every few milliseconds while a service starts.
    private func portAnswers(_ port: Int, _ name: ServiceName?) async throws -> (Verdict, String) {
        let table = effects.table
        guard try table.isListened(port) else { return (.bad, "nothing listens on port \(port)") }
        let well = (Verdict.healthy, "port \(port) is listened on")
        guard let service = service(name) else { return well }
        if let listens = try await managers[service].listens(service, behind: port) {
            return listens ? well : (.bad, "\(service.name) does not listen behind port \(port)")
        }
        guard service.manager == .process else { return well }
        let facts = try await managers[service].facts(of: service)
        if try table.listeners(of: Set(facts.processes.map(\.id))).contains(where: { $0.port == port }) { return well }
        let families = ProcessFamilies(try table.processes())
        let own = Set(facts.processes.flatMap(families.members).map(\.identity.id))
        let listeners = try table.listeners().filter { $0.port == port }
        let holders = Set(listeners.flatMap(\.processes))
        // Containers and other users' processes hold ports without being seen.
        if listeners.contains(where: \.processes.isEmpty) || !own.isDisjoint(with: holders) { return well }
        let ids = holders.sorted().map(String.init).joined(separator: ", ")
        return (.bad, "port \(port) is held by another process (\(ids))")
    }

    private func processRuns(_ name: ServiceName?) async throws -> (Verdict, String) {
        guard let service = service(name) else { return (.inconclusive, "there is no such service") }
        let facts = try await managers[service].facts(of: service)
        guard let main = facts.processes.first else { return (.bad, "\(service.name) does not run") }
        return (.healthy, "process \(main.id) runs")
    }
}
