import ArgumentParser

/// How a run is begun.
struct RunOptions: ParsableArguments {
    @Flag(help: "Show the plan and stop.")
    var dryRun = false

    @Flag(
        help:
            "With --dry-run: what would be done to the database is done, proved, and taken back. Writers wait meanwhile."
    )
    var executeDatabase = false

    @Flag(name: [.customLong("auto-confirm"), .customShort("y")], help: "Your consent for this run: nothing is asked.")
    var autoConfirm = false

    @Flag(help: "Only a healthy outcome exits 0; a degraded one exits 3.")
    var strict = false

    @Flag(
        help: "Consent to go on even when the disk is full or failing: the run can then be neither resumed nor undone.")
    var acceptNotResumable = false
}

/// What proves a run, and what it leaves.
struct ProofOptions: ParsableArguments {
    @Option(
        name: .customLong("check"),
        help: ArgumentHelp(
            "An address that must answer 200 for the platform to count as alive; may be given several times.",
            valueName: "url"))
    var addresses: [String] = []

    @Flag(help: "Keep the installed dependency set although the lock file differs.")
    var keepDependencies = false
}
