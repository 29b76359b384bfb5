package import RollbackCore

/// The command lines of systemctl(1) and journalctl(1), as values.
package struct SystemctlCommands: Sendable {
    package let name: UnitName

    package init(_ name: UnitName) { self.name = name }

    package var start: Command { systemctl(["start", "--", name.unit]) }
    package var stop: Command { systemctl(["stop", "--", name.unit]) }
    package var restart: Command { systemctl(["restart", "--", name.unit]) }
    /// Asks for something that is so already: nothing changes, and the answer tells whether the caller may manage the
    /// unit. Nil for a unit that is just changing.
    package func permission(_ unit: UnitFacts) -> Command? {
        let words = ["active": "start", "inactive": "stop", "failed": "stop"]
        return words[unit.activeState].map { systemctl([$0, "--job-mode=ignore-dependencies", "--", name.unit]) }
    }
    /// Ends what does not end by itself.
    package var kill: Command { systemctl(["kill", "--signal=SIGKILL", "--", name.unit]) }
    /// Forgets a failure, and with it the limit on starts.
    package var resetFailed: Command { systemctl(["reset-failed", "--", name.unit]) }
    /// Makes the manager read unit files that have changed.
    package var reload: Command { systemctl(["daemon-reload"]) }
    package var show: Command { Self.show([name.unit], user: name.user) }

    /// What is known of several units of one manager.
    package static func show(_ units: [String], user: UInt32?) -> Command {
        let properties = "--property=" + UnitFacts.properties.joined(separator: ",")
        return systemctl(["show", properties, "--"] + units, user: user)
    }

    /// The last lines of a unit, or of one invocation of it.
    package func journal(lines: Int, invocation: String? = nil) -> Command {
        let whose = name.user == nil ? "--unit=\(name.unit)" : "--user-unit=\(name.unit)"
        let match = invocation.map { "_SYSTEMD_INVOCATION_ID=\($0)" } ?? whose
        return Command(["journalctl", "--no-pager", "--quiet", "--output=cat", "--lines=\(lines)", match])
    }

    private func systemctl(_ words: [String]) -> Command { Self.systemctl(words, user: name.user) }

    /// Without a pager and without asking for passwords. A user's manager is reached over that user's own bus.
    private static func systemctl(_ words: [String], user: UInt32?) -> Command {
        let scope = user == nil ? [] : ["--user"]
        let environment = user.map { ["XDG_RUNTIME_DIR": "/run/user/\($0)"] } ?? [:]
        return Command(["systemctl"] + scope + ["--no-pager", "--no-ask-password"] + words, environment: environment)
    }
}
