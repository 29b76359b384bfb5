/// A module that makes an application of one of the frameworks.
struct PythonApplication {
    let framework: Framework
    let file: String
    let title: String?
    let port: Int?
    let health: String?
    let usesDatabase: Bool

    var module: String { StartLine.module(file) }
    var folder: String { ProjectPath.folder(file) }

    /// Nil for a file that makes none. Gradio's is looked for first: it can be mounted on a FastAPI application.
    init?(_ file: String, _ source: String) {
        guard Framework.allCases.contains(where: { Text.holds($0.rawValue, in: source) }) else { return nil }
        let lines = Text.lines(source).filter { !$0.drop(while: \.isWhitespace).hasPrefix("#") }
        guard let framework = [.gradio, .fastapi, .flask].first(where: { Self.makes($0, lines) }) else { return nil }
        self.framework = framework
        self.file = file
        title = lines.lazy.compactMap { Self.title($0, framework) }.first
        port = Self.port(lines)
        health = framework == .gradio ? "/" : Self.health(lines)
        usesDatabase = ["sqlalchemy", "supabase", "psycopg", "asyncpg", "DATABASE_URL", "import database"]
            .contains { source.contains($0) }
    }

    private static func makes(_ framework: Framework, _ lines: [Substring]) -> Bool {
        let imports = lines.contains { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.first == "import" && words.dropFirst().first?.hasPrefix(framework.rawValue) == true
                || words.first == "from"
                    && words.dropFirst().first.map {
                        $0 == framework.rawValue || $0.hasPrefix("\(framework.rawValue).")
                    } == true
        }
        let calls =
            switch framework {
            case .fastapi: ["FastAPI("]
            case .flask: ["Flask("]
            case .gradio: ["Blocks(", "Interface(", "ChatInterface(", "TabbedInterface("]
            }
        return imports && lines.contains { line in calls.contains { line.contains($0) } }
    }

    private static func title(_ line: Substring, _ framework: Framework) -> String? {
        guard framework != .flask, let rest = Text.rests(after: "title=", in: line).first else { return nil }
        return Text.leadingString(rest)
    }

    private static func port(_ lines: [Substring]) -> Int? {
        for line in lines {
            for rest in Text.rests(after: "port=", in: line) + Text.rests(after: "port = ", in: line) {
                if let port = Text.lastPort(in: rest.prefix { $0 != "," || rest.contains("(") }) { return port }
            }
        }
        return lines.lazy.filter { $0.contains("PORT\"") || $0.contains("PORT'") }
            .compactMap { Text.lastPort(in: $0) }.first
    }

    private static func health(_ lines: [Substring]) -> String? {
        let routes = lines.filter { $0.drop(while: \.isWhitespace).hasPrefix("@") }.flatMap { line in
            [".get(", ".route("].flatMap { Text.rests(after: $0, in: line) }.compactMap(Text.leadingString)
        }
        return ["/health", "/healthz", "/api/health", "/"].first(where: routes.contains)
    }
}
