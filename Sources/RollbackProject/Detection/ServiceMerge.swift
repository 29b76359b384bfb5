import RollbackCore

/// Makes one list of services out of what several sources say of them.
struct ServiceMerge {
    private(set) var services: [ServiceGuess] = []
    /// What runs and is nobody's service, as far as can be told.
    private(set) var leftOut: [ServiceGuess] = []

    /// Takes the services of one source; none of them is another of the same source.
    mutating func take(_ source: [ServiceGuess]) {
        let before = services.count
        for guess in source {
            if let index = services[..<before].firstIndex(where: { Self.isSame($0, guess) }) {
                services[index].learn(from: guess)
            } else {
                services.append(guess)
            }
        }
    }

    /// What runs is right about how it is run; the files are right about what it is called.
    mutating func takeRunning(_ running: [ServiceGuess]) {
        for guess in running {
            guard let index = services.firstIndex(where: { Self.isSame($0, guess) || Self.sharesPort($0, guess) })
            else {
                // Without a port or a manager it may be anybody's command in this folder.
                if Self.isService(guess) { services.append(guess) } else { leftOut.append(guess) }
                continue
            }
            var known = services[index]
            if guess.manager != .process {
                (known.manager, known.unit, known.start) = (guess.manager, guess.unit, nil)
            } else {
                // Beside Compose or systemd nothing is started twice: here it runs as a process.
                if known.manager != .process { (known.manager, known.unit, known.directory) = (.process, nil, "") }
                if let start = guess.start { (known.start, known.directory) = (start, guess.directory) }
            }
            // Seen again, it is told by what is seen, so the same file comes out as before it went down.
            known.reasons.removeAll { $0 == ServiceGuess.knownReason }
            known.port = guess.port ?? known.port
            known.learn(from: guess)
            services[index] = known
        }
    }

    /// What was written down before stays so while it is down: an outage must not empty the configuration.
    mutating func takeKnown(_ known: [ServiceGuess]) {
        for guess in known {
            guard let index = services.firstIndex(where: { $0.name == guess.name }) else {
                services.append(guess)
                continue
            }
            if guess.start != nil, services[index].manager != .process, services[index].seen == nil {
                // A file that could run it elsewhere is no sign that it does.
                (services[index].manager, services[index].unit) = (.process, nil)
                (services[index].start, services[index].directory) = (guess.start, guess.directory)
                services[index].port = guess.port
            }
            services[index].port = services[index].port ?? guess.port
            services[index].health = services[index].health ?? guess.health
            if guess.manager != .process, services[index].manager == .process {
                (services[index].manager, services[index].unit, services[index].start) = (
                    guess.manager, guess.unit, nil
                )
            } else if guess.manager == .process, services[index].manager == .process, services[index].start == nil {
                (services[index].start, services[index].directory) = (guess.start, guess.directory)
            }
        }
    }

    /// An application belongs to what starts its module or is built from its folder; otherwise it is a service itself.
    mutating func take(_ applications: [PythonApplication], _ python: PythonServices) {
        for application in applications {
            let guess = python.guess(application)
            if let index = services.firstIndex(where: { Self.serves($0, application) }) {
                services[index].learn(from: guess)
            } else if !services.contains(where: { $0.framework == guess.framework && Self.isNear($0, application) }) {
                services.append(guess)
            }
        }
    }

    private static func isSame(_ one: ServiceGuess, _ other: ServiceGuess) -> Bool {
        one.name == other.name || !one.modules.isDisjoint(with: other.modules)
            || one.builtFrom != nil && one.builtFrom == other.builtFrom
            || one.unit != nil && one.unit == other.unit && one.manager == other.manager
    }

    /// A worker runs a program of the project's own: a module, a script, or a program below the root.
    private static func isService(_ running: ServiceGuess) -> Bool {
        if running.port != nil || running.manager != .process || !running.modules.isEmpty { return true }
        let words = running.start ?? []
        let scripts = [".js", ".mjs", ".cjs", ".ts", ".rb", ".sh", ".php", ".jar"]
        let isOwn = words.first.map { $0.contains("/") && !$0.hasPrefix("/") } ?? false
        return isOwn || words.dropFirst().contains { word in scripts.contains(where: word.hasSuffix) }
    }

    private static func sharesPort(_ one: ServiceGuess, _ other: ServiceGuess) -> Bool {
        one.port != nil && one.port == other.port
    }

    private static func serves(_ service: ServiceGuess, _ application: PythonApplication) -> Bool {
        if service.framework != nil { return service.modules.contains(application.module) }
        if service.modules.contains(where: { covers($0, application.module, service.directory) }) { return true }
        guard service.manager == .compose, service.modules.isEmpty, let folder = service.builtFrom else { return false }
        return ProjectPath.isBelow(application.file, folder)
    }

    /// `main` started in `server/` is `server.main`; a package is started by its name.
    private static func covers(_ module: String, _ application: String, _ directory: String) -> Bool {
        let prefix = directory.split(separator: "/").joined(separator: ".")
        let names = [module, prefix.isEmpty ? module : "\(prefix).\(module)"]
        return names.contains(application) || names.contains { "\($0).__main__" == application }
    }

    /// Several modules of one folder are one application, taken apart.
    private static func isNear(_ service: ServiceGuess, _ application: PythonApplication) -> Bool {
        let folder = application.folder.split(separator: "/").joined(separator: ".")
        return service.modules.contains { module in
            module.split(separator: ".").dropLast().joined(separator: ".") == folder
        }
    }

    /// Names differ, and so do ports: the configuration would refuse anything else.
    mutating func makeUnique() {
        var (names, ports): (Set<String>, [Int: String]) = ([], [:])
        for index in services.indices {
            let base = services[index].name
            var number = 2
            while !names.insert(services[index].name).inserted {
                services[index].name = "\(base)-\(number)"
                number += 1
            }
            guard let port = services[index].port else { continue }
            if let holder = ports[port] {
                services[index].port = nil
                services[index].health = nil
                services[index].reasons.append("port \(port) is \(holder)'s, so it is written without one")
            } else {
                ports[port] = services[index].name
            }
        }
    }
}
