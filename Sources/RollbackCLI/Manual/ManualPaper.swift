import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// The manual level where nobody can be asked: it is printed, and nothing is done.
struct ManualPaper: Sendable {
    let platform: Platform
    let console: Console

    func print(_ plan: Plan, _ digest: PlanDigest) throws -> ExitCode {
        let lists = ManualChecklists(platform, plan).all
        console.emit(try JSONLines.plan(plan, digest: digest))
        lists.forEach { console.emit(JSONLines.checklist($0, contacts: platform.contacts)) }
        let sheet = ManualSheet(plan, lists, platform.contacts, now: platform.effects.clock.wallTime())
        console.say(platform.access.mask(sheet.markdown))
        console.emit(JSONLines.exit(.done, next: [SuggestedCommand.manual.text]))
        return .done
    }

    /// What is left of a run that waits for somebody. It stays as it is.
    func print(_ stored: StoredRun, code: ExitCode) throws -> ExitCode {
        let plan = stored.header.plan
        let lists = ManualChecklists(platform, plan).all
        let events = (try? EventLog.read(platform.state.eventsPath(stored.run)).events) ?? []
        console.emit(try JSONLines.plan(plan, digest: stored.header.digest))
        lists.forEach { console.emit(JSONLines.checklist($0, contacts: platform.contacts)) }
        let sheet = ManualSheet(
            plan, lists, platform.contacts, now: platform.effects.clock.wallTime(), state: stored.state,
            answers: RunReport(events: events).answers)
        console.say(platform.access.mask(sheet.markdown))
        let next = [SuggestedCommand.resume.text, SuggestedCommand.finish.text, SuggestedCommand.undo.text]
        console.say("It waits for somebody at a terminal. To have the rest done without a question:\n  \(next[1])")
        console.emit(JSONLines.exit(code, next: next))
        return code
    }
}
