import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Builds a release directory at the place where it stays, beside the live one: code from git's objects, what is
/// shared, the dependency sets. Nothing of it is used before the marker is there, which comes last.
struct BuildDirectory: Step {
    struct Output: Codable, Sendable {
        var directory: String
        var commit: CommitID
    }

    let git: GitRepository
    let settings: DirectoryBuild

    private var directory: String { settings.directory }
    private var output: Output { Output(directory: directory, commit: settings.commit) }

    private func isComplete() throws -> Bool {
        guard let marker = try DirectoryMarker.read(directory) else { return false }
        return marker.commit == settings.commit && marker.sets == settings.sets && marker.shared == settings.shared
    }

    func observe() async throws -> Observation<Output> { try isComplete() ? .applied(output) : .notApplied }

    func perform(_ progress: StepProgress) async throws -> Output {
        if try isComplete() { return output }
        try GitExclude.add("/\(ReleaseLayout.folder)/", to: settings.excludeFile)
        try GitExclude.add("/\(ReleaseLayout.link)", to: settings.excludeFile)
        let removal = DirectoryRemoval(folders: settings.folders)
        try removal.remove(settings.name)
        try makeFolders()
        let files = DirectoryFiles(git: git, settings: settings)
        try await files.write(progress)
        try link()
        let unlike = try await files.finish(progress)
        try finish(unlike)
        return output
    }

    /// A complete directory stays: it is beside everything that is live, and the next try needs no build.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        if try !isComplete() { try DirectoryRemoval(folders: settings.folders).remove(settings.name) }
    }

    /// As open as the platform's own folder; what lastgood keeps in it is nobody else's.
    private func makeFolders() throws {
        guard let like = FileCall.facts(settings.folders.root) else {
            throw Failure.file(path: settings.folders.root, doing: "look at", errno: errno)
        }
        for folder in [settings.folders.folder, directory] where FileCall.facts(folder) == nil {
            try FileCall.makeDirectory(folder)
            try FileCall.check(folder, "set the mode") { chmod(folder, like.st_mode & 0o777) }
            try git.give(folder)
        }
        let own = "\(directory)/\(DirectoryMarker.folder)"
        try FileCall.makeDirectory(own)
        try git.give(own)
    }

    private func link() throws {
        for path in settings.shared {
            let up = String(repeating: "../", count: 2 + path.count { $0 == "/" })
            try link(path, to: up + path)
        }
        for set in settings.sets { try link(set.path, to: set.target) }
    }

    private func link(_ path: String, to text: String) throws {
        var folder = directory
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            guard FileCall.facts(folder) == nil else { continue }
            try FileCall.makeDirectory(folder, mode: 0o755)
            try git.give(folder)
        }
        let full = "\(directory)/\(path)"
        try FileCall.check(full, "make the link") { symlink(text, full) }
        try git.give(full)
    }

    private func finish(_ unlike: [String]) throws {
        let marker = DirectoryMarker(
            commit: settings.commit, shared: settings.shared, sets: settings.sets, unlike: unlike)
        try FileCall.syncFileSystem(directory)
        let path = DirectoryMarker.path(in: directory)
        try AtomicFile.write(JSONText.data(marker), to: path)
        try git.give(path)
        try FileCall.syncDirectory(directory)
        try FileCall.syncDirectory(settings.folders.folder)
        try FileCall.syncDirectory(settings.folders.root)
    }
}
