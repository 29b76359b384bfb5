package import FoundationEssentials
package import RollbackCore

/// Everything that is known of a run, folded from its events: what the Markdown and HTML reports show.
package struct RunReport: Hashable, Codable, Sendable {
    package struct TimelineEntry: Hashable, Codable, Sendable {
        package var elapsed: Double
        package var time: Date
        package var line: EventLine
    }

    package struct Note: Hashable, Codable, Sendable {
        package var time: Date
        package var step: StepName?
        package var text: String
    }

    package private(set) var header: RunHeader?
    package private(set) var began: Date?
    package private(set) var ended: Date?
    /// Seconds from the beginning to the last event.
    package private(set) var seconds: Double = 0
    package private(set) var timeline: [TimelineEntry] = []
    package private(set) var steps: [StepReport] = []
    /// The last result of each check, in the order in which they first came.
    package private(set) var checks: [CheckResult] = []
    package private(set) var symptoms: [Symptom] = []
    package private(set) var warnings: [String] = []
    /// What steps have proved of their work.
    package private(set) var proved: [Note] = []
    /// Seconds from the beginning to liveness; nil when it did not come.
    package private(set) var restoredAfter: Double?
    package private(set) var end: RunEnd?
    /// What a person wrote down, and the last answer to each item of a checklist.
    package private(set) var notes: [Note] = []
    package private(set) var answers: [ChecklistAnswer] = []
    package var contacts: EmergencyContacts

    package init(events: some Sequence<RunEvent>, contacts: EmergencyContacts = .none) {
        self.contacts = contacts
        for event in events { apply(event) }
    }

    /// Adds one event; events that cannot be placed (a step of no known plan) still stand in the timeline.
    package mutating func apply(_ event: RunEvent) {
        switch event.detail {
        case .runBegan(let header), .runResumed(let header, _): begin(header)
        default: break
        }
        began = began ?? event.time
        if !event.isOfSnapshot {
            ended = event.time
            seconds = max(seconds, event.elapsed)
        }
        note(event)
        if let index = steps.firstIndex(where: { $0.name == event.step }) {
            steps[index].apply(event.detail, at: event.elapsed)
        }
        switch event.detail {
        case .doing, .snapshot(.began), .snapshot(.doing): return
        default: break
        }
        let line = EventText.line(for: event, in: header?.plan)
        timeline.append(TimelineEntry(elapsed: event.elapsed, time: event.time, line: line))
    }

    private mutating func begin(_ header: RunHeader) {
        self.header = header
        guard steps.isEmpty else { return }
        steps = header.plan.stages.flatMap { stage in stage.steps.map { StepReport($0, stage: stage.name) } }
    }

    private mutating func note(_ event: RunEvent) {
        switch event.detail {
        case .checked(let result): add(result)
        case .symptom(let symptom): symptoms.append(symptom)
        case .warning(let text): warnings.append(text)
        case .proved(let text): proved.append(Note(time: event.time, step: event.step, text: text))
        case .snapshot(.failed(let why)): warnings.append("there is no snapshot of this moment: \(why)")
        case .serviceRestored: restoredAfter = restoredAfter ?? event.elapsed
        case .runEnded(let end): self.end = end
        case .runResumed: end = nil
        case .noted(let text): notes.append(Note(time: event.time, step: event.step, text: text))
        case .answered(let answer): add(answer)
        default: break
        }
    }

    private mutating func add(_ answer: ChecklistAnswer) {
        answers.removeAll { ($0.moment, $0.item) == (answer.moment, answer.item) }
        answers.append(answer)
    }

    private mutating func add(_ result: CheckResult) {
        if let index = checks.firstIndex(where: { $0.check.name == result.check.name }) {
            checks[index] = result
        } else {
            checks.append(result)
        }
    }
}

extension RunReport {
    /// Where the cause is to be looked for: commits that the rollback took away, newest first.
    package var suspects: [Commit] { header?.plan.notes.suspects ?? [] }

    /// What to do now; an unfinished run is to be finished.
    package var next: [NextStep] {
        let byHand = steps.filter(\.needsPerson).compactMap { header?.plan.step($0.name) }
        let failing = checks.filter { $0.verdict == .bad }.compactMap(\.check.service)
        return NextSteps.after(
            end?.outcome ?? .interrupted, undone: end?.undone ?? false, level: header?.plan.level, byHand: byHand,
            failing: Set(failing).sorted())
    }
}
