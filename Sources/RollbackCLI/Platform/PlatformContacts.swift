import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackReporting

/// Whom to call, as the configuration says it, also where nothing else of the platform can be read.
enum PlatformContacts {
    static func near(_ folder: String, environment: [String: String]) -> EmergencyContacts {
        guard let root = configuredRoot(from: folder),
            let configuration = ConfigurationLoader.contacts(root: root, environment: environment)
        else { return .none }
        return of(configuration)
    }

    static func of(_ configuration: PlatformConfiguration) -> EmergencyContacts {
        EmergencyContacts(
            people: configuration.contacts.map { .init(name: $0.name, address: $0.how ?? "") },
            dashboards: configuration.dashboards.map { .init(name: "Dashboard", address: $0) })
    }

    /// The nearest folder upwards that has a `rollback/config`.
    static func configuredRoot(from folder: String, upTo top: String = "/") -> String? {
        var next = folder
        while next == top || top == "/" || next.hasPrefix(top + "/") {
            if access("\(next)/rollback/config", F_OK) == 0 { return next }
            guard let slash = next.lastIndex(of: "/"), next != "/" else { return nil }
            next = slash == next.startIndex ? "/" : String(next[..<slash])
        }
        return nil
    }
}
