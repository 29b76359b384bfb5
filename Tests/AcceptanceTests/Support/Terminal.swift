import Foundation
import Glibc

/// The program on a pseudo-terminal, as a person has it before them.
final class Terminal {
    private let process: Spawned
    private let master: Int32
    private(set) var screen = ""
    /// How much of the screen `meets` has gone past.
    private var met = 0

    init(_ arguments: [String], in directory: String) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // Unlocked and named as unlockpt(3) and ptsname(3) do: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
        var (number, unlocked): (Int32, Int32) = (0, 0)
        _ = ioctl(master, 0x4004_5431, &unlocked)
        _ = ioctl(master, 0x8004_5430, &number)
        let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(slave) }
        var size = winsize(ws_row: 50, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        process = try Spawned(
            [Program.path] + arguments, in: directory,
            environment: Program.environment.merging(["TERM": "xterm"]) { $1 },
            files: (slave, slave, slave))
    }

    deinit { close(master) }

    /// Waits until the screen has shown a text.
    func shows(_ text: String) async throws -> Bool {
        try await eventually {
            read()
            return screen.contains(text) || !process.isRunning && !more()
        } && screen.contains(text)
    }

    /// The same for what comes after the last text that was met: a prompt may come twice.
    func meets(_ text: String) async throws -> Bool {
        var end: String.Index?
        _ = try await eventually {
            read()
            end = screen[screen.index(screen.startIndex, offsetBy: met)...].range(of: text)?.upperBound
            return end != nil || !process.isRunning && !more()
        }
        end.map { met = screen.distance(from: screen.startIndex, to: $0) }
        return end != nil
    }

    func send(_ signal: Int32) { process.send(signal) }

    func type(_ text: String) {
        _ = text.utf8.withContiguousStorageIfAvailable { write(master, $0.baseAddress, $0.count) }
    }

    /// - Returns: the exit status; 9 for a program that did not come to its end and was killed.
    func end() async throws -> Int32 {
        _ = try await eventually {
            read()
            return !process.isRunning
        }
        let status = try await process.end(within: 0)
        read()
        return status
    }

    private func read() { while more() {} }

    private func more() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        if count > 0 { screen += String(decoding: bytes.prefix(count), as: UTF8.self) }
        return count > 0
    }
}
