import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Where the release directories of a platform are, and which one is live.
package struct ReleaseFolders: Hashable, Codable, Sendable {
    /// The platform's root, absolute and without links.
    package let root: String

    package init(root: String) { self.root = root }

    /// The name under which the live release is used.
    package var link: String { ReleaseLayout.releaseDirectories.home(of: root) }
    var folder: String { "\(root)/\(ReleaseLayout.folder)" }

    func path(of name: String) -> String { "\(folder)/\(name)" }
    /// What the link says for a release: relative, so that the platform may be seen at another place, too.
    static func text(of name: String) -> String { "\(ReleaseLayout.folder)/\(name)" }

    /// The names that stand in the folder; not all of them need be release directories.
    func names() throws -> [String] { try FileCall.names(in: folder).filter { !$0.hasPrefix(".") } }

    /// Where the dependency sets are that any release directory links to.
    package func sets() throws -> [String] {
        try names().compactMap { try? DirectoryMarker.read(path(of: $0)) }.flatMap { $0.sets.map(\.target) }
    }

    /// - Returns: nil while nothing was ever activated: the services run in the checkout itself.
    /// - Throws: `Failure.gitRefused` when something else than a link has the name, `Failure.stateFromNewerVersion`.
    package func live() throws -> LiveRelease? {
        guard FileCall.facts(link) != nil else { return nil }
        guard let text = FileCall.linkText(link) else {
            throw Failure.gitRefused(
                what: "find the live release",
                why: "\(link) is no link; with release directories that name leads to the live one, so move it away")
        }
        let path = FileCall.realPath(link)
        do {
            return LiveRelease(text: text, path: path, marker: try path.flatMap(DirectoryMarker.read))
        } catch Failure.stateUnreadable {
            // Damage is no reason to stay with what is broken.
            return LiveRelease(text: text, path: path, marker: nil)
        }
    }

    /// The commit that is served; nil when nothing tells.
    package func commit() throws -> CommitID? { try live()?.commit }
}

/// What the link leads to.
package struct LiveRelease: Hashable, Sendable {
    let text: String
    /// Nil when it leads nowhere: somebody has removed the live directory.
    package let path: String?
    /// Nil for a directory that lastgood did not build.
    let marker: DirectoryMarker?

    var name: String { LockPath.name(text) }

    /// Of a directory that Capistrano made, its own file tells (`REVISION`, written by `deploy:set_current_revision`).
    var commit: CommitID? {
        if let marker { return marker.commit }
        guard let path, let data = try? FileCall.read("\(path)/REVISION") else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmed
        return [40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? CommitID(text) : nil
    }
}
