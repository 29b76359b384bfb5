/// By what means a value came to stand where it is read.
package enum Origin: Hashable, Codable, Sendable {
    /// It is written there.
    case file
    /// Written among the overrides of this environment, in the same file.
    case environment(String)
    /// Given by this environment variable, in no file at all.
    case variable(String)
}
