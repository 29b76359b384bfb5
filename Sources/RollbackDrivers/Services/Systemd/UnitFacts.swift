/// What `systemctl show` says of a unit (systemctl(1), org.freedesktop.systemd1(5)).
package struct UnitFacts: Hashable, Sendable {
    package static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "Result", "MainPID", "NRestarts", "ExecMainStatus", "ExecStart",
        "FragmentPath", "WorkingDirectory", "NeedDaemonReload", "InvocationID",
    ]

    package var name: UnitName
    private var values: [String: String]

    package init(name: UnitName, values: [String: String]) {
        self.name = name
        self.values = values
    }

    /// The units of an output: `Name=value` lines, an empty line between two units.
    package static func units(in text: String, user: UInt32?) -> [UnitFacts] {
        text.split(separator: "\n\n").compactMap { block in
            let pairs = block.split(separator: "\n").compactMap { line -> (String, String)? in
                guard let sign = line.firstIndex(of: "=") else { return nil }
                return (String(line[..<sign]), String(line[line.index(after: sign)...]))
            }
            let values = Dictionary(pairs) { first, _ in first }
            return values["Id"].map { UnitFacts(name: UnitName(unit: $0, user: user), values: values) }
        }
    }

    package var loaded: Bool { values["LoadState"] == "loaded" }
    /// `active`, `activating`, `failed`, …
    package var activeState: String { values["ActiveState"] ?? "" }
    package var subState: String { values["SubState"] ?? "" }
    package var result: String { values["Result"] ?? "" }
    /// Nil when no main process runs, or systemd does not know which one it is.
    package var mainProcess: Int32? { values["MainPID"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil } }
    package var exitStatus: Int32 { values["ExecMainStatus"].flatMap { Int32($0) } ?? 0 }
    package var needsReload: Bool { values["NeedDaemonReload"] == "yes" }
    package var invocation: String? { values["InvocationID"].flatMap { $0.isEmpty ? nil : $0 } }
    package var fragment: String { values["FragmentPath"] ?? "" }

    /// Absolute; nil when none is set. `!` and `-` before it are flags.
    package var workingDirectory: String? {
        let path = (values["WorkingDirectory"] ?? "").drop { "!-".contains($0) }
        return path.hasPrefix("/") ? String(path) : nil
    }

    /// The command of `{ path=/srv/app/run ; argv[]=/srv/app/run --port 80 ; ignore_errors=no ; … }`, split at
    /// spaces: systemctl does not quote.
    package var command: [String] {
        guard let text = values["ExecStart"], let start = text.firstRange(of: "argv[]=") else { return [] }
        let rest = text[start.upperBound...]
        let end = rest.firstRange(of: " ; ")?.lowerBound ?? rest.endIndex
        return rest[..<end].split(separator: " ").map(String.init)
    }
}
