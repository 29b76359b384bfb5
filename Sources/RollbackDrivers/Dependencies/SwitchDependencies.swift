import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Puts a link to another set in the place of a live set, in one instant. A live folder is kept whole and comes back
/// to the very same name: what is installed in it works at no other.
struct SwitchDependencies: Step {
    struct Output: Codable, Sendable {
        var live: String
        var target: String
    }

    let settings: DependencySwitch
    let places: SwitchPlaces

    private var live: String { settings.live.path }
    private var output: Output { Output(live: live, target: settings.target) }
    private var position: SwitchPosition { SwitchPosition(settings, places) }

    func observe() async throws -> Observation<Output> {
        switch position {
        case .before, .between: .notApplied
        case .after: .applied(output)
        case .other(let why): .unclear("\(live): \(why)")
        }
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        let position = position
        if case .other(let why) = position { throw Failure.unclear(step: settings.name, why: "\(live): \(why)") }
        try FileCall.check(settings.target, "find the new dependency set") { access(settings.target, F_OK) }
        try GitExclude.add(settings.excludeLine, to: settings.excludeFile)
        switch position {
        case .before where settings.live.isLink: try replaceLink(settings.target)
        case .before: try exchange()
        case .between: try replaceLink(settings.target)
        case .after, .other: break
        }
        try sync()
        return output
    }

    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        switch (position, settings.live.form) {
        case (.before, _): break
        case (.after, .link(let old)): try replaceLink(old)
        case (.after(let holder?), .folder): try giveBack(holder)
        case (.between(let holder), _): try FileCall.check(live, "put the set back") { rename(holder, live) }
        case (.after(nil), .folder): throw unclear("the folder that was kept is gone")
        case (.other(let why), _): throw unclear(why)
        }
        for name in places.holders + [places.temporary] where FileCall.linkText(name) != nil { unlink(name) }
        try sync()
    }

    private func unclear(_ why: String) -> Failure { .unclear(step: settings.name, why: "\(live): \(why)") }

    /// Over a link or over nothing, by one rename.
    private func replaceLink(_ text: String) throws {
        try makeLink(text, at: places.temporary)
        try FileCall.check(live, "switch") { rename(places.temporary, live) }
    }

    private func makeLink(_ text: String, at path: String) throws {
        if FileCall.linkText(path) != nil { unlink(path) }
        try FileCall.check(path, "make the link") { symlink(text, path) }
        guard geteuid() == 0, let facts = FileCall.facts(settings.live.folder) else { return }
        try FileCall.check(path, "set the owner") { lchown(path, facts.st_uid, facts.st_gid) }
    }

    /// The first place that can hold the folder does.
    private func exchange() throws {
        for (number, holder) in places.holders.enumerated() {
            do {
                if let parent = FileCall.parent(of: holder) { try FileCall.makeDirectory(parent) }
                try makeLink(settings.target, at: holder)
                return try put(holder)
            } catch Failure.file(_, _, let number_) where number == 0 && [EXDEV, EACCES, EPERM].contains(number_) {
                unlink(holder)
            }
        }
    }

    /// Where the file system cannot exchange names, two renames; an instant between them is recognised.
    private func put(_ holder: String) throws {
        do {
            try FileCall.exchange(holder, with: live)
        } catch Failure.file(_, _, let number) where [EINVAL, ENOSYS, EOPNOTSUPP].contains(number) {
            unlink(holder)
            try FileCall.check(live, "set the set aside") { rename(live, holder) }
            try replaceLink(settings.target)
        }
    }

    private func giveBack(_ holder: String) throws {
        do {
            try FileCall.exchange(holder, with: live)
        } catch Failure.file(_, _, let number) where [EINVAL, ENOSYS, EOPNOTSUPP].contains(number) {
            unlink(live)
            try FileCall.check(live, "put the set back") { rename(holder, live) }
        }
    }

    private func sync() throws {
        let folders = ([live] + places.holders).compactMap(FileCall.parent).filter { FileCall.facts($0) != nil }
        for folder in Set(folders) { try FileCall.syncDirectory(folder) }
    }
}
