import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers

/// What the databases were like with a release that nobody recorded, as far as the live release's migrations tell.
struct DatabaseLearning: Sendable {
    struct Learned: Sendable {
        var records: [DatabaseRecord] = []
        /// Why something could not be learned.
        var warnings: [String] = []
    }

    let platform: Platform

    func learn(_ target: CommitID) async -> Learned {
        var learned = Learned()
        let databases = PlatformDatabases(platform)
        do {
            let live = try MigrationTree.live(platform.configuration.home)
            let good = MigrationTree(
                try await platform.git.files(of: target, in: platform.access.scope, MigrationTree.wants))
            for known in databases.known {
                let learning = SchemaLearning(try databases.open(known), at: known.place, title: known.title)
                if let record = try await learning.record(live: live, good: good, printer: printer) {
                    learned.records.append(record)
                }
            }
        } catch {
            learned.warnings.append("the schema stays as it is: \(platform.effects.words(error))")
        }
        return learned
    }

    /// The platform's own Alembic, with the variables that its `env.py` may want.
    private func printer(_ settings: AlembicSettings) -> AlembicPrinter {
        let root = platform.configuration.home
        return AlembicPrinter(
            processes: platform.effects.processes, root: root,
            interpreter: AlembicPrinter.interpreter(settings, root: root),
            environment: PlatformDatabases(platform).variables)
    }
}
