import Glibc
import RollbackCore

/// Where and as whom lastgood runs.
package struct HostFacts: Hashable, Sendable {
    package var hostName: String
    /// The person's login name where `sudo` tells it, otherwise the effective user's.
    package var userName: String
    package var effectiveUser: UInt32
    package var process: Int32

    package init(hostName: String, userName: String, effectiveUser: UInt32, process: Int32) {
        self.hostName = hostName
        self.userName = userName
        self.effectiveUser = effectiveUser
        self.process = process
    }

    package static func current(environment: [String: String] = CallerEnvironment.current()) -> HostFacts {
        let user = geteuid()
        let behindSudo = user == 0 ? environment["SUDO_USER"] : nil
        return HostFacts(
            hostName: hostName(), userName: behindSudo ?? UserAccount.of(user)?.name ?? String(user),
            effectiveUser: user, process: getpid())
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Room on the file system that holds a path.
package struct DiskSpace: Hashable, Sendable {
    /// Bytes that the caller may still write.
    package var free: Int
    package var total: Int

    /// - Throws: `Failure.file`.
    package static func at(_ path: String) throws -> DiskSpace {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { throw Failure.file(path: path, doing: "measure", errno: errno) }
        let block = Int(facts.f_frsize)
        return DiskSpace(free: Int(facts.f_bavail) * block, total: Int(facts.f_blocks) * block)
    }
}
