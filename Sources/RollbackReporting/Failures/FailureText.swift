package import RollbackCore

/// Words every `Failure`, for people in the middle of the night. The switch is closed: a new case without words
/// does not compile.
package enum FailureText {
    /// The whole text: what happened and where, what was expected, what to do next.
    package static func text(for failure: Failure) -> String { message(for: failure).text }

    /// The command lines to type next, most useful first; `next` in JSON.
    package static func next(for failure: Failure) -> [String] { message(for: failure).commands }

    package static func message(for failure: Failure) -> FailureMessage {
        switch failure {
        case .usage(let what, let next): usage(what, next)
        case .consentNeeded(let again): consentNeeded(again)
        case .cancelled: cancelled
        case .noTarget(let why): noTarget(why)
        case .unknownCommit(let name): unknownCommit(name)
        case .ambiguousCommit(let name, let candidates): ambiguousCommit(name, candidates)
        case .nothingToDo(let why): nothingToDo(why)
        case .stalePlan(let digest, let changed): stalePlan(digest, changed)
        case .unknownPlan(let digest): unknownPlan(digest)
        case .configuration(let problems): configuration(problems)
        case .dependencyCycle(let services): dependencyCycle(services)
        case .unknownService(let name, let known): unknownService(name, known)
        case .notARepository(let path): notARepository(path)
        case .gitRefused(let what, let why): gitRefused(what, why)
        case .registry(let refusal): registry(refusal)
        case .release(let refusal): release(refusal)
        case .gitLocked(let path, let holder): gitLocked(path, holder)
        case .objectMissing(let name): objectMissing(name)
        case .portTaken(let port, let holder, let service): portTaken(port, holder, service)
        case .exitedAtStart(let service, let status, let lines): exitedAtStart(service, status, lines)
        case .cannotStart(let service, let why): cannotStart(service, why)
        case .cannotStartAgain(let service, let why): cannotStartAgain(service, why)
        case .secretMissing(let service, let variable, let why): secretMissing(service, variable, why)
        case .wouldNotStop(let service, let process): wouldNotStop(service, process)
        case .file(let path, let doing, let number): file(path, doing, number)
        case .journalCorrupt(let path, let sequence, let why): journalCorrupt(path, sequence, why)
        case .journalPoisoned(let path): journalPoisoned(path)
        case .journalNotBegun(let path): journalNotBegun(path)
        case .stateFromNewerVersion(let path, let version, let known, let by): newerState(path, version, known, by)
        case .stateUnreadable(let path, let why): stateUnreadable(path, why)
        case .folderNotOurs(let path): folderNotOurs(path)
        case .noRoom(let path, let needed, let free): noRoom(path, needed, free)
        case .snapshot(let failure): snapshot(failure)
        case .database(let failure): database(failure)
        case .locked(let owner): locked(owner)
        case .noRun(let what): noRun(what)
        case .runUnfinished(let run): runUnfinished(run)
        case .runEnded(let run): runEnded(run)
        case .laterRun(let run, let later): laterRun(run, later)
        case .checkoutMoved(let run, let now, let left, let before): checkoutMoved(run, now, left, before)
        case .otherVersion(let run, let began, let own, let again): otherVersion(run, began, own, again)
        case .illegalTransition(let step, let state, let event): illegalTransition(step, state, event)
        case .unknownStepKind(let kind): unknownStepKind(kind)
        case .unclear(let step, let why): unclear(step, why)
        case .commandMissing, .commandFailed, .timeLimit, .unreachable: helper(failure)
        }
    }

    private static func helper(_ failure: Failure) -> FailureMessage {
        switch failure {
        case .commandMissing(let program, let why): commandMissing(program, why)
        case .commandFailed(let command, let status, let said): commandFailed(command, status, said)
        case .timeLimit(let what, let seconds): timeLimit(what, seconds)
        case .unreachable(let url, let why): unreachable(url, why)
        default: FailureMessage("A helper program failed", advice: "Run the same command again")
        }
    }
}
