package import RollbackCore

/// What holds of the platform's databases.
package struct DatabaseSettings: Hashable, Sendable {
    /// After how many days parked rows may be dropped; nil: only when somebody says so.
    package var parkedRetentionDays: Int?
    /// Asked whenever the platform is verified.
    package var assertions: [Check]

    package init(parkedRetentionDays: Int? = nil, assertions: [Check] = []) {
        self.parkedRetentionDays = parkedRetentionDays
        self.assertions = assertions
    }
}
