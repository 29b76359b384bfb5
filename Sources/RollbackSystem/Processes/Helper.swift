import CRollbackSystem
import FoundationEssentials
import Glibc
import RollbackCore

/// One helper from start to end, on a thread of its own that may block.
struct Helper {
    let command: Command
    let program: String
    let environment: [String: String]
    let input: Data
    let owner: UserIdentity?
    let limit: Duration
    let group: HelperGroup

    /// - Throws: `Failure.commandMissing`, `Failure.timeLimit`, `CancellationError`.
    func run() throws -> CommandResult {
        let inputPipe = try Pipe()
        let outputPipe = try Pipe()
        let errorPipe = try Pipe()
        let child = try spawn((inputPipe.reading.number, outputPipe.writing.number, errorPipe.writing.number))
        // Our copies of its ends must go: otherwise its output never ends.
        inputPipe.reading.end()
        outputPipe.writing.end()
        errorPipe.writing.end()
        if !group.started(child.id) { kill(child.id, SIGKILL) }
        try child.begin()
        var exchange = HelperExchange(
            leader: child.id, input: HelperInput(inputPipe.writing, input), output: HelperOutput(outputPipe.reading),
            errors: HelperOutput(errorPipe.reading))
        return try exchange.finish(self)
    }

    private func spawn(_ descriptors: (Int32, Int32, Int32)) throws -> SpawnedProcess {
        try SpawnRequest(
            path: program, arguments: command.arguments, environment: environment, directory: command.directory,
            descriptors: descriptors, owner: owner, mask: nil, helper: true, gated: false
        ).spawn()
    }
}

/// The conversation with a running helper.
private struct HelperExchange: ~Copyable {
    let leader: Int32
    /// -1 on kernels before 5.3: then its end is asked for every few milliseconds.
    let watch: Descriptor
    var input: HelperInput
    var output: HelperOutput
    var errors: HelperOutput

    init(
        leader: Int32, input: consuming HelperInput, output: consuming HelperOutput, errors: consuming HelperOutput
    ) {
        self.leader = leader
        self.watch = Descriptor(owning: lg_pidfd_open(leader))
        self.input = input
        self.output = output
        self.errors = errors
    }

    mutating func finish(_ helper: Helper) throws -> CommandResult {
        let deadline = ContinuousClock.now + helper.limit
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var late = false
        while true {
            if let status = helper.group.poll(leader) {
                exchange(buffer)
                if late { throw timeLimit(helper) }
                if helper.group.cancelled { throw CancellationError() }
                return CommandResult(status: status, output: output.bytes, errors: errors.bytes)
            }
            let left = deadline - ContinuousClock.now
            if left <= .zero, !late {
                late = true
                helper.group.kill()
            }
            wait(late ? .milliseconds(100) : left)
            exchange(buffer)
        }
    }

    private mutating func exchange(_ buffer: UnsafeMutableRawBufferPointer) {
        input.feed()
        output.drain(buffer)
        errors.drain(buffer)
    }

    /// Returns when anything can be read, written or collected, or after the time; perhaps earlier.
    private func wait(_ time: Duration) {
        let nothing = Int16(0)
        var waits = [
            pollfd(fd: watch.number, events: Int16(POLLIN), revents: nothing),
            pollfd(fd: input.number, events: Int16(POLLOUT), revents: nothing),
            pollfd(fd: output.open ? output.number : -1, events: Int16(POLLIN), revents: nothing),
            pollfd(fd: errors.open ? errors.number : -1, events: Int16(POLLIN), revents: nothing),
        ]
        let longest: Duration = watch.number >= 0 ? .seconds(3600) : .milliseconds(5)
        let milliseconds = min(time, longest) / .milliseconds(1)
        _ = poll(&waits, nfds_t(waits.count), Int32(milliseconds.rounded(.up)))
    }

    private func timeLimit(_ helper: Helper) -> Failure {
        .timeLimit(what: helper.command.shellText, seconds: helper.limit.seconds)
    }
}
