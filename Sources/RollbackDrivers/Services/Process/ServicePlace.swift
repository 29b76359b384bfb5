import RollbackCore
import RollbackFiles

/// Which processes are at home in the platform's directories.
struct ServicePlace {
    let machine: ServiceMachine
    let service: Service
    let look: MachineLook

    private var families: ProcessFamilies { look.families }

    /// The oldest process of this platform that holds the port. A stranger's is not the service, however much it is
    /// in the way: stopping it would be a second incident.
    func holder(of port: Int) throws -> ProcessDescription? {
        (try look.listener(on: port)?.processes ?? []).compactMap { families.byID[$0] }
            .filter { !$0.ended && isHere($0) }
            .min { $0.identity.startTicks < $1.identity.startTicks }
    }

    /// The main process above one that was found: a gunicorn master above its worker, `npm start` above its node.
    func top(of process: ProcessDescription) -> ProcessDescription {
        let protected = families.chain(of: machine.process)
        return families.top(of: process) { parent in
            !protected.contains(parent.identity.id) && parent.session == process.session && !parent.ended
                && ProcessRole(parent.arguments) == .candidate && isHere(parent)
        }
    }

    /// The oldest process with this command line in this directory that has no parent like it.
    func process(running arguments: [String], in directory: String) -> ProcessDescription? {
        guard !arguments.isEmpty else { return nil }
        let protected = families.chain(of: machine.process)
        return families.byID.values
            .filter { !$0.ended && !protected.contains($0.identity.id) }
            .filter { CommandMatch.matches($0.arguments, arguments) }
            .filter { isAt(machine.table.workingDirectory(of: $0.identity.id), directory) }
            .min { $0.identity.startTicks < $1.identity.startTicks }
            .map(top)
    }

    /// A process that went through the link is in the release directory that was live then.
    private func isAt(_ place: String?, _ directory: String) -> Bool {
        guard let home = machine.home, Paths.contains(home, directory), let place else { return place == directory }
        let releases = "\(machine.checkout)/\(ReleaseLayout.folder)"
        guard Paths.contains(releases, place) else { return place == FileCall.realPath(directory) }
        let below = place.dropFirst(releases.count + 1).drop { $0 != "/" }
        return below == directory.dropFirst(home.count)
    }

    private func isHere(_ process: ProcessDescription) -> Bool {
        let roots = [machine.checkout] + (service.launch.map { [$0.directory] } ?? [])
        let directory = machine.table.workingDirectory(of: process.identity.id)
        return roots.contains { root in
            directory.map { Paths.contains(root, $0) } ?? false
                || process.arguments.contains { Paths.contains(root, $0) }
        }
    }
}
