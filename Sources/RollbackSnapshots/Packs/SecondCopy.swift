import RollbackCore

/// The second copy of a file lies beside it, byte for byte the same.
enum SecondCopy {
    static let suffix = ".copy"

    /// The name of the first of the two.
    static func first(of name: String) -> String {
        name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    }

    /// What is read from the first file, or where that cannot be read or trusted, from its copy.
    /// - Throws: what the first one failed with, where the copy is of no use either.
    static func read<Result>(_ path: String, _ read: (String) throws -> Result) throws -> Result {
        do {
            return try read(path)
        } catch let failure as Failure {
            guard let result = try? read(path + suffix) else { throw failure }
            return result
        }
    }
}
