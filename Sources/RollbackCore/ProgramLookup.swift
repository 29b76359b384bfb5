/// Where a program's name leads, as a POSIX shell looks it up.
package enum ProgramLookup {
    /// The file of a program: a name with a slash counts from `directory`, any other is searched in `path`, whose
    /// relative and empty entries count from `directory` too. Nil when there is none.
    /// - Parameter isProgram: whether a path is an executable file.
    package static func file(
        for name: String, path: String, directory: String, isProgram: (String) -> Bool
    ) -> String? {
        guard !name.isEmpty else { return nil }
        if name.contains("/") {
            let file = absolute(name, from: directory)
            return isProgram(file) ? file : nil
        }
        return path.split(separator: ":", omittingEmptySubsequences: false).lazy
            .map { absolute($0.isEmpty ? name : "\($0)/\(name)", from: directory) }
            .first(where: isProgram)
    }

    private static func absolute(_ path: String, from directory: String) -> String {
        path.hasPrefix("/") || directory.isEmpty ? path : "\(directory)/\(path)"
    }
}
