import Glibc
import RollbackCore
import RollbackFiles

/// Finds the set that a lock file installs.
struct LiveSetSearch: Sendable {
    let root: String
    /// Paths that running services use: programs inside a set, or a set's folder.
    let hints: [String]

    /// In this order: a set near the lock file that a service uses; the one set outside the platform's folder that
    /// services use; any set near the lock file; the one set inside that services use.
    func liveSet(_ ecosystem: any DependencyEcosystem, near folder: String) -> LiveSet? {
        let near = LockPath.upwards(folder).flatMap { above in
            ecosystem.liveNames.map { "\(root)/\(LockPath.join(above, $0))" }
        }.filter { FileCall.facts($0) != nil && ecosystem.isSet($0) }
        let used = usedSets(ecosystem)
        let confirmed = near.first { path in used.contains { FileCall.realPath($0) == FileCall.realPath(path) } }
        let outside = used.filter { !$0.hasPrefix("\(root)/") }
        let inside = used.filter { $0.hasPrefix("\(root)/") }
        let path = confirmed ?? only(outside) ?? near.first ?? only(inside)
        return path.flatMap(LiveSet.at)
    }

    /// Programs of services that lie in a set, as paths below it: a new set must have them too.
    func programs(in live: LiveSet) -> [String] {
        let prefixes = Set([live.path, live.folder]).map { "\($0)/" }
        let found = hints.flatMap { hint in
            prefixes.filter { hint.hasPrefix($0) }.map { String(hint.dropFirst($0.count)) }
        }
        return Set(found).filter { access("\(live.path)/\($0)", F_OK) == 0 }.sorted()
    }

    /// Services that name the folder behind a link would not follow the link when it is switched.
    func bypasses(_ live: LiveSet) -> [String] {
        guard live.isLink else { return [] }
        return hints.filter { $0 == live.folder || $0.hasPrefix("\(live.folder)/") }.sorted()
    }

    private func usedSets(_ ecosystem: any DependencyEcosystem) -> [String] {
        Set(
            hints.filter { $0.hasPrefix("/") }.compactMap { hint in
                var next: String? = hint
                for _ in 0..<3 {
                    guard let path = next else { return nil }
                    if ecosystem.isSet(path) { return path }
                    next = FileCall.parent(of: path)
                }
                return nil
            }
        ).sorted()
    }

    private func only(_ paths: [String]) -> String? { paths.count == 1 ? paths[0] : nil }
}
