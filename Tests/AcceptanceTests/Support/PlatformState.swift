import Foundation
import Glibc

/// Everything of a platform that a command which changes nothing leaves alone.
struct PlatformState: Equatable {
    var files: [String: String] = [:]
    var head: String
    var branches: String
    var status: String
    /// The processes that live in the checkout.
    var processes: Set<Int32>

    /// git's own, and what grows by itself.
    private static func isApart(_ path: String) -> Bool {
        path.hasPrefix(".git/") || path.hasPrefix("rollback/logs") || path.hasPrefix("rollback/backups")
            || path.hasSuffix(".log")
    }

    init(_ platform: AcceptancePlatform) async throws {
        for path in Folders.entries(platform.root) where !Self.isApart(path) {
            var facts = stat()
            lstat("\(platform.root)/\(path)", &facts)
            let isFile = facts.st_mode & S_IFMT == S_IFREG
            files[path] = String(facts.st_mode, radix: 8) + (isFile ? Folders.text("\(platform.root)/\(path)") : "")
        }
        head = Folders.text("\(platform.root)/.git/HEAD")
        branches = try await platform.git("for-each-ref")
        status = try await platform.git("--no-optional-locks", "status", "--porcelain")
        processes = LivingProcesses.ids(in: platform.root)
    }
}

/// Processes by the folder in which they work.
enum LivingProcesses {
    static func ids(in folder: String) -> Set<Int32> {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            all.compactMap { Int32($0) }.filter { id in
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
                return place.map { $0 == folder || $0.hasPrefix(folder + "/") } ?? false
            })
    }

    static func arguments(_ id: Int32) -> String {
        Folders.text("/proc/\(id)/cmdline").split(separator: "\0").joined(separator: " ")
    }

    /// Ends what lives in a folder that a test made, and nothing else.
    static func end(in folder: String) {
        ids(in: folder).forEach { kill($0, SIGKILL) }
    }
}

/// Ports below those that the kernel gives to clients, so that no connection takes one between choice and use.
enum FreePorts {
    private static let places = Array(21_000...31_000)

    static func one() -> Int {
        for port in places.shuffled() where isFree(port) { return port }
        return 0
    }

    static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        // A connection that has ended lingers, and does not hold the port.
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
