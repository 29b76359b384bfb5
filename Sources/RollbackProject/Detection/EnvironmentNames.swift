/// The variables that a project's environment files name. Values are secrets and are not read, but for ports.
struct EnvironmentNames {
    let names: [String]
    let ports: [String: Int]
    /// The file that services read, when it is there.
    let file: String?
    /// The file that names the variables.
    let source: String

    /// For command lines that are complete: nothing in them is to be filled in.
    init(names: [String]) {
        self.names = names
        ports = [:]
        file = nil
        source = ".env"
    }

    private static let files = [".env.example", ".env.sample", ".env.template", ".env.dist", ".env"]

    init(_ files: any ProjectFiles) {
        let there = Self.files.filter(files.contains)
        var names: [String] = []
        var ports: [String: Int] = [:]
        for line in there.compactMap(files.text).flatMap(Text.lines) {
            guard let (name, value) = Self.assignment(line) else { continue }
            if !names.contains(name) { names.append(name) }
            if name.hasSuffix("PORT"), let port = Text.port(Text.unquoted(value)) { ports[name] = port }
        }
        self.names = names
        self.ports = ports
        file = there.contains(".env") ? ".env" : nil
        source = there.first ?? ".env"
    }

    private static func assignment(_ line: Substring) -> (name: String, value: Substring)? {
        let line = line.drop(while: \.isWhitespace)
        let bare = line.hasPrefix("export ") ? line.dropFirst(7) : line
        guard let equals = bare.firstIndex(of: "=") else { return nil }
        let name = Text.trimmed(bare[..<equals])
        let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isName ? (name, bare[bare.index(after: equals)...]) : nil
    }

    /// The text with the ports that it takes from the environment: `$PORT`, `${PORT}`, `${PORT:-8000}`.
    func expanded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let (name, fallback, end) = Self.variable(rest)
            if let value = ports[name].map(String.init) ?? fallback {
                result += value
                rest = rest[end...]
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private static func variable(_ text: Substring) -> (name: String, fallback: String?, end: Substring.Index) {
        guard text.first == "{", let close = text.firstIndex(of: "}") else {
            let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            return (String(name), nil, name.endIndex)
        }
        let inner = text[text.index(after: text.startIndex)..<close]
        let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = inner[name.endIndex...]
        let fallback = [":-", "-"].first(where: rest.hasPrefix).map { String(rest.dropFirst($0.count)) }
        return (String(name), fallback, text.index(after: close))
    }
}
