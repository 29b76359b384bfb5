import RollbackCore

extension ConfigurationLoader {
    /// The registry's file as it is now; nil when there is none.
    package static func registry(root: String) throws -> [UInt8]? {
        try ConfigurationBytes.read(.knownGood, root: root)
    }

    /// What `load` would say if the registry were this text.
    package static func configuration(
        root: String, registry: [UInt8], environment: [String: String]
    ) throws -> PlatformConfiguration {
        guard registry.count <= ConfigurationBytes.limit else {
            throw ConfigurationBytes.refusal(.knownGood, "would be larger than 1 MiB: remove old releases first")
        }
        var texts: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases where file != .knownGood {
            texts[file] = try ConfigurationBytes.read(file, root: root)
        }
        texts[.knownGood] = registry
        return try configuration(root: root, texts, environment: environment)
    }
}
