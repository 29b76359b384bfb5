import RollbackCore

/// Who is on a port.
struct PortHolder {
    let machine: ServiceMachine

    /// - Throws: `Failure.portTaken` naming the process that listens on the port.
    func refuse(_ port: Int, _ service: Service) throws {
        guard try machine.table.isListened(port) else { return }
        guard let listener = try machine.table.listeners().first(where: { $0.port == port }) else { return }
        throw Failure.portTaken(port: port, holder: holder(listener), service: service.name)
    }

    /// Somebody whom the caller may not look at: very likely the service itself, under another user.
    func isHidden(_ port: Int) throws -> Bool {
        guard try machine.table.isListened(port) else { return false }
        return try machine.table.listeners().contains { $0.port == port && $0.processes.isEmpty }
    }

    /// `process 4711 (python server.py) of user deploy`.
    private func holder(_ listener: Listener) -> String {
        guard let id = listener.processes.first else { return "a process of another user or container" }
        let arguments = machine.table.describe(id)?.arguments ?? []
        let user =
            machine.table.setting(of: id).map {
                " of user \(FileFacts.account(of: $0.owner.user)?.name ?? String($0.owner.user))"
            } ?? ""
        return "process \(id) (\(Command(arguments).shellText))\(user)"
    }
}
