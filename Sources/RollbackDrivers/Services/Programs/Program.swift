/// A command line as its reader sees it: which program it is, behind interpreters and paths.
struct Program: Hashable {
    /// `python` of `/srv/venv/bin/python3.11`, `bash` of a login shell's `-bash`.
    let name: String
    /// Everything after the program's own name.
    let rest: [String]

    init(_ arguments: [String]) {
        let first = arguments.count == 1 ? Self.titleWord(arguments[0]) : arguments.first ?? ""
        let base = Self.fileName(first.hasPrefix("-") ? String(first.dropFirst()) : first)
        name = Self.withoutVersion(base)
        rest = Array(arguments.dropFirst())
    }

    private init(name: String, rest: [String]) {
        self.name = name
        self.rest = rest
    }

    /// What an interpreter runs: `python -m uvicorn a:b` and `python /venv/bin/uvicorn a:b` are `uvicorn a:b`. Itself
    /// for any other program, and for an interpreter without anything to run.
    var interpreted: Program {
        guard ProgramKinds.interpreters.contains(name), let index = rest.firstIndex(where: isScriptPosition) else {
            return self
        }
        let word = rest[index]
        if name == "python", word == "-m" {
            guard index + 1 < rest.count else { return self }
            return Program(name: rest[index + 1], rest: Array(rest[(index + 2)...]))
        }
        guard !word.hasPrefix("-") else { return self }
        return Program(name: word, rest: Array(rest[(index + 1)...]))
    }

    /// What an interpreter or a shell runs: also `./worker.sh` of `sh ./worker.sh`.
    var runs: Program {
        guard ProgramKinds.shells.contains(name), let script = rest.first, !script.hasPrefix("-") else {
            return interpreted
        }
        return Program(name: script, rest: Array(rest.dropFirst()))
    }

    /// The first word that is not an option (an option's separate value looks like one: accepted), or `-m`, `-c`, `-e`.
    private func isScriptPosition(_ word: String) -> Bool { !word.hasPrefix("-") || ["-m", "-c", "-e"].contains(word) }

    /// A program that shows a title instead of its arguments names itself first: `gunicorn: master [app]`.
    private static func titleWord(_ title: String) -> String {
        guard let word = title.split(separator: " ").first, word.count < title.count else { return title }
        return word.hasSuffix(":") ? String(word.dropLast()) : String(word)
    }

    static func fileName(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// `python` of `python3.11`: the version says nothing about what it is.
    private static func withoutVersion(_ name: String) -> String {
        let end = name.lastIndex { !($0.isNumber || $0 == ".") }
        guard let end, end > name.startIndex else { return name }
        let stem = String(name[...end])
        return ProgramKinds.interpreters.contains(stem) ? stem : name
    }
}
