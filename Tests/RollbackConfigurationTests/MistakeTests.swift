import Testing

/// Every kind of mistake in the first file, with the words that it is answered with.
struct MistakeTests {
    @Test(arguments: [
        (#"{"timeots": {}}"#, #"1:2 timeots: unknown key "timeots"; did you mean "timeouts"?"#),
        (#"{"code": {"branch": 1}}"#, #"1:11 code.branch: unknown key "branch"; known here: head, pin_hook, push"#),
        (#"[]"#, "1:1: expected an object, found an array"),
        (#"{"timeouts": 5}"#, "1:2 timeouts: expected an object, found 5"),
        (#"{"hooks": {}}"#, "1:2 hooks: expected an array, found an object"),
        (#"{"timeouts": {}, "timeouts": {}}"#, "1:18 timeouts: the key is given twice; first on line 1"),
        (#"{"_a": [{"b": 1, "b": 2}]}"#, "1:18 _a[0].b: the key is given twice; first on line 1"),
        (
            #"{"rollback_settings": {"default_level": "fats"}}"#,
            #"1:24 rollback_settings.default_level: expected "instant", "fast", "full" or "manual", found the string "fats"; did you mean "fast"?"#
        ),
        (
            #"{"rollback_settings": {"confirmation_required": "yes"}}"#,
            #"1:24 rollback_settings.confirmation_required: expected true or false, found the string "yes""#
        ),
        (
            #"{"rollback_settings": {"max_backup_retention_days": -1}}"#,
            "1:24 rollback_settings.max_backup_retention_days: expected a whole number of days, 0 or more, found -1"
        ),
        (
            #"{"timeouts": {"service_restart_seconds": -5}}"#,
            "1:15 timeouts.service_restart_seconds: expected a number of seconds from 0 to 86400, found -5"
        ),
        (
            #"{"timeouts": {"health_check_timeout_seconds": 0}}"#,
            "1:15 timeouts.health_check_timeout_seconds: expected a number of seconds above 0, at most 86400, found 0"
        ),
        (
            #"{"notifications": {"webhooks": "https://example.org/secret"}}"#,
            #"1:20 notifications.webhooks: expected an array, found a string"#
        ),
        (#"{"notifications": {"webhooks": [5]}}"#, "1:33 notifications.webhooks[0]: expected a string, found a number"),
        (
            #"{"caches": ["build", "*"]}"#, #"1:22 caches[1]: the pattern "*" would remove ".git""#
        ),
        (#"{"caches": ["rollback/*"]}"#, #"1:13 caches[0]: the pattern "rollback/*" would remove "rollback/config""#),
        (#"{"caches": ["."]}"#, "1:13 caches[0]: expected a path inside the platform, found its root"),
        (
            #"{"critical_files": ["/etc/passwd"]}"#,
            #"1:21 critical_files[0]: expected a path inside the platform, relative to its root, found the absolute path "/etc/passwd""#
        ),
        (
            #"{"critical_files": ["a/../../b"]}"#,
            "1:21 critical_files[0]: expected a path inside the platform, relative to its root; '..' could lead out of it"
        ),
        (
            #"{"critical_files": [""]}"#,
            #"1:21 critical_files[0]: expected a path inside the platform, relative to its root, found the string """#
        ),
        (#"{"code": {"push": true}}"#, #"1:11 code.push: a push needs "head": "commit" beside it"#),
        (#"{"contacts": [5]}"#, "1:15 contacts[0]: expected a string or an object, found 5"),
        (#"{"contacts": [{"how": "x"}]}"#, #"1:15 contacts[0]: the key "name" is missing"#),
        (
            #"{"dashboards": ["railway.app"]}"#,
            #"1:17 dashboards[0]: expected an address that begins with https:// or http://, found the string "railway.app""#
        ),
        (
            #"{"external_services": {"db": {"required_env_vars": ["A-B"]}}}"#,
            #"1:53 external_services.db.required_env_vars[0]: expected the name of an environment variable, found the string "A-B""#
        ),
        (
            #"{"a\u001b[31m": 1}"#,
            #"1:2 a"# + "\u{1B}"
                + #"[31m: unknown key "a\u{1B}[31m"; known here: caches, code, contacts, critical_files, dashboards, database, environments, external_services, hooks, layout, monitoring, notifications, release_directories, releases, rollback_procedures, rollback_settings, service_dependencies, timeouts"#
        ),
    ])
    func inRollbackConfig(text: String, expected: String) {
        #expect(Sample.mistakes(rollback: text) == [expected])
    }
}
