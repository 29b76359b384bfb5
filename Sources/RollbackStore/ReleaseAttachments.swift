import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// What is kept beside a release's record: facts of where it ran, which are no part of what it is and may be taken anew.
extension ReleaseFiles {
    private struct Content<Value: Codable>: Codable {
        var format: Int
        /// The lastgood that wrote it.
        var neededBy: String?
        var content: Value
    }

    private func path(_ number: ReleaseNumber, _ name: String) -> String {
        path(number).dropLast(".json".count) + ".\(name).json"
    }

    /// Replaces what is kept under the name.
    package func attach(_ value: some Codable, as name: String, to number: ReleaseNumber, program: String) throws {
        let content = Content(format: Self.format, neededBy: program, content: value)
        try AtomicFile.write(JSONText.data(content), to: path(number, name))
    }

    /// - Returns: nil where nothing was kept.
    /// - Throws: `Failure.stateUnreadable`, `Failure.stateFromNewerVersion`.
    package func attached<Value: Codable>(
        _ type: Value.Type, as name: String, to number: ReleaseNumber
    ) throws -> Value? {
        let path = path(number, name)
        guard let data = try FileCall.read(path) else { return nil }
        guard let head = try? JSONText.decode(Head.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "it is nothing that lastgood wrote")
        }
        guard head.format <= Self.format else {
            throw Failure.stateFromNewerVersion(
                path: path, version: head.format, known: Self.format, neededBy: head.neededBy)
        }
        guard let content = try? JSONText.decode(Content<Value>.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "it is nothing that lastgood wrote")
        }
        return content.content
    }
}
