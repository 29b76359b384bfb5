import Foundation

/// What `swift package dump-package` says of our targets.
struct PackageManifest: Decodable {
    struct Target: Decodable {
        var name: String
        var type: String
        var dependencies: [Dependency]
    }

    /// A target of ours or a product of another package; its name is the module's.
    struct Dependency: Decodable {
        var name: String

        /// `{"byName":["RollbackCore",null]}` or `{"product":["Crypto","swift-crypto",null,null]}`
        init(from decoder: any Decoder) throws {
            let kinds = try decoder.container(keyedBy: Kind.self)
            let kind = try kinds.allKeys.first ?? { throw DumpFailed(said: "a dependency of an unknown kind") }()
            var values = try kinds.nestedUnkeyedContainer(forKey: kind)
            name = try values.decode(String.self)
        }

        enum Kind: String, CodingKey { case byName, product, target }
    }

    struct DumpFailed: Error { var said: String }

    var targets: [Target]

    /// Read once for all tests.
    static let ours = Result { try dump() }

    /// With a scratch folder of its own: the build's is locked while tests run.
    private static func dump() throws -> PackageManifest {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("lastgood-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", Repository.root.path, "--scratch-path", scratch.path,
            "--disable-sandbox", "dump-package",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw DumpFailed(said: String(decoding: data, as: UTF8.self)) }
        return try JSONDecoder().decode(PackageManifest.self, from: data)
    }
}
