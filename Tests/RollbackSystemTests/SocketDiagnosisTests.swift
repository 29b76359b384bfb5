import Glibc
import RollbackSystem
import Testing

struct SocketDiagnosisTests {
    /// The kernel's answer and its files must say the same of a socket, IPv4 and IPv6.
    @Test(arguments: [AF_INET, AF_INET6])
    func whatIsListenedOnIsFoundByItsInode(family: Int32) throws {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(listen(descriptor, 1) == 0)
        var facts = stat()
        try #require(fstat(descriptor, &facts) == 0)
        let ports = try #require(SocketDiagnosis.listenedPorts())
        let port = try #require(ports[UInt64(facts.st_ino)])
        #expect(port == Self.port(of: descriptor))
    }

    @Test func whatIsOnlyBoundIsNotListenedOn() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0 && Self.port(of: descriptor) > 0)
        var facts = stat()
        try #require(fstat(descriptor, &facts) == 0)
        #expect(try #require(SocketDiagnosis.listenedPorts())[UInt64(facts.st_ino)] == nil)
    }

    /// Both address families have the port, in network order, at the same place.
    private static func port(of descriptor: Int32) -> Int {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin6_port))
    }
}
