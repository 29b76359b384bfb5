package import FoundationEssentials
package import RollbackCore

/// Commits as people talk about them.
package enum CommitText {
    /// `4f2a91c “Fix login (#42)” by Kim, 3 days ago`.
    package static func line(_ commit: Commit, now: Date) -> String {
        let age = DateText.age(of: commit.date, now: now)
        return SafeText.oneLine("\(commit.id.short) “\(commit.subject)” by \(commit.author), \(age)")
    }

    /// A commit under suspicion: `9d8c7b6 Ada, PR #57: Rework payments`. Whom to ask stands before the subject,
    /// so that no long subject pushes it off the line.
    package static func suspect(_ commit: Commit) -> String {
        let request = commit.pullRequest.map { ", PR #\($0)" } ?? ""
        return SafeText.oneLine("\(commit.id.short) \(commit.author)\(request): \(commit.subject)")
    }
}
