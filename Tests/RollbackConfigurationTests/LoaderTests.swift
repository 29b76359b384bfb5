import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import Testing

/// Reading from disk.
final class LoaderTests {
    let root: String
    private var config: String { "\(root)/rollback/config" }

    init() throws {
        root = "\(FileManager.default.temporaryDirectory.path(percentEncoded: false))lastgood-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
    }

    private func write(_ text: String, to file: ConfigurationFile) throws {
        try makeFolder()
        try Data(text.utf8).write(to: URL(filePath: "\(root)/\(file.path)"))
    }

    @Test func withoutAnythingTheFirstDayHolds() throws {
        #expect(try ConfigurationLoader.load(root: root) == PlatformConfiguration(root: root))
        let empty = PlatformConfiguration(root: root)
        #expect(empty.services.isEmpty)
        #expect(empty.cachePatterns == ["__pycache__", "*.pyc", ".pytest_cache"])
    }

    @Test func aFileCalledRollbackIsNoConfiguration() throws {
        try Data("#!/bin/sh".utf8).write(to: URL(filePath: "\(root)/rollback"))
        #expect(try ConfigurationLoader.load(root: root) == PlatformConfiguration(root: root))
    }

    @Test func oneFileIsEnough() throws {
        try write(#"{"services": {"a": {"port": 80}}}"#, to: .endpoints)
        let loaded = try ConfigurationLoader.load(root: root + "/")
        #expect(loaded.root == root)
        #expect(loaded.services.map(\.name) == ["a"])
    }

    @Test func aLinkThatLeadsNowhereIsAFailure() throws {
        try makeFolder()
        let path = "\(config)/rollback-config.json"
        #expect(symlink("missing.json", path) == 0)
        #expect(throws: Failure.file(path: path, doing: "read", errno: ENOENT)) {
            try ConfigurationLoader.load(root: self.root)
        }
    }

    @Test func aCircleOfLinksIsAFailure() throws {
        try makeFolder()
        let path = "\(config)/rollback-config.json"
        #expect(symlink("rollback-config.json", path) == 0)
        #expect(throws: Failure.file(path: path, doing: "read", errno: ELOOP)) {
            try ConfigurationLoader.load(root: self.root)
        }
    }

    @Test func aFolderInTheFilesPlaceIsAFailure() throws {
        let path = "\(config)/rollback-config.json"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(throws: Failure.file(path: path, doing: "read", errno: EISDIR)) {
            try ConfigurationLoader.load(root: self.root)
        }
    }

    @Test func aNamedPipeIsRefusedAndNotWaitedFor() throws {
        try makeFolder()
        #expect(mkfifo("\(config)/rollback-config.json", 0o600) == 0)
        let problem = ConfigurationProblem(
            file: "rollback/config/rollback-config.json", message: "the file is not a regular file")
        #expect(throws: Failure.configuration([problem])) { try ConfigurationLoader.load(root: self.root) }
    }

    @Test func aHugeFileIsRefused() throws {
        try write(String(repeating: " ", count: 1 << 20 + 1), to: .rollback)
        let problem = ConfigurationProblem(
            file: "rollback/config/rollback-config.json", message: "the file is larger than 1 MiB")
        #expect(throws: Failure.configuration([problem])) { try ConfigurationLoader.load(root: self.root) }
    }
}
