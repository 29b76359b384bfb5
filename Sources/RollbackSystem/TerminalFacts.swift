import Glibc

/// What lastgood is talking to.
package struct TerminalFacts: Hashable, Sendable {
    package var inputIsTerminal: Bool
    package var outputIsTerminal: Bool
    package var errorsIsTerminal: Bool
    /// In columns; 80 where there is no terminal to ask.
    package var width: Int
    /// False with `NO_COLOR` set to anything (no-color.org), on a dumb terminal, and where output is no terminal.
    package var color: Bool
    /// A line can be written over: a terminal, and not a dumb one.
    package var canRedraw: Bool

    package init(
        inputIsTerminal: Bool, outputIsTerminal: Bool, errorsIsTerminal: Bool, width: Int = 80, color: Bool = false,
        canRedraw: Bool = false
    ) {
        self.inputIsTerminal = inputIsTerminal
        self.outputIsTerminal = outputIsTerminal
        self.errorsIsTerminal = errorsIsTerminal
        self.width = width
        self.color = color
        self.canRedraw = canRedraw
    }

    /// Those of this process now.
    package static func current(environment: [String: String] = CallerEnvironment.current()) -> TerminalFacts {
        let output = isatty(STDOUT_FILENO) == 1
        let dumb = environment["TERM"] == "dumb"
        let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || dumb
        return TerminalFacts(
            inputIsTerminal: isatty(STDIN_FILENO) == 1, outputIsTerminal: output,
            errorsIsTerminal: isatty(STDERR_FILENO) == 1, width: width(), color: output && !plain,
            canRedraw: output && !dumb)
    }

    private static func width() -> Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
