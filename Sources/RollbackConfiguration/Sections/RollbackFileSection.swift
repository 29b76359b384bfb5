import RollbackCore

/// The whole of `rollback-config.json`.
struct RollbackFileSection: Section {
    static let heading = "rollback-config.json"
    static let file = ConfigurationFile.rollback
    static let path = ""
    static let about = "The file's top level. Every key may be left out."
    static let example = """
        "caches": ["__pycache__", "*.pyc", "frontend/.cache"],
        "critical_files": ["server/main.py", "requirements.txt"],
        "dashboards": ["https://railway.app/dashboard"]
        """

    static let settings: Key<SettingsSection> = Key(
        "rollback_settings", .section, "How a rollback is asked for and kept.")
    static let timeouts: Key<TimeoutsSection> = Key("timeouts", .section, "How long to wait.")
    static let notifications: Key<NotificationsSection> = Key(
        "notifications", .section, later: "nothing is notified yet", "Whom to tell.")
    static let services: Key<[Named<ServiceSection>]> = Key(
        "service_dependencies", .named("service", .section), "The services, and what they wait for.")
    static let externals: Key<[Named<ExternalServiceSection>]> = Key(
        "external_services", .named("external service", .section), "What the services need from elsewhere.")
    static let procedures: Key<ProceduresSection> = Key("rollback_procedures", .section, "The steps of each level.")
    static let monitoring: Key<MonitoringSection> = Key("monitoring", .section, "Reports and logs.")
    static let caches = Key(
        "caches", .list(of: .cachePattern), fallback: #"`["__pycache__", "*.pyc", ".pytest_cache"]`"#,
        """
        Files and folders that are removed when the code goes back, because they were made from it: names, in which \
        `*` and `?` stand for other characters and which match in every folder, or paths from the platform's root.
        """)
    static let criticalFiles = Key(
        "critical_files", .list(of: .file), "Files that must be there after a rollback.")
    static let hooks: Key<[Located<HookSection>]> = Key(
        "hooks", .list(of: .section), "The platform's own commands, in this order.")
    static let code: Key<CodeSection> = Key("code", .section, "How the code goes back.")
    static let layout: Key<ReleaseLayout> = Key(
        "layout", .choice, fallback: "`in_place`",
        """
        `in_place`: a release is put in place in the checkout, file by file. `release_directories`: each is a folder of \
        its own, and a link is switched; see [Release directories](#release-directories).
        """)
    static let directories: Key<DirectoriesSection> = Key(
        "release_directories", .section, "What release directories share, and how many are kept.")
    static let releases: Key<ReleasesSection> = Key(
        "releases", .section, "What is recorded as a release, and kept of it.")
    static let database: Key<DatabaseSection> = Key(
        "database", .section, "What is asked of the databases, and how long parked rows are kept.")
    static let contacts = Key("contacts", .list(of: .contact), "Whom to call; shown when a rollback does not end well.")
    static let dashboards = Key("dashboards", .list(of: .webAddress), "Where to look; shown beside the contacts.")
    static let environments = EnvironmentKey.key(of: RollbackFileSection.self)
    static let keys: [any AnyKey] = [
        settings, timeouts, notifications, services, externals, procedures, monitoring, caches, criticalFiles, hooks,
        code, layout, directories, releases, database, contacts, dashboards,
        environments,
    ]

    let settings: SettingsSection?
    let timeouts: TimeoutsSection?
    let services: [Named<ServiceSection>]
    let externals: [Named<ExternalServiceSection>]
    let procedures: ProceduresSection?
    let monitoring: MonitoringSection?
    let caches: [String]?
    let criticalFiles: [String]
    let hooks: [Located<HookSection>]
    let code: CodeSection?
    let layout: ReleaseLayout
    let directories: DirectoriesSection?
    let releases: ReleasesSection?
    let database: DatabaseSettings?
    let contacts: [Contact]
    let dashboards: [String]

    init(_ reader: SectionReader) {
        settings = reader.value(Self.settings)
        timeouts = reader.value(Self.timeouts)
        _ = reader.value(Self.notifications)
        services = reader.value(Self.services) ?? []
        externals = reader.value(Self.externals) ?? []
        procedures = reader.value(Self.procedures)
        monitoring = reader.value(Self.monitoring)
        caches = reader.value(Self.caches)?.map(\.value)
        criticalFiles = reader.value(Self.criticalFiles)?.map(\.value) ?? []
        hooks = reader.value(Self.hooks) ?? []
        code = reader.value(Self.code)
        layout = reader.value(Self.layout) ?? .inPlace
        directories = reader.value(Self.directories)
        releases = reader.value(Self.releases)
        database = reader.value(Self.database)?.settings
        contacts = reader.value(Self.contacts)?.map(\.value) ?? []
        dashboards = reader.value(Self.dashboards)?.map(\.value) ?? []
        EnvironmentKey.refuse(Self.keys, reader)
        noteOtherLayout(reader)
    }

    /// Keys of the layout that does not hold.
    private func noteOtherLayout(_ reader: SectionReader) {
        let inPlace = [reader.has(Self.caches)].compactMap(\.self) + (code?.headPlaces ?? [])
        let places = layout == .inPlace ? [reader.has(Self.directories)].compactMap(\.self) : inPlace
        let needed = layout == .inPlace ? ReleaseLayout.releaseDirectories : .inPlace
        for place in places {
            reader.findings.note(place, #"has no effect: it belongs to "layout": "\#(needed.rawValue)""#)
        }
    }
}
