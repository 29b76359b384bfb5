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
        "backup_before_rollback", .flag,
        later: "a rollback takes no complete snapshot yet; lastgood snapshot create does",
        "Whether a complete snapshot is taken. What a rollback overwrites is captured in any case.")
    static let retention = Key(
        "max_backup_retention_days", .days, fallback: "`30`",
        "After how many days `lastgood snapshot prune` removes a snapshot; the newest three stay.")
    static let verify = Key(
        "auto_verify_after_rollback", .flag, fallback: "`true`", "Whether every check runs after a rollback.")
    static let keys: [any AnyKey] = [level, confirmation, backup, retention, verify]

    let level: Located<String>?
    let confirmation: Bool?
    let backup: Bool?
    let retention: Int?
    let verify: Bool?

    init(_ reader: SectionReader) {
        level = reader.located(Self.level)
        confirmation = reader.value(Self.confirmation)
        backup = reader.value(Self.backup)
        retention = reader.value(Self.retention)
        verify = reader.value(Self.verify)
        if let level, !["fast", "full", "manual"].contains(level.value) {
            reader.findings.note(level.place, "has no effect yet: the levels are fast, full and manual")
        }
    }
}
