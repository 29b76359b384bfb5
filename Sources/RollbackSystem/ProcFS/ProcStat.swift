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
    package var threads: Int
    package var startTicks: UInt64

    /// Nil for anything that is not such a line.
    package init?(_ line: some BidirectionalCollection<UInt8>) {
        // The name is whatever stands between the first and the *last* parenthesis.
        guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
            open < close, let id = Int32(text(line[..<open]))
        else { return nil }
        let fields = line[line.index(after: close)...].split(separator: UInt8(ascii: " "))
        guard fields.count >= 20, let state = fields[0].first else { return nil }
        guard let parent = Int32(text(fields[1])), let group = Int32(text(fields[2])),
            let session = Int32(text(fields[3])), let terminal = Int32(text(fields[4])),
            let terminalGroup = Int32(text(fields[5])), let threads = Int(text(fields[17])),
            let startTicks = UInt64(text(fields[19]))
        else { return nil }
        self.id = id
        self.name = text(line[line.index(after: open)..<close])
        self.state = state
        self.parent = parent
        self.group = group
        self.session = session
        self.terminal = terminal
        self.terminalGroup = terminalGroup
        self.threads = threads
        self.startTicks = startTicks
    }

    /// A zombie (`Z`) or one being removed (`X`). A first thread that has ended shows `Z` as well while other
    /// threads of its process run on: that process has not ended.
    package var ended: Bool {
        (state == UInt8(ascii: "Z") && threads <= 1) || state == UInt8(ascii: "X") || state == UInt8(ascii: "x")
    }

    package var foreground: Bool { terminal != 0 && terminalGroup == group }
}

/// Bytes as text, without the space that separates fields; what is not UTF-8 is replaced.
private func text(_ bytes: some Collection<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasSuffix(" ") ? String(text.dropLast()) : text
}
