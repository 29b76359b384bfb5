import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackDatabase

/// Drops what was parked long enough ago, where the configuration says how long that is.
struct ParkedRetention: Sendable {
    let platform: Platform

    /// - Returns: what people should know of it. What cannot be dropped keeps no release from being recorded.
    func prune() async -> [String] {
        guard let days = platform.configuration.database.parkedRetentionDays else { return [] }
        let oldest = platform.effects.clock.wallTime().addingTimeInterval(-Double(days) * 86400)
        var notes: [String] = []
        let databases = PlatformDatabases(platform)
        for known in databases.known {
            do {
                let database = try databases.open(known)
                for object in try await database.parked() {
                    guard let since = try? Date(object.since, strategy: .iso8601), since < oldest else { continue }
                    try await database.drop(object)
                    notes.append("\(object.object) of \(object.run) was parked for over \(days) days, and is dropped")
                }
            } catch {
                notes.append("what is parked in \(known.title) is kept: \(platform.effects.words(error))")
            }
        }
        return notes
    }
}
