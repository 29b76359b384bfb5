import RollbackCore

/// What release directories are made of and how many are kept.
struct DirectoriesSection: Section {
    static let heading = "Release directories"
    static let file = ConfigurationFile.rollback
    static let path = "release_directories"
    static let about = """
        With `"layout": "release_directories"` each release is a folder in `releases/`, written beside the live one from \
        git's objects, with its dependency sets linked into it, and `current` is a link to the live one. Services run \
        through `current`: their `directory` and `environment_file` begin there. The checkout itself stays as it is.
        """
    static let example = """
        "layout": "release_directories",
        "release_directories": { "shared_paths": [".env", "uploads"], "keep": 5 }
        """

    static let sharedPaths = Key(
        "shared_paths", .list(of: .file), fallback: "`.env`, where the release has none of its own",
        """
        Files and folders of the platform's root that every release uses: in each a link to the root's stands there, also \
        where the release has a file or folder of that name. Databases belong here.
        """)
    static let kept = Key(
        "keep", .whole(1...1000, "a whole number from 1 to 1000"), fallback: "`5`",
        """
        How many release directories are kept beside the live one, the last known good one, and those that runs can be \
        taken back to.
        """)
    static let keys: [any AnyKey] = [sharedPaths, kept]

    let policy: DirectoryPolicy

    init(_ reader: SectionReader) {
        var policy = DirectoryPolicy()
        policy.sharedPaths = reader.value(Self.sharedPaths)?.map(\.value)
        policy.kept = reader.value(Self.kept) ?? policy.kept
        self.policy = policy
    }
}
