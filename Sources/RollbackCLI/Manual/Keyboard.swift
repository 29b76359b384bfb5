import Glibc
import RollbackCore
import RollbackReporting

/// Single keys and lines from the terminal, without blocking anything else while somebody thinks.
struct Keyboard: Sendable {
    let interruption: Interruption
    let clock: any TimeKeeping

    /// Long enough to cost nothing, short enough for nobody to notice.
    private static let pause = Duration.milliseconds(20)

    /// Shows a prompt and waits for one of its keys. What was typed before the prompt was there is thrown away: nobody
    /// consents to what they have not seen.
    /// - Returns: nil at the end of input, and when somebody asks the program to stop.
    func key(_ prompt: String, among keys: [Character]) async throws -> Character? {
        let lines = Self.withoutLines()
        defer { Self.restore(lines) }
        tcflush(STDIN_FILENO, TCIFLUSH)
        Console.write(prompt)
        while let bytes = try await typed(), !Self.asksToStop(bytes) {
            // Several bytes at once are an arrow key or a paste, and no decision.
            guard bytes.count == 1, let byte = bytes.first else { continue }
            let key = Character(UnicodeScalar(byte))
            guard keys.contains(key) else { continue }
            Console.write("\(key)\n")
            return key
        }
        Console.write("\n")
        return nil
    }

    /// One line; nil at the end of input, and when somebody asks the program to stop.
    func line(_ prompt: String) async throws -> String? {
        Console.write(prompt)
        var line: [UInt8] = []
        while let bytes = try await typed() {
            line += bytes
            if line.last == UInt8(ascii: "\n") { return SafeText.oneLine(String(decoding: line, as: UTF8.self)) }
        }
        Console.write("\n")
        return nil
    }

    private func typed() async throws -> [UInt8]? {
        while !interruption.isAsked {
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&input, 1, 0) > 0 else {
                try await clock.sleep(Self.pause)
                continue
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count > 0 { return Array(bytes.prefix(count)) }
            guard count < 0, [EINTR, EAGAIN].contains(errno) else { return nil }
        }
        return nil
    }

    /// Ctrl-C and Ctrl-D, where the terminal makes no signal of them.
    private static func asksToStop(_ bytes: [UInt8]) -> Bool { bytes == [3] || bytes == [4] }

    /// Keys come at once and are not shown; signals stay. Nil where that cannot be had: then a key needs Enter.
    private static func withoutLines() -> termios? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        let before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        return tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 ? before : nil
    }

    private static func restore(_ settings: termios?) {
        guard var settings else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }
}
