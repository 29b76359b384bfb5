/// How a rollback is asked for and what is kept of it.
struct SettingsSection: Section {
    static let heading = "Rollback settings"
    static let file = ConfigurationFile.rollback
    static let path = "rollback_settings"
    static let about = "What a rollback does unless its command line says otherwise."
    static let example = """
        "rollback_settings": {
          "default_level": "fast",
          "confirmation_required": true,
          "max_backup_retention_days": 14
        }
        """

    static let level = Key(
        "default_level", .choice(["instant", "fast", "full", "manual"]), fallback: "`fast`",
        "The level of a rollback that names none.")
    static let confirmation = Key(
        "confirmation_required", .flag, fallback: "`true`", "Whether a person is asked before anything is done.")
    static let backup = Key(
        "backup_before_rollback", .flag, fallback: "`true`",
        """
        Whether a complete snapshot belongs to a rollback. Nobody waits for it: what will be overwritten is captured before \
        anything is done, whatever stands here, and the snapshot is taken when the service is restored, with what was captured.
        """)
    static let retention = Key(
        "max_backup_retention_days", .days, fallback: "`30`",
        """
        How many days a snapshot is kept. Older ones are removed after each new one and by `lastgood snapshot prune`; never the \
        newest three, nor what a known good release, the pin or a run needs.
        """)
    static let most = Key(
        "max_backup_count", .whole(1...1_000_000, "a whole number, 1 or more"),
        "How many snapshots are kept at most, however young; no limit without it. The same ones are never removed.")
    static let critical = Key(
        "critical_databases", .list(of: .text),
        """
        Databases without which no snapshot is taken, by the names in `lastgood snapshot show` without their `database.`; \
        `*` stands for all. Any other database that is down is a part that is missing.
        """)
    static let verify = Key(
        "auto_verify_after_rollback", .flag, fallback: "`true`", "Whether every check runs after a rollback.")
    static let keys: [any AnyKey] = [level, confirmation, backup, retention, most, critical, verify]

    let level: Located<String>?
    let confirmation: Bool?
    let backup: Bool?
    let retention: Int?
    let most: Int?
    let critical: [String]?
    let verify: Bool?

    init(_ reader: SectionReader) {
        level = reader.located(Self.level)
        confirmation = reader.value(Self.confirmation)
        backup = reader.value(Self.backup)
        retention = reader.value(Self.retention)
        most = reader.value(Self.most)
        critical = reader.value(Self.critical)?.map(\.value)
        verify = reader.value(Self.verify)
        if let level, !["fast", "full", "manual"].contains(level.value) {
            reader.findings.note(level.place, "has no effect yet: the levels are fast, full and manual")
        }
    }
}
