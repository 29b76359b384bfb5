/// The sockets of `/proc/net/tcp` and `tcp6` (proc(5)): one a line, addresses and ports in hexadecimal.
package enum ProcSockets {
    /// Ports that are listened on, by the socket's inode number.
    ///
    /// The kernel lists all listening sockets before any other (`tcp_seq_start`, net/ipv4/tcp_ipv4.c), so reading ends
    /// at the first line of another state: a busy machine has tens of thousands of those.
    package static func listening(_ table: String) -> [UInt64: Int] {
        var ports: [UInt64: Int] = [:]
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            // 0A: TCP_LISTEN. The local address is `0100007F:1F40`, 32 digits before the colon for IPv6.
            guard fields.count > 9, fields[3] == "0A" else { break }
            guard let colon = fields[1].lastIndex(of: ":"),
                let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16), let inode = UInt64(fields[9])
            else { continue }
            ports[inode] = port
        }
        return ports
    }

    /// Whether a piece of a table ends beyond the listening sockets, so that no more of it need be read.
    static func isPastListeners(_ piece: ArraySlice<UInt8>) -> Bool {
        let lines = piece.split(separator: UInt8(ascii: "\n"))
        // The last line may be cut short; the one before it is whole.
        guard lines.count > 2, let line = lines.dropLast().last else { return false }
        let fields = line.split(separator: UInt8(ascii: " "))
        return fields.count > 3 && !fields[3].elementsEqual("0A".utf8)
    }

    /// The inode number in a descriptor's link `socket:[12345]`; nil for anything else.
    package static func inode(ofLink link: some Collection<UInt8>) -> UInt64? {
        let beginning = "socket:[".utf8
        guard link.starts(with: beginning) else { return nil }
        let digits = link.dropFirst(beginning.count).prefix { (48...57).contains($0) }
        guard digits.count + beginning.count + 1 == link.count, (1...18).contains(digits.count) else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt64($1 - 48) }
    }
}
