import RollbackCore

/// Where a setting is written.
package struct Place: Hashable, Codable, Sendable {
    /// Relative to the platform's root: `rollback/config/rollback-config.json`.
    package var file: String
    package var line: Int
    package var column: Int
    /// The key's path: `service_dependencies.fastapi.port`.
    package var key: String
    /// Where it came from, when it is not written under this key.
    package var origin: Origin

    package init(file: String, line: Int, column: Int, key: String, origin: Origin = .file) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.origin = origin
    }

    /// `rollback-config.json, line 8`, for a message about two places.
    var short: String {
        if case .variable(let name) = origin { return name }
        return "\(file.split(separator: "/").last ?? ""), line \(line)"
    }

    /// `rollback/config/rollback-config.json:8 timeouts.service_restart_seconds`, for a list of places.
    package var shown: String {
        if case .variable(let name) = origin { return "\(name) \(key)" }
        return "\(file):\(line) \(writtenKey)"
    }

    /// The key as it is written in the file.
    fileprivate var writtenKey: String {
        guard case .environment(let name) = origin else { return key }
        let path = "\(EnvironmentKey.name).\(name)"
        return key.isEmpty ? path : "\(path).\(key)"
    }

    func member(_ name: String, at position: TextPosition) -> Place {
        inner(key.isEmpty ? name : "\(key).\(name)", position)
    }
    func element(_ index: Int, at position: TextPosition) -> Place { inner("\(key)[\(index)]", position) }

    private func inner(_ key: String, _ position: TextPosition) -> Place {
        Place(file: file, line: position.line, column: position.column, key: key, origin: position.origin)
    }
}

extension Place {
    init(_ file: ConfigurationFile, at position: TextPosition) {
        self.init(file: file.path, line: position.line, column: position.column, key: "", origin: position.origin)
    }

    /// A variable that stands for no key.
    init(variable: String) { self.init(file: "", line: 0, column: 0, key: "", origin: .variable(variable)) }
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
        let key = place.writtenKey.isEmpty ? nil : place.writtenKey
        if case .variable(let name) = place.origin {
            self.init(file: name, key: key, message: message)
        } else {
            self.init(file: place.file, line: place.line, column: place.column, key: key, message: message)
        }
    }
}
