import ArgumentParser
import Glibc
import RollbackCore
import RollbackReporting
import RollbackSystem

/// Where a command's words go: text for people, or JSON lines for programs.
struct Console: Sendable {
    let json: Bool
    let terminal: TerminalFacts

    init(json: Bool, terminal: TerminalFacts = .current()) {
        self.json = json
        self.terminal = terminal
    }

    /// Before options are read: `--json` counts wherever it stands.
    static var current: Console { Console(json: CommandLine.arguments.contains("--json")) }

    var style: TerminalStyle {
        TerminalStyle(live: terminal.canRedraw, colour: terminal.color)
    }

    /// Somebody can be asked.
    var canAsk: Bool { !json && terminal.inputIsTerminal && terminal.outputIsTerminal }

    /// Output that nobody reads any more is no reason to stop a rollback.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    func say(_ text: String) { if !json { Self.write(text.hasSuffix("\n") ? text : text + "\n") } }
    func emit(_ line: JSONLine) { if json { Self.write(line.text + "\n") } }

    /// What background work does, as it does it, below the line that names it.
    var background: StepProgress {
        StepProgress { detail in
            switch detail {
            case .doing(let what): say("  \(SafeText.oneLine(what))")
            case .warning(let what): say("  note: \(SafeText.oneLine(what))")
            default: break
            }
        }
    }

    /// Says that background work has let go of the platform, and how it goes on.
    func gaveWay(again: String) -> RollbackCore.ExitCode {
        say("A rollback needed the platform. To go on: \(again)")
        emit(JSONLines.exit(.interrupted, next: [again]))
        return .interrupted
    }

    /// One line typed by a person; nil at the end of input.
    func ask(_ question: String) -> String? {
        Self.write(question)
        return readLine()
    }

    /// The one place where failures are printed.
    func report(_ failure: Failure, contacts: EmergencyContacts = .none) {
        emit(JSONLines.failure(failure, contacts: contacts))
        emit(JSONLines.exit(failure))
        guard !json else { return }
        let help = contacts.isEmpty || failure == .cancelled ? "" : contacts.lines.joined(separator: "\n") + "\n"
        Self.write(FailureText.text(for: failure) + "\n" + help, to: STDERR_FILENO)
    }

    /// Ends the process with a mistake of the command line, a request for help, or a failure.
    func leaveAfterParsing<Root: ParsableCommand>(_ error: any Error, with root: Root.Type) -> Never {
        if let failure = error as? Failure {
            report(failure)
            exit(RollbackCore.ExitCode(failure).rawValue)
        }
        let code = root.exitCode(for: error).rawValue
        if json, code != 0 {
            let text = root.message(for: error)
            report(.usage(text, next: "lastgood --help"))
            exit(RollbackCore.ExitCode.usage.rawValue)
        }
        root.exit(withError: error)
    }
}
