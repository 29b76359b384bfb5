package import RollbackCore

/// `docs/exit-codes.md`, made from the table in the code.
package enum ExitCodeReference {
    /// The code's name, which `--json` gives as the outcome of commands that have none of their own.
    package static func name(_ code: ExitCode) -> String {
        switch code {
        case .done: "done"
        case .failed: "failed"
        case .unhealthy: "unhealthy"
        case .inconclusive: "inconclusive"
        case .noTarget: "no-target"
        case .locked: "locked"
        case .stuck: "stuck"
        case .interrupted: "interrupted"
        case .stale: "stale"
        case .usage: "usage"
        case .cancelled: "cancelled"
        }
    }

    package static func markdown() -> String {
        let rows = ExitCode.allCases.map { "| \($0.rawValue) | `\(name($0))` | \($0.meaning) |" }
        return """
            # Exit codes

            Every command of `lastgood` ends with one of these. With `--json` the last line repeats it as `code`.
            This page is made from the table in the code; a test compares the two.

            | code | name | meaning |
            |---:|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }
}
