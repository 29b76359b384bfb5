/// The steps of each level.
struct ProceduresSection: Section {
    static let heading = "Procedures"
    static let file = ConfigurationFile.rollback
    static let path = "rollback_procedures"
    static let about = """
        The lists may leave out optional steps; they never reorder. Of the fast level `clear_cache` and \
        `verify_health` may be left out; without `verify_health` only liveness is checked. Of the full level \
        `restore_env_config` and `rollback_database` may be left out too; `verify_database` has no effect, because a schema \
        that goes back is proved in any case.
        """
    static let example = """
        "rollback_procedures": {
          "fast": { "steps": ["backup_current_state", "git_reset_hard", "restart_services", "verify_health"] }
        }
        """

    static let fast: Key<ProcedureSection> = Key("fast", .section, "Code, dependency set and caches.")
    static let full: Key<ProcedureSection> = Key(
        "full", .section, "Also the database's schema and the environment, and every check.")
    static let manual: Key<ProcedureSection> = Key(
        "manual", .section, later: "every step is offered, and a key leaves it out", "A guided checklist.")
    static let keys: [any AnyKey] = [fast, full, manual]

    let fast: Located<ProcedureSection>?
    let full: Located<ProcedureSection>?

    init(_ reader: SectionReader) {
        fast = reader.located(Self.fast)
        full = reader.located(Self.full)
        let manual = reader.value(Self.manual)
        let lists = [
            ("fast", ProcedureStep.fast, fast?.value), ("full", ProcedureStep.full, full?.value),
            ("manual", ProcedureStep.manual, manual),
        ]
        for (level, own, procedure) in lists {
            ProcedureStep.check(procedure?.steps?.value, of: level, own, reader.findings)
        }
    }
}

/// One level's procedure.
struct ProcedureSection: Section {
    static let heading = "One procedure"
    static let file = ConfigurationFile.rollback
    static let path = "rollback_procedures.LEVEL"
    static let about = "What lastgood does at a step is described by `lastgood plan`, not by its name here."
    static let example = ""

    static let duration = Key(
        "estimated_duration_minutes", .amount, "For people; lastgood expects what its own history says.")
    static let steps: Key<[Located<ProcedureStep>]> = Key(
        "steps", .list(of: .choice), fallback: "all steps of the level", "The steps.")
    static let keys: [any AnyKey] = [duration, steps]

    let steps: Located<[Located<ProcedureStep>]>?

    init(_ reader: SectionReader) {
        _ = reader.value(Self.duration)
        steps = reader.located(Self.steps)
    }
}
