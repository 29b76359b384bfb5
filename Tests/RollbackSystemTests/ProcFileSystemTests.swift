import Foundation
import Glibc
import RollbackCore
import RollbackSystem
import Testing

struct ProcFileSystemTests {
    private let table = ProcFileSystem()

    @Test func thisProcessIsSeen() throws {
        let own = try #require(table.describe(getpid()))
        #expect(own.parent == getppid())
        #expect(!own.arguments.isEmpty)
        #expect(table.runs(own.identity))
        #expect(try table.processes().contains { $0.identity == own.identity })
    }

    @Test func thisProcessCouldBeStartedAgain() throws {
        let setting = try #require(table.setting(of: getpid()))
        #expect(setting.directory == FileManager.default.currentDirectoryPath)
        #expect(setting.environment["PATH"] == CallerEnvironment.current()["PATH"])
        #expect(setting.owner == UserIdentity(user: geteuid(), group: getegid()))
        #expect(setting.executable.hasPrefix("/"))
        #expect(setting.mask != nil)
    }

    @Test func whatIsGoneIsNothing() {
        #expect(table.describe(Int32.max) == nil)
        #expect(table.setting(of: Int32.max) == nil)
        #expect(table.workingDirectory(of: Int32.max) == nil)
    }

    @Test func anotherBootsProcessDoesNotRun() throws {
        var identity = try #require(table.describe(getpid())).identity
        identity.boot = "another"
        #expect(!table.runs(identity))
    }

    @Test func aLaterProcessWithTheSameNumberIsAnother() throws {
        var identity = try #require(table.describe(getpid())).identity
        identity.startTicks += 1
        #expect(!table.runs(identity))
    }

    @Test(arguments: [AF_INET, AF_INET6])
    func aListenerIsFoundWithItsProcess(family: Int32) throws {
        let listener = try ListeningSocket(family: family)
        let found = try table.listeners().first { $0.port == listener.port }
        #expect(try #require(found).processes.contains(getpid()))
    }

    @Test func withoutProcessesToListItIsAnError() {
        #expect(throws: Failure.self) { try ProcFileSystem(root: "/nowhere").processes() }
    }
}

/// A TCP socket on a free port of the loopback interface.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    let port: Int

    init(family: Int32 = AF_INET) throws {
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        if family == AF_INET {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            port = try Self.listen(descriptor, &address, \.sin_port)
        } else {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_addr = in6addr_loopback
            port = try Self.listen(descriptor, &address, \.sin6_port)
        }
    }

    private static func listen<Address>(
        _ descriptor: Int32, _ address: inout Address, _ port: KeyPath<Address, in_port_t>
    ) throws -> Int {
        var size = socklen_t(MemoryLayout<Address>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        try #require(bound)
        return Int(address[keyPath: port].bigEndian)
    }

    deinit { close(descriptor) }
}
