import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackFiles
import RollbackStore

/// The registry's file, changed as people would change it: in its place, nothing else touched, and never to something
/// that does not load.
struct RegistryFile: Sendable {
    let platform: Platform
    let actor: String

    private var root: String { platform.root }
    private var path: String { "\(root)/\(ConfigurationFile.knownGood.path)" }

    /// - Parameter change: is given the file as it is while nobody else changes it through this program.
    func edit(_ change: (inout RegistryEditor, PlatformConfiguration) throws -> Void) async throws {
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: nil)
        let old = try ConfigurationLoader.registry(root: root)
        var editor = RegistryEditor(old)
        try change(&editor, try configuration(editor.bytes))
        _ = try configuration(editor.bytes)
        if editor.bytes != old { try write(editor.bytes, replacing: old != nil) }
        withExtendedLifetime(lock) {}
    }

    private func configuration(_ bytes: [UInt8]) throws -> PlatformConfiguration {
        try ConfigurationLoader.configuration(root: root, registry: bytes, environment: platform.machine.environment)
    }

    private func write(_ bytes: [UInt8], replacing: Bool) throws {
        if replacing {
            // A link stays one: what it leads to is replaced.
            let real = FileCall.realPath(path) ?? path
            var facts = stat()
            try FileCall.check(real, "look at") { stat(real, &facts) }
            return try AtomicFile.write(Data(bytes), to: real, like: facts)
        }
        let tree = try Tree(root)
        guard let place = TreePath(ConfigurationFile.knownGood.path), var like = tree.root.facts else {
            throw Failure.file(path: path, doing: "write", errno: EINVAL)
        }
        like.st_mode = 0o666 & (like.st_mode | 0o600)
        let folder = try tree.makeFolders(above: place)
        try AtomicFile.write(Data(bytes), to: "\(folder.path)/\(place.name)", like: like)
        try tree.sync()
    }
}

extension RegistryEditor {
    /// The entries that somebody means: those of a commit, or where that is gone those whose hash begins so.
    func entries(meant text: String, as commit: CommitID?) throws -> [Int] {
        let found = try commit.map { try entries(naming: $0) } ?? entries(beginning: text)
        guard found.isEmpty else { return found }
        throw Failure.registry(.notListed(text, file: ConfigurationFile.knownGood.path))
    }
}
