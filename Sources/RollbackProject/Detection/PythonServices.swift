/// The applications in a project's Python sources.
struct PythonServices {
    let applications: [PythonApplication]
    private let requirements: [(file: String, text: String)]
    private let names: EnvironmentNames

    private static let most = 3_000
    /// Folders whose applications nobody serves.
    private static let apart: Set = [
        "tests", "test", "examples", "example", "docs", "scripts", "migrations", "alembic", "notebooks",
    ]

    init(_ files: any ProjectFiles, _ names: EnvironmentNames) {
        let sources = files.paths.filter { $0.hasSuffix(".py") && Self.isServed($0) }.prefix(Self.most)
        applications = sources.compactMap { path in files.text(path).flatMap { PythonApplication(path, $0) } }
        requirements = files.named("requirements.txt", "pyproject.toml", "Pipfile").compactMap { file in
            files.text(file).map { (file, $0.lowercased()) }
        }
        self.names = names
    }

    private static func isServed(_ path: String) -> Bool {
        let name = ProjectPath.name(path)
        return !name.hasPrefix("test_") && name != "conftest.py"
            && !path.split(separator: "/").dropLast().contains { apart.contains(String($0)) }
    }

    /// What an application adds to a service, or is as a service of its own.
    func guess(_ application: PythonApplication) -> ServiceGuess {
        let framework = application.framework
        var guess = ServiceGuess(name: framework.rawValue)
        guess.framework = framework
        guess.title = application.title
        guess.port = application.port ?? names.ports["\(framework.rawValue.uppercased())_PORT"] ?? framework.usualPort
        guess.health = application.health
        guess.modules = [application.module]
        guess.usesDatabase = application.usesDatabase
        guess.reasons = ["\(application.file) makes a \(framework.title) application"]
        if application.port == nil, names.ports["\(framework.rawValue.uppercased())_PORT"] == nil {
            guess.reasons.append("port \(framework.usualPort) is \(framework.title)'s usual one")
        }
        if let file = requirements.first(where: { Self.names($0.text, framework) })?.file {
            guess.reasons.append("\(file) names \(framework.rawValue)")
        }
        return guess
    }

    /// `flask==3.1`, `"flask>=3"`, `flask`, but not `flask-login`.
    private static func names(_ text: String, _ framework: Framework) -> Bool {
        Text.lines(text).contains { line in
            let word = line.drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
            guard word.hasPrefix(framework.rawValue) else { return false }
            return word.dropFirst(framework.rawValue.count).first.map { !($0.isLetter || "-_".contains($0)) } ?? true
        }
    }
}
