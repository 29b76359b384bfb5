import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting

/// Goes through what is not answered yet of a checklist, with the person at the terminal.
struct ChecklistRound: Sendable {
    let platform: Platform
    let hub: EventHub
    let keeper: IncidentKeeper
    let keyboard: Keyboard

    private static let keys = [
        PaceText.Key("y", "yes"), PaceText.Key("p", "pass over"), PaceText.Key("n", "note"),
        PaceText.Key("a", "pass over all"), PaceText.Key("q", "stop here"),
    ]

    /// - Returns: false when the person stops.
    func go(_ moment: Checklist.Moment) async throws -> Bool {
        let answered = Set(keeper.answers.filter { $0.moment == moment }.map(\.item))
        var passesOver = false
        for list in keeper.checklists where list.moment == moment {
            for group in list.groups {
                let open = group.items.filter { !answered.contains($0) }
                if open.isEmpty { continue }
                Console.write("\n\(ChecklistText.title(moment)): \(group.heading)\n")
                for item in open {
                    if passesOver {
                        pass(moment, item)
                    } else {
                        guard let goesOn = try await ask(moment, item) else { return false }
                        passesOver = !goesOn
                    }
                }
            }
        }
        return true
    }

    private func pass(_ moment: Checklist.Moment, _ item: String) {
        hub.emit(.answered(ChecklistAnswer(moment, item, ticked: false)))
    }

    /// - Returns: false when the rest is to be passed over; nil when the person stops.
    private func ask(_ moment: Checklist.Moment, _ item: String) async throws -> Bool? {
        var note: String?
        let prompt = PaceText.prompt("  \(item)", Self.keys)
        while let key = try await keyboard.key(prompt, among: Self.keys.map(\.key)) {
            switch key {
            case "n":
                let text = try await keyboard.line("  Note: ").map(platform.access.mask)
                note = text?.isEmpty == false ? text : note
            case "y", "p":
                hub.emit(.answered(ChecklistAnswer(moment, item, ticked: key == "y", note: note)))
                return true
            case "a":
                hub.emit(.answered(ChecklistAnswer(moment, item, ticked: false, note: note)))
                return false
            default: return nil
            }
        }
        return nil
    }
}
