import RollbackCore

/// What a person types to do by hand what lastgood does to a process. The values of the variables that only the old
/// process knows are secrets, and are not shown.
struct PersonsCommands {
    let machine: ServiceMachine
    let service: Service
    let facts: ServiceFacts

    var restart: [Command] {
        if let supervised = SupervisorCommand.restart(facts) { return [supervised] }
        return stop + (start.map { [$0] } ?? [])
    }

    /// The whole group where the main process leads one.
    private var stop: [Command] {
        guard let main = facts.processes.first, let now = machine.table.describe(main.id) else { return [] }
        return [Command(["kill", "-TERM", "--", now.group == main.id ? "-\(main.id)" : String(main.id)])]
    }

    private var start: Command? {
        let resolution = LaunchResolution(machine: machine, service: service, old: facts.setting)
        guard let launch = try? resolution.launch(EnvironmentChange()) else { return nil }
        let file = EnvironmentFile.path(of: service, facts, root: machine.checkout)
        return Command(
            ["sh", "-c", Self.script(file != nil), "sh"] + [file, launch.outputFile].compactMap(\.self)
                + ["setsid", "--fork"] + launch.arguments,
            in: launch.directory, environment: service.launch?.environment ?? [:])
    }

    /// The same text for every service: what differs are its arguments, which no shell reads.
    private static func script(_ readsFile: Bool) -> String {
        (readsFile ? #"set -a; . "$1"; shift; "# : "") + #"exec >>"$1" 2>&1 </dev/null; shift; exec "$@""#
    }
}
