package import RollbackCore

/// The programs of others without which a rollback of this platform would be worse, or would not be at all.
package struct HelperPrograms: Sendable {
    /// What was found of one.
    package struct Found: Hashable, Sendable {
        package var program: String
        /// What it is needed for: `to restart web`.
        package var purpose: String
        /// Without it a rollback stops.
        package var needed: Bool
        /// Nil when it answers.
        package var trouble: Failure?
    }

    private let access: PlatformAccess

    package init(_ access: PlatformAccess) { self.access = access }

    /// - Parameter hasPython: whether there is Python source whose syntax would be checked.
    package func found(hasPython: Bool) async -> [Found] {
        var all: [Found] = []
        if hasPython {
            let python = SyntaxCheck.interpreter(root: access.root, await access.managers.programs(of: access.services))
            let asked = Command([python, "-I", "-S", "-c", ""])
            all.append(
                Found(program: python, purpose: "to check the syntax", needed: false, trouble: await trouble(asked)))
        }
        if let (purpose, needed) = purpose(of: .systemd) {
            let asked = Command(["systemctl", "--version"])
            all.append(Found(program: "systemctl", purpose: purpose, needed: needed, trouble: await trouble(asked)))
        }
        if let (purpose, needed) = purpose(of: .compose) { all.append(await compose(purpose, needed)) }
        return all
    }

    private func compose(_ purpose: String, _ needed: Bool) async -> Found {
        do {
            let choice = try await ComposeProgram(processes: access.effects.processes).choice()
            let words = choice.compose.joined(separator: " ")
            return Found(program: words, purpose: purpose, needed: needed, trouble: nil)
        } catch {
            let trouble = error as? Failure ?? .commandMissing("docker compose", why: access.effects.words(error))
            return Found(program: "docker compose", purpose: purpose, needed: needed, trouble: trouble)
        }
    }

    /// Nil when no service is run so.
    private func purpose(of manager: ServiceManagerKind) -> (String, needed: Bool)? {
        let services = access.services.filter { $0.manager == manager }
        guard !services.isEmpty else { return nil }
        let names = services.map(\.name.rawValue).joined(separator: ", ")
        return ("to restart \(names)", services.contains(where: \.critical))
    }

    private func trouble(_ command: Command) async -> Failure? {
        do {
            _ = try await access.effects.processes.require(command, limit: .seconds(10))
            return nil
        } catch {
            return error as? Failure
                ?? .commandMissing(command.arguments.first ?? "", why: access.effects.words(error))
        }
    }
}
