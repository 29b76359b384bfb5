import RollbackCore

/// How a process is tied to the checkout.
enum ProcessHome: Hashable {
    /// It works there, or its program or script lies there.
    case own
    /// It was only given a path that lies there: `nginx -c /srv/app/nginx.conf`, but a backup's too.
    case named

    init?(_ process: ProcessDescription, directory: String?, roots: [String]) {
        func isInside(_ path: String) -> Bool { roots.contains { Paths.contains($0, path) } }
        let program = Program(process.arguments)
        let script =
            ProgramKinds.shells.contains(program.name)
            ? program.rest.first { !$0.hasPrefix("-") } : program.interpreted.name
        let own = [directory, process.arguments.first, script].compactMap { $0 }
        if own.contains(where: isInside) {
            self = .own
        } else if process.arguments.contains(where: isInside) {
            self = .named
        } else {
            return nil
        }
    }
}
