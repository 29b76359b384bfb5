/// What is recorded as a release, and kept of it.
struct ReleasesSection: Section {
    static let heading = "Releases"
    static let file = ConfigurationFile.rollback
    static let path = "releases"
    static let about = "What `lastgood release record` takes down, and how much of it is kept."
    static let example = """
        "releases": { "artifacts": ["frontend/dist"], "dependency_sets_max_mb": 10000 }
        """

    static let artifacts = Key(
        "artifacts", .list(of: .file),
        """
        Files that belong to a release and are not in git, by their content: paths from the platform's root, with `*` and \
        `?` as in a shell; a folder stands for every file in it.
        """)
    static let room = Key(
        "dependency_sets_max_mb", .megabytes, fallback: "`5000`",
        """
        How many megabytes the dependency sets that lastgood has built may take. When a release is recorded and they take \
        more, those that were needed longest ago go first. Never removed: the sets of the last known good release, of \
        what runs, and of the newest runs.
        """)
    static let keys: [any AnyKey] = [artifacts, room]

    let settings: ReleaseSettings

    init(_ reader: SectionReader) {
        settings = ReleaseSettings(
            artifacts: reader.value(Self.artifacts)?.map(\.value) ?? [],
            dependencySetsMegabytes: reader.value(Self.room) ?? ReleaseSettings().dependencySetsMegabytes)
    }
}
