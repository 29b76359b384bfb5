import RollbackCore

/// Names that this program gives in a database of somebody else's. No fact of the platform's schema has one.
enum OwnNames {
    static let pending = "_lastgood_pending"
    static let verified = "_lastgood_verified"
    static let parked = "_lastgood_parked"

    static let tables: Set = [pending, verified, parked]
    private static let prefix = "__lg_"

    /// What a column or table is called while it is parked.
    static func place(of name: String, _ run: RunID) -> String { "\(prefix)\(run.number)_\(name)" }

    static func isOwn(_ name: String) -> Bool { name.hasPrefix(prefix) || tables.contains(name) }
}
