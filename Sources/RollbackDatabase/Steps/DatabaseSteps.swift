package import RollbackCore
import RollbackFiles

/// What the steps of one database are about.
package struct SchemaSettings: Hashable, Codable, Sendable {
    package var place: DatabasePlace
    /// Without what changes by the minute: numbers of rows are notes.
    package var plan: SchemaPlan

    package init(place: DatabasePlace, plan: SchemaPlan) {
        self.place = place
        self.plan = plan
        self.plan.effects = []
    }
}

/// The planned steps of databases, and what makes steps of them.
package struct DatabaseSteps: StepMaking {
    package static let copy: StepKind = "database.copy"
    package static let change: StepKind = "database.schema"

    private let open: @Sendable (DatabasePlace, String) throws -> any SchemaDatabase

    /// - Parameter open: opens what a plan calls by its place and title.
    package init(open: @escaping @Sendable (DatabasePlace, String) throws -> any SchemaDatabase) { self.open = open }

    package func step(for planned: PlannedStep, in run: RunContext) throws -> AnyStep? {
        guard [Self.copy, Self.change].contains(planned.kind) else { return nil }
        let settings = try planned.settings.decoded(as: SchemaSettings.self)
        if planned.kind == Self.copy {
            guard case .sqlite(let path) = settings.place else { return nil }
            return AnyStep(CopyDatabase(path: path, folder: "\(run.directory)/databases", title: settings.plan.title))
        }
        return AnyStep(
            TakeSchemaBack(database: try open(settings.place, settings.plan.title), plan: settings.plan, run: run.run))
    }

    /// - Parameter codeFirst: the target's code runs on today's schema: it goes back first, and nothing waits for the
    ///   database.
    package static func contributions(_ settings: SchemaSettings, codeFirst: Bool) throws -> [Contribution] {
        let value = try JSONValue(encoding: settings)
        let title = settings.plan.title
        let change = PlannedStep(
            name: StepName("schema/\(title)"), kind: change, settings: value, summary: summary(of: settings.plan))
        let back = Contribution(codeFirst ? .schemaLast : .schemaFirst, change)
        guard case .sqlite = settings.place else { return [back] }
        let copy = PlannedStep(
            name: StepName("capture/\(title)"), kind: copy, settings: value,
            summary: "copy \(title) as evidence; it is never put back by itself", necessity: .optional)
        return [Contribution(.capture, copy), back]
    }

    private static func summary(of plan: SchemaPlan) -> String {
        let parked = plan.actions.compactMap { action -> String? in
            switch action {
            case .parkColumn(let table, let column): "\(table.name).\(column)"
            case .parkTable(let table): table.name
            default: nil
            }
        }
        let what = "take the schema of \(plan.title) back to \(plan.ledgerAfter.title)"
        return parked.isEmpty ? what : "\(what), parking \(parked.joined(separator: ", "))"
    }

    /// The plans of a plan's schema steps.
    package static func settings(of plan: Plan) throws -> [SchemaSettings] {
        try plan.steps.filter { $0.kind == change }.map { try $0.settings.decoded(as: SchemaSettings.self) }
    }
}
