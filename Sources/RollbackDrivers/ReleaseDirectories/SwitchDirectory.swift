import Glibc
import RollbackCore
import RollbackFiles

/// Makes another release directory the live one, by one rename of a link: there is no instant without a release, and
/// none with parts of two.
struct SwitchDirectory: Step {
    struct Output: Codable, Sendable {
        var release: String
        var commit: CommitID
    }

    let settings: DirectorySwitch
    let run: RunID
    let git: GitRepository

    private var link: String { settings.folders.link }
    /// Where the new link is made before it is renamed over the old one.
    private var temporary: String { "\(settings.folders.root)/.lastgood-\(run)-\(ReleaseLayout.link).new" }
    private var output: Output { Output(release: settings.new, commit: settings.commit) }

    private enum Position {
        case before
        case after
        /// Somebody else has changed it.
        case other(String)
    }

    private var position: Position {
        let text = FileCall.linkText(link)
        if text == settings.new { return .after }
        if text == nil, FileCall.facts(link) != nil { return .other("\(link) is no link") }
        if text == settings.old { return .before }
        return .other(text.map { "\(link) leads to \($0)" } ?? "\(link) is gone")
    }

    func observe() async throws -> Observation<Output> {
        switch position {
        case .before: .notApplied
        case .after: .applied(output)
        case .other(let why): .unclear(why)
        }
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        switch position {
        case .after: break
        case .before:
            guard try DirectoryMarker.read(settings.target)?.commit == settings.commit else {
                throw Failure.file(path: settings.target, doing: "find the release directory", errno: ENOENT)
            }
            try GitExclude.add("/\(ReleaseLayout.link)", to: settings.excludeFile)
            try replace(with: settings.new)
        case .other(let why): throw unclear(why)
        }
        try FileCall.syncDirectory(settings.folders.root)
        return output
    }

    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        switch position {
        case .before: break
        case .after:
            if let old = settings.old { try replace(with: old) } else { try remove() }
        case .other(let why): throw unclear(why)
        }
        if FileCall.linkText(temporary) != nil { unlink(temporary) }
        try FileCall.syncDirectory(settings.folders.root)
    }

    private func unclear(_ why: String) -> Failure { .unclear(step: DirectorySteps.switchName, why: why) }

    private func replace(with text: String) throws {
        if FileCall.linkText(temporary) != nil { unlink(temporary) }
        try FileCall.check(temporary, "make the link") { symlink(text, temporary) }
        try git.give(temporary)
        try FileCall.check(link, "switch") { rename(temporary, link) }
    }

    private func remove() throws { try FileCall.check(link, "take the link away") { unlink(link) } }
}
