/// The three files of `rollback/config/`. Each may be missing.
package enum ConfigurationFile: String, CaseIterable, Sendable {
    case rollback = "rollback-config.json"
    case endpoints = "service-endpoints.json"
    case knownGood = "known-good-commits.json"

    /// Relative to the platform's root.
    package var path: String { "rollback/config/\(rawValue)" }

    /// The whole of it.
    var section: (any Section.Type)? { ConfigurationReference.sections.first { $0.file == self && $0.path.isEmpty } }
    var shape: Shape { section.map(Shape.section) ?? .either([]) }

    var about: String {
        switch self {
        case .rollback: "How a rollback is done: services, limits, caches, hooks, procedures."
        case .endpoints: "How it is seen that the services are well."
        case .knownGood: "The registry: releases with evidence that they work, the newest first."
        }
    }
}
