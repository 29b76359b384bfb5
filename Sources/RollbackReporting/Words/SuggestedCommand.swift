package import RollbackCore

/// Every command line that lastgood ever tells a person to type. They stand in one place so that a test can
/// feed each of them to the command line's own parser.
package enum SuggestedCommand: Hashable, Sendable {
    /// Shows the candidates and lets one be chosen.
    case rollback
    /// After a fast one it keeps the target and adds the other layers.
    case full
    /// The same, whatever is recorded as known good.
    case choose
    /// By hand: a new rollback, or the one that waits for somebody.
    case manual
    case rollbackTo(commit: String)
    case rollbackPlan(level: Level, digest: PlanDigest)
    case plan
    case planFor(commit: String)
    case resume
    /// A run by hand, without asking any further.
    case finish
    case undo
    case unpin
    /// Removes a pin that cannot be read.
    case removePin
    case verify
    case status
    case follow
    case logs(ServiceName)
    case history
    /// A run's report, made anew.
    case report(RunID)
    case knownGoodList
    case knownGoodCheck
    /// Of what is checked out, without a commit.
    case knownGoodAdd(commit: String?, unverified: Bool)
    case knownGoodRemove(commit: String)
    case releaseList
    case releaseRecord
    case releaseShow(ReleaseNumber)
    case releaseActivate(String)
    /// Of what is checked out, without a name.
    case releaseBuild(String?)
    case snapshotCreate
    case snapshotList
    case snapshotShow(Int)
    /// Beside what is there, so that it can be looked at first.
    case snapshotRestore(Int, to: String)
    /// Over what is live.
    case snapshotRestoreLive(Int, part: String)
    case snapshotVerify
    case snapshotPrune
    /// Writes the `rollback/` tree; consenting to what makes room for it.
    case initialize(updates: Bool, consents: Bool)

    package var text: String {
        switch self {
        case .rollback: "lastgood rollback --fast"
        case .full: "lastgood rollback --full"
        case .choose: "lastgood rollback --choose"
        case .manual: "lastgood rollback --manual"
        case .rollbackTo(let commit): "lastgood rollback --fast --commit \(Command.quoted(commit))"
        case .rollbackPlan(let level, let digest): "lastgood rollback --\(level.rawValue) --plan \(digest.short)"
        case .plan: "lastgood plan"
        case .planFor(let commit): "lastgood plan --commit \(Command.quoted(commit))"
        case .resume: "lastgood resume"
        case .finish: "lastgood resume --auto-confirm"
        case .undo: "lastgood undo"
        case .unpin: "lastgood unpin"
        case .removePin: "lastgood unpin --force"
        case .verify: "lastgood verify"
        case .status: "lastgood status"
        case .follow: "lastgood status --follow"
        case .logs(let service): "lastgood logs \(Command.quoted(service.rawValue))"
        case .history: "lastgood history"
        case .report(let run): "lastgood report \(run) --format text"
        case .knownGoodList: "lastgood known-good list"
        case .knownGoodCheck: "lastgood known-good check"
        case .knownGoodAdd(let commit, let unverified):
            "lastgood known-good add" + (commit.map { " \(Command.quoted($0))" } ?? "")
                + (unverified ? " --unverified" : "")
        case .knownGoodRemove(let commit): "lastgood known-good remove \(Command.quoted(commit))"
        case .releaseList: "lastgood release list"
        case .releaseRecord: "lastgood release record"
        case .releaseShow(let number): "lastgood release show \(number)"
        case .releaseActivate(let name): "lastgood release activate \(Command.quoted(name))"
        case .releaseBuild(let name): "lastgood release build" + (name.map { " \(Command.quoted($0))" } ?? "")
        case .snapshotCreate: "lastgood snapshot create"
        case .snapshotList: "lastgood snapshot list"
        case .snapshotShow(let sequence): "lastgood snapshot show \(sequence)"
        case .snapshotRestore(let sequence, let folder):
            "lastgood snapshot restore \(sequence) --to \(Command.quoted(folder))"
        case .snapshotRestoreLive(let sequence, let part):
            "lastgood snapshot restore \(sequence)" + (part == "code" ? "" : " --part \(Command.quoted(part))")
        case .snapshotVerify: "lastgood snapshot verify"
        case .snapshotPrune: "lastgood snapshot prune"
        case .initialize(let updates, let consents):
            "lastgood init" + (updates ? " --update" : "") + (consents ? " --yes" : "")
        }
    }

    /// One of each, for the test that they can all be typed.
    package static let samples: [SuggestedCommand] = [
        .rollback, .full, .choose, .manual, .rollbackTo(commit: "COMMIT"),
        .rollbackPlan(level: .fast, digest: "0123456789abcdef"),
        .plan,
        .planFor(commit: "COMMIT"), .resume, .finish, .undo, .unpin, .removePin, .verify, .status, .follow,
        .logs("fastapi"),
        .history, .report(RunID(7)), .knownGoodList, .knownGoodCheck, .knownGoodAdd(commit: nil, unverified: false),
        .knownGoodAdd(commit: "COMMIT", unverified: true), .knownGoodRemove(commit: "COMMIT"),
        .releaseList, .releaseRecord, .releaseShow(ReleaseNumber(41)),
        .releaseActivate("COMMIT"), .releaseBuild(nil), .releaseBuild("COMMIT"),
        .snapshotCreate, .snapshotList, .snapshotShow(12), .snapshotRestore(12, to: "DIR"),
        .snapshotRestoreLive(12, part: "configuration"),
        .snapshotVerify,
        .snapshotPrune,
        .initialize(updates: false, consents: false), .initialize(updates: true, consents: true),
    ]
}
