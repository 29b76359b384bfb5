import ArgumentParser
import RollbackConfiguration
import RollbackReporting

/// Prints the generated reference pages; `make docs` writes them into docs/.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Print a reference page, generated from the program itself.",
        discussion: "  lastgood reference configuration > docs/configuration.md")

    enum Page: String, ExpressibleByArgument, CaseIterable {
        case configuration
        case exitCodes = "exit-codes"
        case jsonEvents = "json-events"
        case schemaRollback = "schema-rollback"
        case schemaEndpoints = "schema-endpoints"
        case schemaKnownGood = "schema-known-good"
    }

    @Argument(help: "configuration, exit-codes, json-events, schema-rollback, schema-endpoints or schema-known-good.")
    var page: Page

    func run() throws {
        switch page {
        case .configuration: Console.write(ConfigurationReference.markdown())
        case .exitCodes: Console.write(ExitCodeReference.markdown())
        case .schemaRollback: try Console.write(ConfigurationSchema.text(of: .rollback))
        case .schemaEndpoints: try Console.write(ConfigurationSchema.text(of: .endpoints))
        case .schemaKnownGood: try Console.write(ConfigurationSchema.text(of: .knownGood))
        case .jsonEvents: try Console.write(JSONEventReference.markdown())
        }
    }
}
