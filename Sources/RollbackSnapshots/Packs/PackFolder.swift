import Glibc
import RollbackFiles

/// The folder `packs` of a store: `<first two digits>/<32 digits>`, and `.copy` beside metadata.
struct PackFolder: Sendable {
    let path: String

    private func folder(of id: RandomID) -> String { "\(path)/\(id.description.prefix(2))" }
    func path(of id: RandomID) -> String { "\(folder(of: id))/\(id)" }

    func paths(of id: RandomID, _ kind: BlobKind) -> [String] {
        let path = path(of: id)
        return kind == .metadata ? [path, path + SecondCopy.suffix] : [path]
    }

    func makeFolder(of id: RandomID) throws {
        let folder = folder(of: id)
        guard FileCall.facts(folder) == nil else { return }
        try FileCall.makeDirectory(folder)
        try FileCall.syncDirectory(path)
    }

    func sync(_ id: RandomID) throws { try FileCall.syncDirectory(folder(of: id)) }

    /// Removes a pack and its copy; quiet when they are gone already.
    func remove(_ id: RandomID) {
        for path in paths(of: id, .metadata) { unlink(path) }
    }

    /// Every pack of which a file is here. Names that are no pack's are somebody else's, and left alone.
    func packs() throws -> Set<RandomID> {
        var found: Set<RandomID> = []
        for folder in try FileCall.names(in: path) where folder.utf8.count == 2 {
            for name in try FileCall.names(in: "\(path)/\(folder)") {
                guard let id = RandomID(SecondCopy.first(of: name)), name.hasPrefix(folder) else { continue }
                found.insert(id)
            }
        }
        return found
    }
}
