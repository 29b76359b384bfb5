import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Git hooks that warn of the pinned release; they never keep git from anything (githooks(5)).
package struct PinHooks: Sendable {
    private let git: GitRepository

    package init(_ git: GitRepository) { self.git = git }

    /// `git pull` ends in post-merge, `git checkout` and `git switch` in post-checkout; pre-push comes before a push.
    private static let names = ["post-merge", "post-checkout", "pre-push"]
    /// By this line a hook is known to be ours.
    private static let mark = "# Made by lastgood while the platform is pinned; removed by: lastgood unpin"

    /// Why no hook can be put there; nil when it can.
    var obstacle: String? {
        git.settings.hooksPath.map { "its hooks are in \($0) (core.hooksPath), which is not lastgood's to write to" }
    }

    private var folder: String { "\(git.commonFolder)/hooks" }

    /// - Returns: the hooks that are left as they are, because somebody else has made them.
    func install(_ pin: Pin) throws -> [String] {
        if FileCall.facts(folder) == nil {
            try FileCall.makeDirectory(folder, mode: 0o755)
            try git.give(folder)
        }
        var foreign: [String] = []
        for name in Self.names {
            let path = "\(folder)/\(name)"
            guard try FileCall.facts(path) == nil || isOurs(path) else {
                foreign.append(name)
                continue
            }
            try AtomicFile.write(Data(Self.script(name, pin).utf8), to: path, mode: 0o755)
            try git.give(path)
        }
        return foreign
    }

    /// Ours only.
    package func remove() throws {
        for path in Self.names.map({ "\(folder)/\($0)" }) where try isOurs(path) {
            try FileCall.check(path, "remove the hook") { unlink(path) }
        }
    }

    private func isOurs(_ path: String) throws -> Bool {
        guard let data = try FileCall.read(path) else { return false }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").contains { $0 == Self.mark }
    }

    /// Hashes alone reach the script: nothing in it needs quoting.
    private static func script(_ name: String, _ pin: Pin) -> String {
        let commits =
            name == "pre-push"
            ? "while read -r _ commit _; do echo \"$commit\"; done" : "git rev-parse HEAD"
        return """
            #!/bin/sh
            \(mark)
            for commit in $(\(commits)); do
                if git merge-base --is-ancestor \(pin.badRelease) "$commit" 2>/dev/null; then
                    echo "lastgood: this has \(pin.badRelease.short), which was rolled back from by \(pin.run)." >&2
                    echo "lastgood: is it mended? then: lastgood unpin" >&2
                    break
                fi
            done
            exit 0

            """
    }
}
