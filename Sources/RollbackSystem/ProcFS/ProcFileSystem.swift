import Glibc
package import RollbackCore

/// The processes of this machine, from `/proc` (proc(5)).
package struct ProcFileSystem: ProcessTable {
    private let root: String
    private let boot: String

    /// - Parameter root: where the system shows its processes.
    package init(root: String = "/proc") {
        self.root = root
        // It cannot change while this program runs.
        boot = ProcFiles.text("\(root)/sys/kernel/random/boot_id").map { String($0.prefix { $0 != "\n" }) } ?? ""
    }

    package func bootID() -> String { boot }

    package func processes() throws -> [ProcessDescription] { try ids().compactMap(describe) }

    package func describe(_ id: Int32) -> ProcessDescription? {
        guard let stat = ProcFiles.small("\(root)/\(id)/stat").flatMap({ ProcStat($0) }) else { return nil }
        let line = stat.belongsToKernel ? nil : ProcFiles.small("\(root)/\(id)/cmdline")
        return ProcessDescription(
            identity: ProcessIdentity(id: id, startTicks: stat.startTicks, boot: boot), parent: stat.parent,
            group: stat.group, session: stat.session, terminal: stat.terminal, ended: stat.ended,
            arguments: line.map(ProcText.arguments) ?? [],
            foreground: stat.foreground)
    }

    package func setting(of id: Int32) -> ProcessSetting? {
        let place = "\(root)/\(id)"
        guard let directory = workingDirectory(of: id), let arguments = ProcFiles.bytes("\(place)/cmdline"),
            let environment = ProcFiles.bytes("\(place)/environ"), let status = ProcFiles.text("\(place)/status"),
            let user = ProcText.effectiveID("Uid", in: status), let group = ProcText.effectiveID("Gid", in: status)
        else { return nil }
        return ProcessSetting(
            arguments: ProcText.arguments(arguments),
            executable: ProcFiles.link("\(place)/exe").map(ProcText.linkTarget) ?? "", directory: directory,
            environment: ProcText.environment(environment), owner: UserIdentity(user: user, group: group),
            outputFile: regularFile("\(place)/fd/1"), errorFile: regularFile("\(place)/fd/2"),
            controlGroup: ProcFiles.text("\(place)/cgroup").map(ProcText.controlGroup) ?? "",
            mask: ProcText.mask(in: status))
    }

    package func workingDirectory(of id: Int32) -> String? {
        ProcFiles.link("\(root)/\(id)/cwd").map(ProcText.linkTarget)
    }

    package func listeners() throws -> [Listener] { listeners(among: try ids()) }

    package func listeners(of processes: Set<Int32>) throws -> [Listener] {
        listeners(among: Array(processes)).filter { !$0.processes.isEmpty }
    }

    package func isListened(_ port: Int) throws -> Bool { listenedPorts().values.contains(port) }

    package func isListened(_ port: Int, seenBy process: Int32) -> Bool? {
        let tables = tables(of: "\(process)/")
        return tables.isEmpty ? nil : Self.ports(tables).values.contains(port)
    }

    /// By the socket's inode number.
    private func listenedPorts() -> [UInt64: Int] {
        if root == "/proc", let ports = SocketDiagnosis.listenedPorts() { return ports }
        return Self.ports(tables(of: ""))
    }

    private func tables(of process: String) -> [String] {
        ["tcp", "tcp6"].compactMap { name in
            ProcFiles.bytes("\(root)/\(process)net/\(name)", until: ProcSockets.isPastListeners)
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private static func ports(_ tables: [String]) -> [UInt64: Int] {
        tables.map(ProcSockets.listening).reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    private func listeners(among ids: [Int32]) -> [Listener] {
        let ports = listenedPorts()
        guard !ports.isEmpty else { return [] }
        var holders: [Int: Set<Int32>] = [:]
        for id in ids {
            ProcFiles.descriptorLinks(of: "\(root)/\(id)") { link in
                guard let port = ProcSockets.inode(ofLink: link).flatMap({ ports[$0] }) else { return }
                holders[port, default: []].insert(id)
            }
        }
        return Set(ports.values).sorted().map { Listener(port: $0, processes: (holders[$0] ?? []).sorted()) }
    }

    /// - Throws: `Failure.file` when there is no `/proc` to read.
    private func ids() throws -> [Int32] {
        guard let ids = ProcFiles.numbers(in: root) else { throw Failure.file(path: root, doing: "list", errno: errno) }
        return ids
    }

    /// The path behind a descriptor's link when it is a regular file that still has that name.
    private func regularFile(_ link: String) -> String? {
        guard let target = ProcFiles.link(link), target.hasPrefix("/") else { return nil }
        var facts = stat()
        guard stat(link, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return ProcText.linkTarget(target)
    }
}
