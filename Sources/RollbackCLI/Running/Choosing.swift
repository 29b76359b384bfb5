import FoundationEssentials
import RollbackCore
import RollbackReporting

/// Lists what could be gone back to; on a terminal one key picks.
struct Choosing: Sendable {
    let console: Console
    let now: Date

    func choose(_ candidates: [Candidate], _ why: String) throws -> CommitID? {
        for (place, candidate) in candidates.enumerated() {
            console.emit(JSONLines.candidate(candidate, number: place + 1, now: now))
        }
        guard !candidates.isEmpty else {
            throw Failure.noTarget(why: why + ", and the repository has no other commit to go back to")
        }
        console.say("\(why.prefix(1).uppercased())\(why.dropFirst()). These can be gone back to:")
        console.say(CandidateText.text(candidates, now: now))
        guard console.canAsk else {
            // What is marked or was rolled back from is shown, and proposed only when there is nothing else.
            let good = candidates.filter { !$0.bad }
            let lines = (good.isEmpty ? candidates : good).prefix(3).map { TypedLine().consented(to: $0.commit.id) }
            console.say("Choose one:\n  \(lines[0])")
            console.emit(JSONLines.exit(.noTarget, next: lines))
            return nil
        }
        guard let typed = console.ask("Number (Enter for none): "), !typed.isEmpty else { throw Failure.cancelled }
        guard let chosen = CandidateText.choice(typed, from: candidates) else {
            throw Failure.usage("\(typed) is none of the numbers above", next: "lastgood rollback")
        }
        return chosen.commit.id
    }
}
