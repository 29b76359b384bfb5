import Foundation
import Glibc

/// The program on a pseudo-terminal, as a person has it before them.
final class Terminal {
    let process = Process()
    private let master: Int32
    private(set) var screen = ""

    init(_ arguments: [String], in directory: String) throws {
        master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        grantpt(master)
        unlockpt(master)
        var name = [CChar](repeating: 0, count: 128)
        ptsname_r(master, &name, name.count)
        let slave = FileHandle(fileDescriptor: open(name, O_RDWR | O_NOCTTY | O_CLOEXEC), closeOnDealloc: true)
        var size = winsize(ws_row: 50, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
        process.standardInput = slave
        process.standardOutput = slave
        process.standardError = slave
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(master)
    }

    /// Waits until the screen has shown a text.
    func shows(_ text: String) async throws -> Bool {
        try await eventually {
            read()
            return screen.contains(text) || !process.isRunning && !more()
        } && screen.contains(text)
    }

    func type(_ text: String) { _ = text.utf8.withContiguousStorageIfAvailable { write(master, $0.baseAddress, $0.count) } }

    /// - Returns: the exit status; 9 for a program that did not come to its end and was killed.
    func end() async throws -> Int32 {
        let ended = try await eventually {
            read()
            return !process.isRunning
        }
        if !ended { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        while more() {}
        return process.terminationStatus
    }

    private func read() { while more() {} }

    private func more() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        if count > 0 { screen += String(decoding: bytes.prefix(count), as: UTF8.self) }
        return count > 0
    }
}
