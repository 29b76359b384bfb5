import RollbackCore

/// Where a setting is written.
package struct Place: Hashable, Codable, Sendable {
    /// Relative to the platform's root: `rollback/config/rollback-config.json`.
    package var file: String
    package var line: Int
    package var column: Int
    /// The key's path: `service_dependencies.fastapi.port`.
    package var key: String

    package init(file: String, line: Int, column: Int, key: String) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
    }

    /// `rollback-config.json, line 8`, for a message about two places.
    var short: String { "\(file.split(separator: "/").last ?? ""), line \(line)" }

    func member(_ name: String, at position: TextPosition) -> Place {
        Place(file: file, line: position.line, column: position.column, key: key.isEmpty ? name : "\(key).\(name)")
    }

    func element(_ index: Int, at position: TextPosition) -> Place {
        Place(file: file, line: position.line, column: position.column, key: "\(key)[\(index)]")
    }
}

/// A value with the place it was read from, kept until what it means beside other values has been checked.
struct Located<Value: Sendable>: Sendable {
    var value: Value
    var place: Place
}

/// Something worth knowing about a configuration that is valid: a setting without effect.
package struct ConfigurationNote: Hashable, Codable, Sendable {
    package var place: Place
    /// One sentence without the place: `has no effect yet: nothing is notified`.
    package var message: String
    package init(place: Place, message: String) {
        self.place = place
        self.message = message
    }
}

extension ConfigurationProblem {
    init(_ place: Place, _ message: String) {
        let key = place.key.isEmpty ? nil : place.key
        self.init(file: place.file, line: place.line, column: place.column, key: key, message: message)
    }
}
