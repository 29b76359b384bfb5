import FoundationEssentials
import Glibc
import RollbackCore
import RollbackSystem

/// What the machine was like, for whoever looks for the cause later.
enum SystemNotes {
    static func gather(at root: String) -> JSONValue {
        var facts: [String: JSONValue] = [:]
        for name in ["/etc/os-release", "/proc/version", "/proc/loadavg", "/proc/meminfo", "/proc/uptime"] {
            if let data = FileManager.default.contents(atPath: name) {
                facts[name] = .string(String(decoding: data, as: UTF8.self))
            }
        }
        if let space = try? DiskSpace.at(root) {
            facts["disk"] = .object(["freeBytes": .integer(space.free), "totalBytes": .integer(space.total)])
        }
        return .object(facts)
    }

    /// Variables that a host sets for its platforms, by the names that each documents.
    private static let prefixes = ["RAILWAY_", "RENDER", "FLY_", "DYNO", "HEROKU_", "KUBERNETES_"]

    static func host(_ environment: [String: String]) -> JSONValue {
        .object(
            environment.filter { name, _ in prefixes.contains(where: name.hasPrefix) }.mapValues { .string($0) })
    }
}
