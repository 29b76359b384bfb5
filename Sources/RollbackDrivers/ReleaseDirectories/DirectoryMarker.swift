import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Says that a release directory is complete, and of what. Written last: a directory without it is removed and built
/// anew. It lies in the directory, so that neither can be there without the other.
struct DirectoryMarker: Hashable, Codable, Sendable {
    static let version = 1
    /// Private to lastgood, in each release directory.
    static let folder = ".lastgood"

    var version = Self.version
    var commit: CommitID
    /// The platform's own paths that are links to the root's.
    var shared: [String]
    var sets: [DirectoryLink]
    /// Files that git does not hash to what it has of them, and that are right all the same: Git LFS's, and those with
    /// mixed line endings.
    var unlike: [String]

    static func path(in directory: String) -> String { "\(directory)/\(folder)/release.json" }
    /// What git knows of the directory's files: one stat pass tells which of them were edited.
    static func index(in directory: String) -> String { "\(directory)/\(folder)/index" }

    /// When the directory was complete, in nanoseconds since 1970; 0 for one that is not.
    static func time(in directory: String) -> Int {
        FileCall.facts(path(in: directory)).map { Int($0.st_mtim.tv_sec) * 1_000_000_000 + Int($0.st_mtim.tv_nsec) }
            ?? 0
    }

    private struct Form: Codable { var version: Int }

    /// - Returns: nil for a directory that is not complete, or not ours.
    /// - Throws: `Failure.stateFromNewerVersion`, `Failure.stateUnreadable`.
    static func read(_ directory: String) throws -> DirectoryMarker? {
        let path = path(in: directory)
        guard let data = try FileCall.read(path) else { return nil }
        guard let form = try? JSONText.decode(Form.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "it is not {\"version\": number, …}")
        }
        guard form.version <= version else {
            throw Failure.stateFromNewerVersion(path: path, version: form.version, known: version, neededBy: nil)
        }
        do { return try JSONText.decode(DirectoryMarker.self, from: data) } catch {
            throw Failure.stateUnreadable(path: path, why: "it does not say what the directory is made of")
        }
    }
}

/// A dependency set in a release directory: a link to where it is kept.
struct DirectoryLink: Hashable, Codable, Sendable {
    /// Below the directory.
    var path: String
    /// Absolute.
    var target: String
}
