import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Where `HEAD` goes when code goes back in place.
package enum HeadMove: String, Codable, Sendable {
    /// To a new branch `rollback/run-N` at the target: the hotfix has a place, the live branch is untouched.
    case branch
    /// Nowhere: the live branch gets a new commit whose tree is the target's, for hosts that deploy from git.
    case commit
}

/// One path that goes back.
struct CodeChange: Hashable, Codable, Sendable {
    var path: TreePath
    /// Git's mode in octal; nil: the path goes away.
    var mode: String?
    var object: String

    var isLink: Bool { mode == "120000" }
    var isExecutable: Bool { mode == "100755" }
}

/// What the three steps of the code in place share. It is part of the plan once, with the first of them: it can be long.
struct CodeSettings: Hashable, Codable, Sendable {
    var target: CommitID
    var current: CommitID
    var scope: CodeScope
    var head: HeadMove
    /// The branch that is checked out; nil when detached.
    var branch: String?
    /// Files of the checkout.
    var changes: [CodeChange]
    /// Entries of the index; nil: those of the same files, as when nothing is staged or edited.
    var staged: [CodeChange]?

    var indexChanges: [CodeChange] { staged ?? changes }
    var writes: [CodeChange] { changes.filter { $0.mode != nil } }
    var removals: [CodeChange] { changes.filter { $0.mode == nil } }
}

/// Where one run keeps what belongs to its code.
struct CodePaths: Hashable, Sendable {
    let folder: String
    init(_ context: RunContext) { folder = context.directory }

    var capture: String { "\(folder)/capture" }
    var kept: String { "\(folder)/capture/files" }
    var manifest: String { "\(folder)/capture/manifest.json" }
    var keptIndex: String { "\(folder)/capture/git-index" }
    var keptHead: String { "\(folder)/capture/git-head" }
    var keptBranch: String { "\(folder)/capture/git-branch" }
    var edits: String { "\(folder)/edits" }
    var stage: String { "\(folder)/stage" }
    /// Staged files by their place in the list of changes; moved out of here when they are put in place.
    var files: String { "\(folder)/stage/files" }
    /// What the staged files were like when they were ready, by the same places.
    var written: String { "\(folder)/stage/written.json" }
    var index: String { "\(folder)/stage/git-index" }
    /// The index of the commit to be made, where the checkout's own has more staged than goes back.
    var commitIndex: String { "\(folder)/stage/commit-index" }
    var head: String { "\(folder)/stage/git-head" }
    /// The name of the branch that is made, below `refs/heads/`.
    var branchName: String { "\(folder)/stage/branch-name" }
    var newBranch: String { "\(folder)/stage/git-branch" }
    var commit: String { "\(folder)/stage/commit" }
    /// There once a swap was taken back.
    var usedUp: String { "\(folder)/used-up" }
    var emptyTree: String { "\(folder)/stage/empty" }
    var checkout: String { "\(folder)/stage/checkout" }
}

/// What the capture kept, in a file of its own because it can be long.
struct CaptureManifest: Codable, Sendable {
    var entries: [SavedEntry]
    /// Files and links that stand where the target has a folder.
    var blockers: [TreePath]
}
