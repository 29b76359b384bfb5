/// A command as data: an argument vector, never a shell string. The same value is run, shown in a
/// dry run, journaled, and printed for a person when a run is stuck.
package struct Command: Hashable, Codable, Sendable {
    /// The program and its arguments. The program is looked up in `PATH` when it has no slash.
    package var arguments: [String]
    /// Where it runs; nil: where lastgood runs.
    package var directory: String?
    /// Variables set over the inherited environment. Never secrets: commands are printed.
    package var environment: [String: String]

    package init(_ arguments: [String], in directory: String? = nil, environment: [String: String] = [:]) {
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
    }

    /// The command as a person can paste it into a POSIX shell.
    package var shellText: String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" }
        let line = (variables + arguments.map(Self.quoted)).joined(separator: " ")
        guard let directory else { return line }
        return "cd \(Self.quoted(directory)) && \(line)"
    }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=./:,@%^")

    /// Single quotes unless every character is safe to leave bare in a POSIX shell.
    package static func quoted(_ text: String) -> String {
        if !text.isEmpty, text.allSatisfy(plain.contains) { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
