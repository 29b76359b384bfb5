package import RollbackCore

/// What a project seems to be made of. Pure: files and running services go in.
package struct ProjectDetection: Sendable {
    package private(set) var services: [ServiceGuess]
    package private(set) var externals: [ExternalGuess]
    package private(set) var migrations: [MigrationGuess]
    package private(set) var hosts: [HostGuess]
    package private(set) var contacts: [ContactGuess]
    package private(set) var dashboards: [String]
    /// What the repository is called where it came from.
    package private(set) var repositoryName: String?
    /// The file that services read their environment from, when it is there.
    package private(set) var environmentFile: String?
    private var notes: [ProjectGuess]

    /// - Parameters:
    ///   - root: absolute; only what runs below it is named relative to it.
    ///   - known: the services that the configuration has already.
    package init(_ files: any ProjectFiles, root: String, running: [RunningService] = [], known: [Service] = []) {
        let names = EnvironmentNames(files)
        let compose = ComposeServices(files, names)
        let host = HostServices(files, names)
        let procfile = ProcfileServices(files, names)
        let python = PythonServices(files, names)
        var merge = ServiceMerge()
        for source in [compose.services, procfile.services, host.services, NodeServices(files, names).services] {
            merge.take(source)
        }
        merge.take(python.applications, python)
        merge.takeKnown(known.map { ServiceGuess(known: $0, root: root) })
        merge.takeRunning(running.map { $0.guess(root: root) })
        merge.makeUnique()
        let repository = RepositoryContacts(files)
        migrations = MigrationSystems(files).found
        hosts = host.hosts
        externals = ExternalServices(names, migrations, declared: compose.externals + host.externals).found
        contacts = repository.contacts
        dashboards = hosts.map(\.dashboard) + repository.dashboards
        repositoryName = repository.name
        environmentFile = names.file
        notes = compose.notes + host.notes + merge.leftOut.map(Self.leftOut)
        services = merge.services
        finish()
        if let release = procfile.release {
            let reason = "Procfile runs \(release) before each release; a rollback to older code does not run it"
            notes.append(ProjectGuess(.note, "release", reasons: [reason]))
        }
    }

    private static func leftOut(_ guess: ServiceGuess) -> ProjectGuess {
        let reason = "it has no port and runs no program of the project, so it is not written down"
        return ProjectGuess(.note, guess.name, reasons: guess.reasons + [reason])
    }

    /// Dependencies name what is there, and nothing else.
    private mutating func finish() {
        externals.removeAll { external in services.contains { $0.name == external.name } }
        let database = externals.first { ["supabase", "database"].contains($0.name) }?.name
        for index in services.indices {
            var needs = services[index].dependsOn
            if services[index].usesDatabase, let database, !needs.contains(database) { needs.append(database) }
            let known = Set(services.map(\.name) + externals.map(\.name)).subtracting([services[index].name])
            services[index].dependsOn = needs.filter(known.contains)
        }
        let values = services.map { Service(name: ServiceName($0.name), dependsOn: $0.dependsOn) }
        guard (try? ServiceLevels.ordered(values)) == nil else { return }
        notes.append(
            ProjectGuess(
                .note, "depends_on", reasons: ["the services wait for each other in a circle, so none is written"]))
        for index in services.indices { services[index].dependsOn = [] }
    }

    /// Everything that was guessed, each with its reasons.
    package var guesses: [ProjectGuess] {
        services.map(\.guess) + externals.map(\.guess) + migrations.map(\.guess) + hosts.map(\.guess)
            + contacts.map(\.guess) + notes
    }
}
