/// Where a Compose project's files lie.
package struct ComposePlace: Hashable, Sendable {
    /// The project's own folder, absolute.
    package let directory: String
    /// Where the files' names lead from.
    package let current: String
    /// As the containers' labels name them. Empty: Compose finds them by itself.
    package let files: [String]

    /// podman-compose labels containers with the names as they were given to it, from a folder that it does not say.
    /// - Parameter exists: files that a rollback has taken away are not asked for; the release that is back may call its
    ///   own otherwise.
    package init(directory: String, files: [String], exists: (String) -> Bool) {
        let current = Self.current(directory, files)
        let there = !files.isEmpty && files.allSatisfy { exists($0.hasPrefix("/") ? $0 : "\(current)/\($0)") }
        self.directory = directory
        self.current = there ? current : directory
        self.files = there ? files : []
    }

    /// A project's folder is the first file's: `/srv/app/deploy` and `deploy/compose.yaml` lead from `/srv/app`.
    private static func current(_ directory: String, _ files: [String]) -> String {
        guard let first = files.first, !first.hasPrefix("/"), let slash = first.lastIndex(of: "/") else {
            return directory
        }
        let folder = "/" + first[..<slash]
        return directory.hasSuffix(folder) ? String(directory.dropLast(folder.count)) : directory
    }

    /// The names by which Compose looks for a project in a folder.
    static let names = [
        "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "podman-compose.yaml",
        "podman-compose.yml", "container-compose.yml", "container-compose.yaml",
    ]
}
