import Glibc
import RollbackCore
import RollbackFiles

/// Where a service that nobody configured is started again: what it ran with names the release directory that was live
/// then, and the link leads to the one that is live now.
struct ServiceRelocation: Sendable {
    /// The folder that was live, links followed.
    let before: String
    let home: String

    init?(_ change: DirectorySwitch?) {
        guard let change else { return nil }
        before = FileCall.realPath(change.before) ?? change.before
        home = change.folders.link
    }

    func moved(_ facts: ServiceFacts) -> ServiceFacts {
        guard var setting = facts.setting else { return facts }
        var moved = facts
        setting.directory = place(setting.directory)
        setting.arguments = setting.arguments.map(file)
        setting.executable = file(setting.executable)
        for name in ["PWD", "VIRTUAL_ENV"] { setting.environment[name] = setting.environment[name].map(file) }
        moved.setting = setting
        return moved
    }

    private func place(_ path: String) -> String {
        guard Paths.contains(before, path) else { return path }
        let rest = path.dropFirst(before.count)
        // Before the first activation the live folder is the root, which has more in it than the release.
        return rest.hasPrefix("/\(ReleaseLayout.folder)/") ? path : home + rest
    }

    /// What the live release does not have is no part of a release.
    private func file(_ path: String) -> String {
        let moved = place(path)
        return access(moved, F_OK) == 0 ? moved : path
    }
}
