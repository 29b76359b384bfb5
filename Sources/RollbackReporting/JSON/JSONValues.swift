import RollbackCore

/// The JSON forms of values that several kinds of lines share.
extension JSONValue {
    static func commit(_ commit: Commit) -> JSONValue {
        .object([
            "id": .string(commit.id.rawValue), "subject": .string(commit.subject), "author": .string(commit.author),
            "date": .string(DateText.iso(commit.date)),
            "pullRequest": commit.pullRequest.map { .integer($0) } ?? .null,
        ])
    }

    static func next(_ steps: [NextStep]) -> JSONValue { .texts(steps.map(\.command)) }

    static func steps(of plan: Plan) -> JSONValue {
        .array(
            plan.stages.flatMap { stage in
                stage.steps.map { step in
                    .object([
                        "name": .string(step.name.rawValue), "stage": .string(stage.name),
                        "summary": .string(step.summary),
                        "commands": .texts(step.commands.map(\.shellText)),
                        "expectedSeconds": .seconds(plan.notes.expectedSteps[step.name]),
                    ])
                }
            })
    }
}
