/// The optional steps of a level.
package struct LevelProcedure: Hashable, Codable, Sendable {
    package var clearsCaches = true
    package var verifiesHealth = true
    /// Of the full level only.
    package var restoresEnvironment = true
    /// Of the full level only.
    package var restoresSchema = true
    package init() {}
}

/// The steps that `rollback_procedures` can name.
enum ProcedureStep: String, CaseIterable, Sendable {
    case backup = "backup_current_state"
    case code = "git_reset_hard"
    case caches = "clear_cache"
    case restart = "restart_services"
    case verify = "verify_health"
    case database = "rollback_database"
    case environment = "restore_env_config"
    case verifyDatabase = "verify_database"
    case promptCode = "prompt_code_rollback"
    case promptDatabase = "prompt_database_rollback"
    case promptVerification = "prompt_service_verification"
    case incident = "generate_incident_report"

    /// In the order in which each level does them.
    static let fast: [ProcedureStep] = [.backup, .code, .caches, .restart, .verify]
    static let full: [ProcedureStep] = [
        .backup, .database, .code, .environment, .caches, .restart, .verify, .verifyDatabase,
    ]
    static let manual: [ProcedureStep] = [.backup, .promptCode, .promptDatabase, .promptVerification, .incident]
    /// Of the fast and the full level.
    static let required: [ProcedureStep] = [.backup, .code, .restart]

    /// Reports words that are not of the level, and those that are there twice.
    static func check(
        _ steps: [Located<ProcedureStep>]?, of level: String, _ own: [ProcedureStep], _ findings: Findings
    ) {
        var seen: Set<ProcedureStep> = []
        for step in steps ?? [] {
            let name = Shown.quoted(step.value.rawValue)
            if !own.contains(step.value) {
                let known = own.map(\.rawValue).joined(separator: ", ")
                findings.problem(step.place, "\(name) is not a step of the \(level) level; its steps are \(known)")
            } else if !seen.insert(step.value).inserted {
                findings.problem(step.place, "the step \(name) is listed twice")
            }
        }
    }
}

extension LevelProcedure {
    init(_ procedure: Located<ProcedureSection>?, of level: String, _ own: [ProcedureStep], _ findings: Findings) {
        guard let steps = procedure?.value.steps else { return }
        let named = steps.value.map(\.value)
        for step in ProcedureStep.required where !named.contains(step) {
            findings.problem(steps.place, "the step \"\(step.rawValue)\" cannot be left out of the \(level) level")
        }
        let inOrder = own.filter(named.contains)
        if inOrder != named, Set(inOrder) == Set(named), inOrder.count == named.count {
            findings.note(steps.place, "the order has no effect: steps are left out, never reordered")
        }
        for step in steps.value where step.value == .verifyDatabase {
            findings.note(step.place, "has no effect: a schema that goes back is proved in any case")
        }
        clearsCaches = named.contains(.caches)
        verifiesHealth = named.contains(.verify)
        restoresEnvironment = !own.contains(.environment) || named.contains(.environment)
        restoresSchema = !own.contains(.database) || named.contains(.database)
    }
}
