/// One line of `/proc/<pid>/stat` (proc(5)).
package struct ProcStat: Hashable {
    package var id: Int32
    /// At most 15 bytes; any bytes, also spaces and parentheses.
    package var name: String
    package var state: UInt8
    package var parent: Int32
    package var group: Int32
    package var session: Int32
    package var terminal: Int32
    /// The terminal's foreground process group; -1 without a terminal.
    package var terminalGroup: Int32
    package var flags: Int
    package var threads: Int
    package var startTicks: UInt64

    /// Nil for anything that is not such a line.
    package init?(_ line: some BidirectionalCollection<UInt8>) {
        // The name is whatever stands between the first and the *last* parenthesis.
        guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
            open < close, let id = line[..<open].split(separator: UInt8(ascii: " ")).first.flatMap(number)
        else { return nil }
        // Counted from the state on, as far as is needed: every look at the machine reads hundreds of these.
        let fields = line[line.index(after: close)...].split(separator: UInt8(ascii: " "), maxSplits: 20)
        guard fields.count >= 20, let state = fields[0].first, let parent = number(fields[1]),
            let group = number(fields[2]), let session = number(fields[3]), let terminal = number(fields[4]),
            let terminalGroup = number(fields[5]), let flags = number(fields[6]), let threads = number(fields[17]),
            let startTicks = number(fields[19])
        else { return nil }
        self.id = Int32(truncatingIfNeeded: id)
        self.name = String(decoding: line[line.index(after: open)..<close], as: UTF8.self)
        self.state = state
        self.parent = Int32(truncatingIfNeeded: parent)
        self.group = Int32(truncatingIfNeeded: group)
        self.session = Int32(truncatingIfNeeded: session)
        self.terminal = Int32(truncatingIfNeeded: terminal)
        self.terminalGroup = Int32(truncatingIfNeeded: terminalGroup)
        self.flags = flags
        self.threads = threads
        self.startTicks = UInt64(bitPattern: Int64(startTicks))
    }

    /// A zombie (`Z`) or one being removed (`X`). A first thread that has ended shows `Z` as well while other
    /// threads of its process run on: that process has not ended.
    package var ended: Bool {
        (state == UInt8(ascii: "Z") && threads <= 1) || state == UInt8(ascii: "X") || state == UInt8(ascii: "x")
    }

    /// `PF_KTHREAD` of the kernel's sched.h: a thread of the kernel has no arguments, files or directories.
    package var belongsToKernel: Bool { flags & 0x0020_0000 != 0 }

    package var foreground: Bool { terminal != 0 && terminalGroup == group }
}

/// A decimal number; nil for anything else, also for one that is too large.
private func number(_ digits: some Collection<UInt8>) -> Int? {
    let negative = digits.first == UInt8(ascii: "-")
    var value = 0
    for digit in digits.dropFirst(negative ? 1 : 0) {
        let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
        guard !tooLarge, (48...57).contains(digit), product <= Int.max - 9 else { return nil }
        value = product + Int(digit - 48)
    }
    return digits.isEmpty ? nil : negative ? -value : value
}
