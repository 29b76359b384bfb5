import FoundationEssentials

/// A folder of a test's own, gone after it.
package final class ScratchFolder: Sendable {
    package let path: String

    /// - Parameter parent: where it is made; nil: the folder for temporary files.
    package init(in parent: String? = nil) throws {
        let above = parent ?? FileManager.default.temporaryDirectory.path
        path = "\(above)/lastgood-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
