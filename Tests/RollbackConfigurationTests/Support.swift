import FoundationEssentials
import RollbackConfiguration
import RollbackCore

/// Configurations from texts, and mistakes as people see them.
enum Sample {
    static let root = "/srv/platform"
    private static let folder = String(#filePath.dropLast("/Support.swift".count))

    static var repository: String { String(folder.dropLast("/Tests/RollbackConfigurationTests".count)) }

    static func fixture(_ name: String, _ file: ConfigurationFile) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/Fixtures/\(name)/\(file.rawValue)")))
    }

    static func fixtures(_ name: String) throws -> [ConfigurationFile: [UInt8]] {
        var texts: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases {
            texts[file] = try? fixture(name, file)
        }
        return texts
    }

    static func load(
        rollback: String? = nil, endpoints: String? = nil, knownGood: String? = nil, environment: [String: String] = [:]
    ) throws -> PlatformConfiguration {
        var texts: [ConfigurationFile: [UInt8]] = [:]
        texts[.rollback] = rollback.map { Array($0.utf8) }
        texts[.endpoints] = endpoints.map { Array($0.utf8) }
        texts[.knownGood] = knownGood.map { Array($0.utf8) }
        return try ConfigurationLoader.configuration(root: root, texts, environment: environment)
    }

    /// Each mistake as `line:column key: message`, the file's name in front unless it is the first file's.
    static func mistakes(
        rollback: String? = nil, endpoints: String? = nil, knownGood: String? = nil, environment: [String: String] = [:]
    ) -> [String] {
        do {
            _ = try load(rollback: rollback, endpoints: endpoints, knownGood: knownGood, environment: environment)
            return []
        } catch Failure.configuration(let problems) {
            return problems.map(line)
        } catch {
            return ["\(error)"]
        }
    }

    private static func line(_ problem: ConfigurationProblem) -> String {
        let file =
            problem.file == ConfigurationFile.rollback.path ? "" : "\(problem.file.split(separator: "/").last ?? "") "
        let key = problem.key.map { " \($0)" } ?? ""
        guard problem.line != nil || problem.file.isEmpty || problem.file.contains("/") else {
            return "\(problem.file)\(key): \(problem.message)"
        }
        return "\(file)\(problem.line ?? 0):\(problem.column ?? 0)\(key): \(problem.message)"
    }
}
