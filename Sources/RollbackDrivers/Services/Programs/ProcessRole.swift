import RollbackCore

/// What one process is, as far as its command line tells.
enum ProcessRole: Hashable {
    /// May be a service, or part of one.
    case candidate
    /// A shell that waits for a person.
    case interactiveShell
    case tool
    /// An interpreter without a program: a person types to it.
    case interpreter

    init(_ arguments: [String]) {
        let program = Program(arguments)
        if ProgramKinds.shells.contains(program.name) {
            self = Self.runsScript(program.rest) ? .candidate : .interactiveShell
        } else if ProgramKinds.isTool(program) {
            self = .tool
        } else if ProgramKinds.interpreters.contains(program.name), !Self.runsSomething(program.rest) {
            self = .interpreter
        } else {
            self = .candidate
        }
    }

    /// `sh -c …`, `bash run.sh`; not `bash`, `-bash`, `bash -l`.
    private static func runsScript(_ words: [String]) -> Bool {
        words.contains { !$0.hasPrefix("-") || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("c")) }
    }

    private static func runsSomething(_ words: [String]) -> Bool {
        words.contains { !$0.hasPrefix("-") || ["-m", "-c", "-e", "-jar"].contains($0) }
    }
}
