/// How the code of a platform lies on its disk, and so how a release comes to be the live one.
package enum ReleaseLayout: String, Codable, CaseIterable, Sendable {
    /// In the checkout, whose files are replaced.
    case inPlace = "in_place"
    /// In a folder for each release, beside each other; a link leads to the one that is live.
    case releaseDirectories = "release_directories"

    /// The link, below the platform's root.
    package static let link = "current"
    /// The folder that the release directories are in, below the platform's root.
    package static let folder = "releases"

    /// The folder that services run from, by a name that stays the same from release to release.
    package func home(of root: String) -> String {
        switch self {
        case .inPlace: root
        case .releaseDirectories: root == "/" ? "/\(Self.link)" : "\(root)/\(Self.link)"
        }
    }
}

/// What a platform with release directories says of them.
package struct DirectoryPolicy: Hashable, Codable, Sendable {
    /// Paths below the root that every release shares: in a release directory a link to the root's stands there.
    /// Nil: `.env`, where the release itself has none.
    package var sharedPaths: [String]?
    /// How many release directories are kept, besides those that something needs.
    package var kept = 5
    package init() {}
}
