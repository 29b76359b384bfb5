/// How far a rollback goes.
package enum Level: String, Codable, Sendable, CaseIterable {
    case fast
    /// Fast, and the environment, and every check.
    case full
    /// The same plan, with a person who decides before each step.
    case manual
}

/// What a stage's failure means for the run.
package enum FailurePolicy: String, Codable, Sendable {
    /// Take everything back to the starting state.
    case undo
    /// Stop here for a person: past the point of no return, going back would restore the broken release.
    case hold
    /// Go on: what is left can only help.
    case forwardOnly
}

/// What a step is to its run.
package enum Necessity: String, Codable, Sendable {
    case required
    /// A failure is a warning; the run goes on and is at best degraded.
    case optional
    /// Its output is a `VerificationReport`, which decides the outcome.
    case verification
}

/// One thing to do, as a value: a driver turns it into a `Step` when it is to be done.
package struct PlannedStep: Hashable, Codable, Sendable {
    package var name: StepName
    package var kind: StepKind
    /// The driver's own; never secrets.
    package var settings: JSONValue
    /// One line for a person: `write 12 files, remove 1`.
    package var summary: String
    /// What a person would type for the same effect.
    package var commands: [Command]
    package var necessity: Necessity
    /// May be performed again after a crash that left its outcome unknown.
    package var repeatable: Bool
    package var attempts: Int
    /// Seconds for one attempt; nil: the step limits itself.
    package var limit: Double?
    /// Steps on whose work this one stands: it is not performed where one of them was left out. Nil: none.
    package var needs: [StepName]?

    package init(
        name: StepName, kind: StepKind, settings: JSONValue = .null, summary: String, commands: [Command] = [],
        necessity: Necessity = .required, repeatable: Bool = true, attempts: Int = 1, limit: Double? = nil,
        needs: [StepName]? = nil
    ) {
        self.name = name
        self.kind = kind
        self.settings = settings
        self.summary = summary
        self.commands = commands
        self.necessity = necessity
        self.repeatable = repeatable
        self.attempts = attempts
        self.limit = limit
        self.needs = needs
    }
}

/// Steps that run at the same time; the next stage begins when all of them have ended.
package struct PlannedStage: Hashable, Codable, Sendable {
    package var name: String
    package var onFailure: FailurePolicy
    package var steps: [PlannedStep]

    package init(name: String, onFailure: FailurePolicy, steps: [PlannedStep]) {
        self.name = name
        self.onFailure = onFailure
        self.steps = steps
    }
}

/// What somebody wants of a rollback, beside its target.
package struct RollbackWish: Hashable, Codable, Sendable {
    package var level: Level
    /// Only these services are restarted; empty means all.
    package var services: [ServiceName]
    /// Addresses that must answer 200 for the platform to count as alive.
    package var addresses: [String]
    /// The installed dependency set stays although the lock file differs.
    package var keepsDependencies: Bool
    /// The recorded release whose environment goes back; nil: the newest of the target's commit.
    package var release: ReleaseNumber?
    /// The target is made live because somebody wants it, not because what is live is broken; nil: it is broken.
    package var activates: Bool?

    package init(
        level: Level = .fast, services: [ServiceName] = [], addresses: [String] = [], keepsDependencies: Bool = false,
        activates: Bool? = nil
    ) {
        self.level = level
        self.services = services
        self.addresses = addresses
        self.keepsDependencies = keepsDependencies
        self.activates = activates
    }
}

/// What a rollback would do, computed before anything is done. Its digest covers what it would do and what it
/// depends on; `notes` is what people should know and changes nothing.
package struct Plan: Hashable, Codable, Sendable {
    package var level: Level
    /// What it was made for; a plan is made anew with the same wish before it is executed by its digest.
    package var wish: RollbackWish?
    /// The platform's root folder.
    package var root: String
    package var current: CommitID
    package var target: Commit
    package var stages: [PlannedStage]
    /// Facts that make the plan stale when they change, by name: `HEAD`, `configuration`, `tree`.
    package var dependsOn: [String: String]
    package var notes: PlanNotes

    package init(
        level: Level, wish: RollbackWish? = nil, root: String, current: CommitID, target: Commit,
        stages: [PlannedStage], dependsOn: [String: String], notes: PlanNotes = PlanNotes()
    ) {
        self.level = level
        self.wish = wish
        self.root = root
        self.current = current
        self.target = target
        self.stages = stages
        self.dependsOn = dependsOn
        self.notes = notes
    }

    /// Made by `release activate`.
    package var activates: Bool { wish?.activates ?? false }

    package var steps: [PlannedStep] { stages.flatMap(\.steps) }
    package func step(_ name: StepName) -> PlannedStep? {
        for stage in stages {
            if let step = stage.steps.first(where: { $0.name == name }) { return step }
        }
        return nil
    }
}

/// What a person reads beside a plan. Not part of its digest.
package struct PlanNotes: Hashable, Codable, Sendable {
    /// The named environment that the configuration was read for: `production`.
    package var environment: String?
    /// The numbers under which the two commits are recorded as releases.
    package var currentRelease: ReleaseNumber?
    package var targetRelease: ReleaseNumber?
    /// Commits that the rollback takes away, newest first: where the cause is to be looked for.
    package var suspects: [Commit] = []
    package var restores: [String] = []
    package var leaves: [String] = []
    package var warnings: [String] = []
    /// Seconds, from this platform's own history; nil without one.
    package var expectedSeconds: Double?
    /// Expected seconds of each step, from the history.
    package var expectedSteps: [StepName: Double] = [:]
    package var wayBack: String = ""
    /// Whether the target's code fits the database as it is now.
    package var schema: SchemaFit = .unknown
    /// The migrations that came after the target; nil: nobody looked, as in the plans of earlier programs.
    package var migrations: [Migration]?
    /// The schema goes back too; nil: nobody looked.
    package var takesSchemaBack: Bool?
    package init() {}
}

/// Whether a release's code runs on today's database schema.
package enum SchemaFit: String, Codable, Sendable {
    case compatible
    case breaking
    case unknown
}
