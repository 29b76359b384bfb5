import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting

/// Whether the checkout could go back now.
struct CodeDoctor: Sendable {
    let platform: Platform
    private static let subject = "repository"

    /// - Parameter target: where a rollback would go by itself; nil: whatever keeps every rollback back is looked for.
    func findings(to target: CommitID?) async -> [Finding] {
        do {
            let head = try await platform.current()
            let moves = platform.configuration.code.head == .branch ? HeadMove.branch : .commit
            let part = try await CodePlanning(
                platform.git, table: platform.effects.table, scope: platform.access.scope, head: moves
            ).part(from: head, to: target ?? head)
            let way = target.map { " to \($0.short); \(Words.count(part.paths.count, "file")) would change" } ?? ""
            let well = Finding(.ok, Self.subject, "nothing keeps the checkout from going back\(way)")
            return [well] + part.warnings.map { Finding(.warning, Self.subject, $0) }
        } catch let failure as Failure {
            return [Finding(.problem, Self.subject, failure)]
        } catch {
            return [Finding(.problem, Self.subject, platform.effects.words(error))]
        }
    }
}
