import ArgumentParser
import FoundationEssentials
import RollbackCore
import RollbackDatabase
import RollbackSystem

/// For the proofs and the benches: a schema goes back and forward from a plan in a file, without a platform around
/// it. The address comes from DATABASE_URL, because a command line can be read by everybody.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Drive a database's schema by a plan as JSON.", shouldDisplay: false)

    @Argument(help: "facts, state, back, rehearse, forth or parked.")
    var verb: String

    @Option(help: "The run's number.")
    var run = 1

    @Option(help: "The plan: a file.")
    var plan: String?

    func run() async throws {
        guard let verb = SchemaDriver.Verb(rawValue: verb),
            case .postgres(let address) = DatabaseAddress(
                ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "", in: "/")
        else { throw ValidationError("lastgood schema VERB, with DATABASE_URL=postgresql://…") }
        let plan = try self.plan.map { try Data(contentsOf: URL(filePath: $0)) } ?? Data()
        let database = PostgresSchema(address, platform: "proof", clock: SystemClock())
        Console.write(try await SchemaDriver(database).perform(verb, plan: plan, run: RunID(run)) + "\n")
    }
}
