import Glibc
import RollbackCore
import RollbackFiles

/// The names that a switch works with besides the live one.
struct SwitchPlaces: Hashable, Sendable {
    /// Where the new link is made before it is renamed over an old one.
    let temporary: String
    /// Where the folder that goes away is kept: in the run's own folder, or beside the live name where only that is
    /// on the same file system.
    let holders: [String]

    init(_ settings: DependencySwitch, _ run: RunContext) {
        let name = LockPath.name(settings.live.path)
        let folder = FileCall.parent(of: settings.live.path) ?? ""
        let kept = String(settings.live.path.map { $0 == "/" ? "_" : $0 })
        temporary = "\(folder)/.lastgood-\(run.run)-\(name).new"
        holders = ["\(run.directory)/dependencies/\(kept)", "\(folder)/.lastgood-\(run.run)-\(name)"]
    }
}

/// Where a switch stands, seen from outside.
enum SwitchPosition: Hashable, Sendable {
    case before
    /// The folder is away and the link is not there yet: only where names cannot be exchanged.
    case between(holder: String)
    /// The folder is kept at `holder`; nil for links, whose old text is known.
    case after(holder: String?)
    /// Somebody else has changed it.
    case other(String)

    init(_ settings: DependencySwitch, _ places: SwitchPlaces) {
        let live = settings.live
        let text = FileCall.linkText(live.path)
        let gone = FileCall.facts(live.path) == nil
        let said = text.map { "it points at \($0)" } ?? (gone ? "it is gone" : "it is not what it was")
        switch live.form {
        case .link(let old):
            self = text == settings.target ? .after(holder: nil) : text == old ? .before : .other(said)
        case .folder(let inode):
            let holder = places.holders.first { Self.isFolder($0, inode) }
            if Self.isFolder(live.path, inode) {
                self = .before
            } else if text == settings.target {
                self = .after(holder: holder)
            } else if let holder, gone {
                self = .between(holder: holder)
            } else {
                self = .other(said)
            }
        }
    }

    private static func isFolder(_ path: String, _ inode: UInt64) -> Bool {
        guard let facts = FileCall.facts(path) else { return false }
        return facts.st_mode & S_IFMT == S_IFDIR && UInt64(facts.st_ino) == inode
    }
}
