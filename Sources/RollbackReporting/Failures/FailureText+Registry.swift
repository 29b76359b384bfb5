import RollbackCore

/// Failures of the registry of known good releases.
extension FailureText {
    static func code(for refusal: RegistryRefusal) -> String {
        switch refusal {
        case .changedFiles: "changed-files"
        case .listedAlready: "listed-already"
        case .notListed: "not-listed"
        case .failingChecks: "failing-checks"
        }
    }

    static func registry(_ refusal: RegistryRefusal) -> FailureMessage {
        switch refusal {
        case .changedFiles(let commit, let count): changedFiles(commit, count)
        case .listedAlready(let commit, let place):
            FailureMessage(
                "Nothing was done: \(commit.short) is listed already, \(place)",
                advice: "To enter it anew, take it out first:", commands: [.knownGoodRemove(commit: commit.short)])
        case .notListed(let name, let file):
            FailureMessage(
                "Nothing was done: “\(name)” is no entry of \(file)", expected: "Expected the hash of an entry",
                advice: "See what is listed:", commands: [.knownGoodList])
        case .failingChecks(let commit, let checks): failingChecks(commit, checks)
        }
    }

    private static func changedFiles(_ commit: CommitID, _ count: Int) -> FailureMessage {
        FailureMessage(
            "Nothing was done: \(Words.count(count, "file")) of the checkout "
                + "\(count == 1 ? "differs" : "differ") from \(commit.short)",
            expected: "Expected the release itself: a changed tree at the good commit is not the good release",
            advice: "Commit the changes or put them away (“git stash”), look whether all is well, and try again:",
            commands: [.verify])
    }

    private static func failingChecks(_ commit: CommitID, _ checks: [String]) -> FailureMessage {
        FailureMessage(
            "Nothing was done: \(Words.count(checks.count, "critical check")) of \(commit.short) "
                + "\(checks.count == 1 ? "has" : "have") not passed", details: checks,
            expected: "Expected every critical check of a known good release to pass",
            advice: "Mend what fails, or enter it as a release that nobody has proved:",
            commands: [.verify, .knownGoodAdd(commit: commit.short, unverified: true)])
    }
}
