import Testing

/// Mistakes in hooks and procedures.
struct ProcedureMistakeTests {
    @Test(arguments: [
        (#"{"stage": "before swap", "command": ["x"]}"#, #"1:12 hooks[0]: the key "name" is missing"#),
        (#"{"name": "x", "command": ["x"]}"#, #"1:12 hooks[0]: the key "stage" is missing"#),
        (#"{"name": "x", "stage": "before swap"}"#, #"1:12 hooks[0]: the key "command" is missing"#),
        (
            #"{"name": "x", "stage": "before swp", "command": ["x"]}"#,
            #"1:26 hooks[0].stage: expected "before capture", "after capture", "before swap", "after swap", "before restart", "after restart", "before verify" or "after verify", found the string "before swp"; did you mean "before swap"?"#
        ),
        (
            #"{"name": "x", "stage": "after swap", "command": ["x"], "on_failure": "die"}"#,
            #"1:67 hooks[0].on_failure: expected "stop" or "warn", found the string "die""#
        ),
        (
            #"{"name": "x", "stage": "after swap", "command": ["x"]}, {"name": "x", "stage": "before swap", "command": ["y"]}"#,
            #"1:68 hooks[1]: a second hook is called "x"; first on line 1"#
        ),
    ])
    func inHooks(elements: String, expected: String) {
        #expect(Sample.mistakes(rollback: #"{"hooks": [\#(elements)]}"#) == [expected])
    }

    @Test(arguments: [
        (
            #""backup_current_state", "git_reset_hard", "clear_cach", "restart_services""#,
            [
                #"1:87 rollback_procedures.fast.steps[2]: expected "backup_current_state", "git_reset_hard", "clear_cache", "restart_services", "verify_health", "rollback_database", "restore_env_config", "verify_database", "prompt_code_rollback", "prompt_database_rollback", "prompt_service_verification" or "generate_incident_report", found the string "clear_cach"; did you mean "clear_cache"?"#
            ]
        ),
        (
            #""git_reset_hard", "restart_services""#,
            [
                #"1:35 rollback_procedures.fast.steps: the step "backup_current_state" cannot be left out of the fast level"#
            ]
        ),
        (
            #""backup_current_state", "git_reset_hard", "restart_services", "rollback_database""#,
            [
                #"1:107 rollback_procedures.fast.steps[3]: "rollback_database" is not a step of the fast level; its steps are backup_current_state, git_reset_hard, clear_cache, restart_services, verify_health"#
            ]
        ),
        (
            #""backup_current_state", "git_reset_hard", "git_reset_hard", "restart_services""#,
            [#"1:87 rollback_procedures.fast.steps[2]: the step "git_reset_hard" is listed twice"#]
        ),
    ])
    func inProcedures(steps: String, expected: [String]) {
        #expect(Sample.mistakes(rollback: #"{"rollback_procedures": {"fast": {"steps": [\#(steps)]}}}"#) == expected)
    }

    @Test(arguments: [
        (
            "full", #""backup_current_state", "git_reset_hard", "restart_services", "#, 3, "prompt_code_rollback",
            "backup_current_state, rollback_database, git_reset_hard, restore_env_config, clear_cache, restart_services, verify_health, verify_database"
        ),
        (
            "manual", "", 0, "clear_cache",
            "backup_current_state, prompt_code_rollback, prompt_database_rollback, prompt_service_verification, generate_incident_report"
        ),
    ])
    func everyLevelHasItsOwnSteps(level: String, before: String, place: Int, step: String, known: String) {
        #expect(
            Sample.mistakes(rollback: #"{"rollback_procedures": {"\#(level)": {"steps": [\#(before)\#n"\#(step)"]}}}"#)
                == [
                    "2:1 rollback_procedures.\(level).steps[\(place)]: \"\(step)\" is not a step of the \(level) level; its steps are \(known)"
                ])
    }
}
