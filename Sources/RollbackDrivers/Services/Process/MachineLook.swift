import RollbackCore

/// One look at all processes of the machine, for as many services as are looked for at that moment.
final class MachineLook {
    let families: ProcessFamilies
    private let table: any ProcessTable
    /// Asked only for services that are known by a port: it takes a look at every descriptor of the machine.
    private lazy var listeners = Result { try table.listeners() }

    /// - Throws: `Failure.file` when the machine's processes cannot be listed.
    init(_ table: any ProcessTable) throws {
        self.table = table
        families = ProcessFamilies(try table.processes())
    }

    func listener(on port: Int) throws -> Listener? { try listeners.get().first { $0.port == port } }
}
