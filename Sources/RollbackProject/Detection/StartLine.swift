/// A command line somebody wrote to start a service.
struct StartLine {
    /// What can be run without a shell; nil when only a shell can.
    let words: [String]?
    let port: Int?
    /// `fastapi_app.main`, `scripts/run.py` as `scripts.run`.
    let modules: Set<String>

    private static let shells = Set("|&;<>()$`*?~#{}[]!\\")
    private static let servers: Set = [
        "uvicorn", "gunicorn", "hypercorn", "flask", "fastapi", "streamlit", "gradio", "waitress", "celery", "alembic",
        "http.server", "granian", "daphne",
    ]

    init(_ text: String, _ names: EnvironmentNames) {
        let text = names.expanded(Text.trimmed(text))
        let parts = text.split(whereSeparator: \.isWhitespace).map { Text.unquoted($0) }
        words = Self.plainWords(text)
        port = Self.port(parts)
        modules = Self.modules(parts)
    }

    private static func plainWords(_ text: String) -> [String]? {
        guard !text.contains(where: shells.contains) else { return nil }
        var (words, word, quote): ([String], String?, Character?) = ([], nil, nil)
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        let assigns = words.first?.contains("=") ?? true
        return quote == nil && !assigns ? words : nil
    }

    private static func port(_ words: [String]) -> Int? {
        let options: Set = ["--port", "-p", "--server.port", "--server-port", "--bind", "-b", "--listen", "-l"]
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            let (name, given) =
                word.firstIndex(of: "=").map { (String(word[..<$0]), String(word[word.index(after: $0)...])) }
                ?? (word, next)
            guard options.contains(name) else { continue }
            if let port = given.split(separator: ":").last.flatMap({ Text.port($0) }) { return port }
        }
        // `runserver 0.0.0.0:8000`, `http.server 8080`
        return words.last.flatMap { $0.split(separator: ":").last }.flatMap { Text.port($0) }.flatMap {
            $0 >= 80 ? $0 : nil
        }
    }

    private static func modules(_ words: [String]) -> Set<String> {
        var found: Set<String> = []
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if word == "-m", !servers.contains(next) { found.insert(next) }
            if ["--app", "-A", "--app-dir"].contains(word), word != "--app-dir" { found.insert(module(next)) }
            if word.hasSuffix(".py") { found.insert(module(word)) }
            if isApplication(word) { found.insert(module(word)) }
        }
        return found
    }

    /// `fastapi_app.main:app`, not `127.0.0.1:8000` or `https://…`.
    private static func isApplication(_ word: String) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let object = parts.last?.first, !word.contains("/") else { return false }
        return object.isLetter || object == "_"
    }

    static func module(_ text: String) -> String {
        let path = text.split(separator: ":").first.map(String.init) ?? text
        let bare = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return (bare.hasSuffix(".py") ? String(bare.dropLast(3)) : bare).split(separator: "/").joined(separator: ".")
    }
}
