/// A command of the platform's own around a stage.
struct HookSection: Section {
    static let heading = "Hooks"
    static let file = ConfigurationFile.rollback
    static let path = "hooks[]"
    static let about = "Each hook runs in the platform's root, as the user who runs lastgood."
    static let example = """
        "hooks": [
          {
            "name": "purge-cdn",
            "stage": "after restart",
            "command": ["./scripts/purge-cdn.sh", "--all"],
            "timeout_seconds": 20,
            "on_failure": "warn"
          }
        ]
        """

    static let name = Key(
        "name",
        .word("a name of letters, digits, '-', '_' and '.'", pattern: Words.namePattern, where: Words.isName),
        fallback: "required",
        "Its name in plans and reports.")
    static let stage = Key(
        "stage", .choice(HookStage.all.map(\.text)), fallback: "required", "When it runs.")
    static let command = Key(
        "command", .command, fallback: "required", "What runs. Never put secrets here: commands are printed.")
    static let limit = Key("timeout_seconds", .positiveSeconds, fallback: "`30`", "After it the command is killed.")
    static let onFailure = Key(
        "on_failure", .choice(["stop", "warn"]), fallback: "`warn`",
        "`stop`: its failure is the failure of its stage. `warn`: the rollback goes on and is at best degraded.")
    static let repeatable = Key(
        "repeatable", .flag, fallback: "`true`",
        "Whether it may run a second time after a crash that left unknown whether it had run.")
    static let keys: [any AnyKey] = [name, stage, command, limit, onFailure, repeatable]

    let name: String
    let stage: HookStage
    let command: [String]
    let limit: Double
    let required: Bool
    let repeatable: Bool

    init?(_ reader: SectionReader) {
        let (name, stage, command) =
            (reader.required(Self.name), reader.required(Self.stage), reader.required(Self.command))
        limit = reader.value(Self.limit) ?? 30
        required = reader.value(Self.onFailure) == "stop"
        repeatable = reader.value(Self.repeatable) ?? true
        guard let name, let stage = HookStage.all.first(where: { $0.text == stage }), let command else { return nil }
        (self.name, self.stage, self.command) = (name, stage, command)
    }
}
