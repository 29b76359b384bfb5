import RollbackCore

/// One release directory that is built; part of the plan.
struct DirectoryBuild: Hashable, Codable, Sendable {
    var name: String
    var folders: ReleaseFolders
    var commit: CommitID
    var shared: [String]
    var sets: [DirectoryLink]
    /// Git's list of ignored files of this checkout.
    var excludeFile: String

    var directory: String { folders.path(of: name) }
}

/// The link that is switched to another release directory; part of the plan.
struct DirectorySwitch: Hashable, Codable, Sendable {
    var folders: ReleaseFolders
    /// What the link says before; nil: there is none yet.
    var old: String?
    var new: String
    var commit: CommitID
    var excludeFile: String
    /// Paths in which the two releases differ.
    var changed: [String]

    var target: String { "\(folders.root)/\(new)" }
    /// The folder that services ran in before.
    var before: String { old.map { $0.hasPrefix("/") ? $0 : "\(folders.root)/\($0)" } ?? folders.root }
}
