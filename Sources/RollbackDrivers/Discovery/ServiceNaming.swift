import RollbackCore

/// Short names for services, from how they run.
package struct ServiceNaming {
    /// Names that say nothing: the directory or package around them says more.
    private static let generic: Set<String> = [
        "main", "app", "application", "server", "run", "index", "wsgi", "asgi", "start", "__main__", "serve", "api",
        "src",
        "bin", "dist", "build", "cli", "entrypoint", "create_app", "manage",
    ]
    /// Programs that serve the application given as `package.module:name`.
    private static let servers: Set<String> = [
        "uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "waitress-serve", "uwsgi", "fastapi", "flask",
        "litestar",
    ]
    private let roots: [String]

    package init(roots: [String]) { self.roots = roots }

    /// The best name of a group: of its main process, or, behind `npm start` and the like, of what that started.
    func name(of group: ProcessGroup, directory: (Int32) -> String?) -> String {
        let own = group.members.first(where: isTelling) ?? group.main
        let place = directory(own.identity.id) ?? group.directory ?? ""
        return Self.clean(name(own.arguments, in: place))
    }

    private func isTelling(_ process: ProcessDescription) -> Bool {
        !ProgramKinds.isWrapper(Program(process.arguments)) && ProcessRole(process.arguments) == .candidate
    }

    package func name(_ arguments: [String], in directory: String) -> String {
        let program = Program(arguments).runs
        let base = Program.fileName(program.name)
        if Self.servers.contains(base), let application = application(program.rest) {
            return best(application, in: directory)
        }
        if ["celery", "rq", "dramatiq", "huey_consumer", "arq", "airflow"].contains(base) {
            return role(base, program.rest)
        }
        if base == "manage.py" { return program.rest.first.map { $0 == "runserver" ? "django" : $0 } ?? "django" }
        if ["streamlit", "chainlit", "gradio", "panel"].contains(base), let script = script(program.rest) {
            return best(components(script), in: directory)
        }
        if program.name.contains("/") || program.name.contains(".") {
            return best(components(program.name), in: directory)
        }
        return Self.generic.contains(base) ? best([base], in: directory) : base
    }

    /// The parts of `fastapi_app.main:app`, outermost first, without the object's name.
    private func application(_ words: [String]) -> [String]? {
        let options = zip(words, words.dropFirst()).first { ["--app", "-A", "--application"].contains($0.0) }?.1
        let given = options ?? words.first { !$0.hasPrefix("-") && $0.contains(":") && Int($0.suffix(4)) == nil }
        guard let module = (given ?? script(words))?.split(separator: ":").first else { return nil }
        return components(String(module))
    }

    private func script(_ words: [String]) -> String? { words.first { $0.hasSuffix(".py") || $0.hasSuffix(".js") } }

    /// A module's or a file's parts: `a.b.main` and `/checkout/a/b/main.py` are both a, b, main.
    private func components(_ text: String) -> [String] {
        let root = roots.first { Paths.contains($0, text) }
        let inside =
            root.map { String(text.dropFirst($0.count)) } ?? (text.hasPrefix("/") ? Program.fileName(text) : text)
        let endings = [".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".sh", ".jar", ".php", ".pl"]
        let stem = endings.first(where: inside.hasSuffix).map { String(inside.dropLast($0.count)) } ?? inside
        return stem.split { $0 == "/" || $0 == "." }.map(String.init)
    }

    /// The innermost part that says something; then the directory, when it is not the checkout itself.
    private func best(_ parts: [String], in directory: String) -> String {
        if let telling = parts.last(where: { !Self.generic.contains($0) }) { return telling }
        let inside = !roots.contains(directory) && roots.contains { Paths.contains($0, directory) }
        let folder = Program.fileName(directory)
        return inside && !Self.generic.contains(folder) ? folder : parts.last ?? "service"
    }

    /// `celery-worker`, `celery-beat`.
    private func role(_ program: String, _ words: [String]) -> String {
        let roles: Set = ["worker", "beat", "flower", "scheduler", "webserver", "triggerer", "burst"]
        return words.first(where: roles.contains).map { "\(program)-\($0)" } ?? program
    }

    /// Letters, digits, `-`, `_`, `.` and `@`: the name becomes file names and command options.
    package static func clean(_ name: String) -> String {
        let kept = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_@".contains($0)) ? $0 : "-" }
        let trimmed = String(kept).split(separator: "-").joined(separator: "-")
        return trimmed.isEmpty ? "service" : trimmed
    }

    /// Makes names differ: by port where that tells, otherwise by number.
    static func unique(_ found: [FoundService]) -> [FoundService] {
        var taken: Set<ServiceName> = []
        let counts = Dictionary(grouping: found, by: \.service.name).mapValues(\.count)
        return found.map { item in
            var item = item
            let base = item.service.name
            if counts[base, default: 0] > 1, let port = item.service.port {
                item.service.name = ServiceName("\(base)-\(port)")
            }
            var number = 2
            while !taken.insert(item.service.name).inserted {
                item.service.name = ServiceName("\(base)-\(number)")
                number += 1
            }
            item.facts.service = item.service.name
            return item
        }
    }
}
