/// A systemd unit and whose manager it belongs to, as `Service.unit` spells it: `web.service` of the system, or
/// `user@1000.service/web.service` of that user's own manager, as control groups spell it too.
package struct UnitName: Hashable, Sendable {
    package var unit: String
    /// The user whose manager runs it; nil: the system's.
    package var user: UInt32?

    package init(unit: String, user: UInt32? = nil) {
        self.unit = unit
        self.user = user
    }

    /// From `Service.unit`; `.service` may be left out.
    package init(text: String) {
        let parts = text.split(separator: "/")
        let name = String(parts.last ?? "")
        unit = name.contains(".") ? name : "\(name).service"
        user = parts.dropLast().lazy.compactMap { Self.managerUser(String($0)) }.first
    }

    /// From a control group's path; nil when it is not that of a service (a person's session, a container).
    package init?(controlGroup: String) {
        let parts = controlGroup.split(separator: "/").map(String.init)
        let user = parts.lazy.compactMap(Self.managerUser).first
        let services = parts.filter { $0.hasSuffix(".service") && Self.managerUser($0) == nil }
        guard let unit = services.last else { return nil }
        self.unit = Self.unescaped(unit)
        self.user = user
    }

    package var text: String { user.map { "user@\($0).service/\(unit)" } ?? unit }

    private static func managerUser(_ part: String) -> UInt32? {
        guard part.hasPrefix("user@"), part.hasSuffix(".service") else { return nil }
        return UInt32(part.dropFirst(5).dropLast(8))
    }

    /// Names that would collide with the kernel's own files have a `_` before them (systemd, CONTROL_GROUP_INTERFACE).
    private static func unescaped(_ name: String) -> String { name.hasPrefix("_") ? String(name.dropFirst()) : name }
}
