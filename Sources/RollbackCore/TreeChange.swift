/// What becomes of one file of a project's `rollback/` tree.
package struct TreeChange: Hashable, Codable, Sendable {
    package enum Action: String, Codable, CaseIterable, Sendable {
        /// It was not there.
        case write
        /// It was generated before, nobody has edited it, and its text is newer now.
        case refresh
        /// Somebody else's file of the same name makes room, with consent; it is kept in `rollback/backups/`.
        case adopt
        /// It was generated before, nobody has edited it, and it belongs to nothing any more.
        case remove
        /// It is somebody's: nothing is done to it.
        case keep
        /// It is as it would be written.
        case same
    }

    /// Relative to the platform's root.
    package var path: String
    package var action: Action
    package var why: String?

    package init(path: String, action: Action, why: String? = nil) {
        self.path = path
        self.action = action
        self.why = why
    }
}
