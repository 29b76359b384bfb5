import RollbackCore

/// Which of its ports a service is known by.
enum ServicePorts {
    /// From here on the kernel gives ports away by itself (ip_local_port_range): after a restart it is another.
    private static let firstRandom = 32_768

    /// The one that its command line or `PORT` names, otherwise the lowest one that it will have again: one that the
    /// kernel does not give away, or that a variable names (`API_URL=http://localhost:41000`).
    static func main(of group: ProcessGroup) -> Int? {
        let variables = group.setting?.environment ?? [:]
        return first(of: group, in: group.members.flatMap(\.arguments) + [variables["PORT"] ?? ""])
            ?? group.ports.first { $0 < firstRandom } ?? first(of: group, in: Array(variables.values))
    }

    private static func first(of group: ProcessGroup, in words: [String]) -> Int? {
        group.ports.first { port in words.contains { names(port, $0) } }
    }

    /// `8000`, `0.0.0.0:8000`, `--port=8000`, `-p8000`.
    private static func names(_ port: Int, _ word: String) -> Bool {
        let digits = String(port)
        guard word.hasSuffix(digits) else { return false }
        return word.dropLast(digits.count).last.map { !$0.isNumber } ?? true
    }
}
