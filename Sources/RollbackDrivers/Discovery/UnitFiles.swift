import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Unit files that administrators write, searched for the checkout: so a unit that has crashed is found too.
package struct UnitFiles {
    private static let system = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system"]
    let roots: [String]

    /// The system's units whose files, or what is dropped beside them, name the checkout.
    func systemUnits() -> Set<UnitName> {
        Set(Self.system.flatMap { units(in: $0) }.map { UnitName(unit: $0) })
    }

    /// Those of the user's own manager.
    func userUnits(_ user: UInt32, home: String) -> Set<UnitName> {
        Set(units(in: "\(home)/.config/systemd/user").map { UnitName(unit: $0, user: user) })
    }

    private func units(in directory: String) -> [String] {
        let names = (try? FileCall.names(in: directory)) ?? []
        return names.compactMap { name in
            if name.hasSuffix(".service") { return mentions("\(directory)/\(name)") ? name : nil }
            guard name.hasSuffix(".service.d") else { return nil }
            let dropped = (try? FileCall.names(in: "\(directory)/\(name)")) ?? []
            return dropped.contains { mentions("\(directory)/\(name)/\($0)") } ? String(name.dropLast(2)) : nil
        }
    }

    private func mentions(_ path: String) -> Bool {
        guard let data = (try? FileCall.read(path)) ?? nil else { return false }
        return Self.mentions(String(decoding: data, as: UTF8.self), roots)
    }

    /// Whether a path in the text is one of the roots or below it; `/srv/app2` is not below `/srv/app`.
    package static func mentions(_ text: String, _ roots: [String]) -> Bool {
        let words = text.split { $0.isWhitespace || "='\":;,".contains($0) }
        return words.contains { word in
            roots.contains { Paths.contains($0, String(word.drop { "-!+@".contains($0) })) }
        }
    }
}
