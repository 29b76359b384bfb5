/// One file of the `rollback/` tree, as a value.
package struct TreeFile: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Belongs to the program: somebody else's file of this name makes room, with consent.
        case generated
        /// Belongs to the program down to the mark; what stands below is a person's and stays.
        case document
        /// Written once. A file that is there already is the platform's, whoever wrote it.
        case configuration
    }

    /// Relative to the platform's root.
    package var path: String
    package var text: String
    package var kind: Kind
    package var executable: Bool

    package init(_ path: String, _ text: String, kind: Kind = .generated, executable: Bool = false) {
        self.path = path
        self.text = text
        self.kind = kind
        self.executable = executable
    }
}
