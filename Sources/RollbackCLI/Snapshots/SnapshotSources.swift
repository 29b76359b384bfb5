import RollbackCore
import RollbackDatabase

/// What goes into a snapshot, gathered before the store is opened: writing waits for nobody.
struct SnapshotSources: Sendable {
    /// JSON by the part's name.
    var facts: [String: JSONValue] = [:]
    /// Absolute paths by the part's name.
    var files: [String: String] = [:]
    var trees: [Tree] = []
    var databases: [Database] = []
    /// What could not be gathered, and why.
    var missing: [String: String] = [:]

    enum Fact: Sendable {
        case success(JSONValue)
        /// Why it could not be gathered.
        case missing(String)
    }

    mutating func take(_ name: String, _ fact: Fact) {
        switch fact {
        case .success(let value): facts[name] = value
        case .missing(let why): missing[name] = why
        }
    }

    struct Tree: Sendable {
        var name: String
        var root: String
        /// Paths below the root that stay out.
        var without: Set<String> = []
        /// What else stays out, as `NamePatterns` reads it.
        var withoutNames: [String] = []
    }

    struct Database: Hashable, Sendable {
        var name: String
        var address: DatabaseAddress
    }

    /// What the names of databases begin with.
    static let database = "database."

    /// Part names are file names when a snapshot is restored (docs/snapshot-format.md).
    static func partName(_ text: String) -> String {
        let allowed = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        return String(decoding: allowed.prefix(80), as: UTF8.self)
    }
}
