import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting

/// Asks the person at the terminal before each step.
struct ManualPace: Pacing {
    let platform: Platform
    let hub: EventHub
    let keeper: IncidentKeeper
    let keyboard: Keyboard

    init(platform: Platform, hub: EventHub, keeper: IncidentKeeper, _ interruption: Interruption) {
        self.platform = platform
        self.hub = hub
        self.keeper = keeper
        keyboard = Keyboard(interruption: interruption, clock: platform.effects.clock)
    }

    func choice(_ question: PaceQuestion) async throws -> PaceChoice {
        if let trouble = keeper.trouble {
            Console.write("! the incident's document could not be written: \(trouble)\n")
        }
        let rounds = ChecklistRound(platform: platform, hub: hub, keeper: keeper, keyboard: keyboard)
        if question.isFirst, try await !rounds.go(.before) { return .stop }
        if question.isEnd, try await !rounds.go(.after) { return .stop }
        show(question)
        return try await decision(question)
    }

    private func show(_ question: PaceQuestion) {
        guard let step = question.step, let plan = question.state.header?.plan else {
            return Console.write("\nEvery step is done or left out.\n")
        }
        Console.write(
            PaceText.step(
                step, in: plan, stage: question.stage ?? "", state: question.now, question.direction,
                obstacle: question.obstacle))
    }

    private func decision(_ question: PaceQuestion) async throws -> PaceChoice {
        let keys = keys(question)
        let prompt = PaceText.prompt(question.step?.name.rawValue ?? "the run", keys)
        while let key = try await keyboard.key(prompt, among: keys.map(\.key)) {
            switch key {
            case "d": return .perform
            case "s": if let why = try await why() { return .skip(why: why) }
            case "u": return .takeBackLast
            case "n": try await note(question.step?.name)
            default: return .stop
            }
        }
        return .stop
    }

    private func keys(_ question: PaceQuestion) -> [PaceText.Key] {
        let perform = question.isEnd ? "done: end the run" : question.direction == .forward ? "do it" : "take it back"
        let last = question.last.map { "undo \($0.name)" } ?? ""
        return (question.mayPerform ? [PaceText.Key("d", perform)] : [])
            + (question.maySkip ? [PaceText.Key("s", "skip it")] : [])
            + (question.mayTakeBack ? [PaceText.Key("u", last)] : [])
            + [PaceText.Key("n", "note"), PaceText.Key("q", "stop here")]
    }

    private func why() async throws -> String? {
        try await keyboard.line("Why, or how it was done by hand (Enter: nothing to say): ").map(platform.access.mask)
    }

    private func note(_ step: StepName?) async throws {
        guard let text = try await keyboard.line("Note: "), !text.isEmpty else { return }
        hub.emit(.noted(platform.access.mask(text)), step: step)
    }
}

extension PaceQuestion {
    /// Nothing of the run has been done or decided yet.
    fileprivate var isFirst: Bool { direction == .forward && state.steps.isEmpty }
    /// Every step is decided.
    fileprivate var isEnd: Bool { direction == .forward && step == nil }
}
