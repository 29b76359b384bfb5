import RollbackCore
import RollbackDrivers
import RollbackReporting

/// Whether each service runs and could be started again, with what it needs for that.
struct ServiceDoctor: Sendable {
    let platform: Platform

    func findings() async -> [Finding] {
        guard !platform.services.isEmpty else {
            return [
                Finding(
                    .warning, "services", "no service is configured, and none was found running: nothing is restarted",
                    advice: "Have the project's services found and written down",
                    command: .initialize(updates: false, consents: false))
            ] + (await helpers())
        }
        var found: [Finding] = []
        for service in platform.services { found.append(await finding(service)) }
        return found + platform.services.compactMap(secrets) + (await helpers())
    }

    private func finding(_ service: Service) async -> Finding {
        let (subject, grave) = ("service \(service.name)", service.critical ? Finding.Grade.problem : .warning)
        do {
            let manager = try platform.access.managers[service]
            let facts = try await manager.facts(of: service)
            if let found = await manager.startObstacle(service, like: facts, EnvironmentChange()) {
                return Finding(
                    found.liesInRelease ? .warning : grave, subject, "it cannot be started again: \(found.why)",
                    advice: found.liesInRelease
                        ? "Another release may have it; see what a rollback would do"
                        : "Clear that now: a rollback restarts it",
                    command: found.liesInRelease ? SuggestedCommand.plan.text : nil)
            }
            guard facts.ran else {
                return Finding(
                    .warning, subject, "it does not run, and can be started", advice: "Read what it said last",
                    command: .logs(service.name))
            }
            return Finding(.ok, subject, "it runs, and can be started again")
        } catch let failure as Failure {
            return Finding(grave, subject, failure)
        } catch {
            return Finding(grave, subject, platform.effects.words(error))
        }
    }

    /// Nil for a service whose configuration refers to none. Their values are nobody's to see.
    private func secrets(_ service: Service) -> Finding? {
        let count = service.launch?.secrets.count ?? 0
        guard count > 0 else { return nil }
        do {
            _ = try SecretValues(environment: platform.machine.environment).all(of: service)
            return Finding(
                .ok, "secrets", "\(Words.count(count, "value")) that \(service.name) is started with can be found")
        } catch let failure as Failure {
            return Finding(.problem, "secrets", failure)
        } catch {
            return Finding(.problem, "secrets", platform.effects.words(error))
        }
    }

    private func helpers() async -> [Finding] {
        let hasPython = (try? await platform.git.hasPython(in: platform.access.scope)) ?? false
        return await HelperPrograms(platform.access).found(hasPython: hasPython).map { found in
            let name = "\(found.program) (\(found.purpose))"
            guard let trouble = found.trouble else { return Finding(.ok, "helpers", "\(name) answers") }
            return Finding(
                found.needed ? .problem : .warning, "helpers", "\(name): \(platform.effects.words(trouble))",
                advice: "Install it on this machine, or mend what keeps it from answering")
        }
    }
}
