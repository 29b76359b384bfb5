/// Reads the keys of one object. Keys that no one knows are reported when it is opened.
struct SectionReader {
    /// Keys for people, accepted in every section that does not give them a meaning of its own.
    static let remarks: Set<String> = [
        "$schema", "description", "last_updated", "name", "note", "notes", "update_procedure", "updated", "usage_notes",
        "version",
    ]

    let place: Place
    let findings: Findings
    private let spots: [String: Spot]

    /// Nil, and reported, for anything but an object.
    init?(_ spot: Spot, of section: (some Section).Type, _ findings: Findings) {
        guard let members = spot.members(findings) else { return nil }
        self.place = spot.place
        self.findings = findings
        spots = Dictionary(members.map { ($0.key, spot.inner($0)) }, uniquingKeysWith: { first, _ in first })
        let known = section.keys.map(\.name)
        for member in members where !findings.isFull && !known.contains(member.key) && !Self.isRemark(member.key) {
            reportUnknown(member.key, at: spot.inner(member).place, known)
        }
    }

    private static func isRemark(_ key: String) -> Bool { key.hasPrefix("_") || remarks.contains(key) }

    private func reportUnknown(_ key: String, at place: Place, _ known: [String]) {
        let hint = Nearest.hint(for: key, among: known)
        let list = hint.isEmpty ? "; known here: \(known.sorted().joined(separator: ", "))" : hint
        findings.problem(place, "unknown key \(Shown.quoted(key))\(list)")
    }

    func located<Value>(_ key: Key<Value>) -> Located<Value>? {
        guard let spot = spots[key.name] else { return nil }
        if let later = key.later { findings.note(spot.place, "has no effect yet: \(later)") }
        findings.read(spot.place)
        return key.kind.read(spot, findings).map { Located(value: $0, place: spot.place) }
    }

    func value<Value>(_ key: Key<Value>) -> Value? { located(key)?.value }

    func required<Value>(_ key: Key<Value>) -> Value? {
        if spots[key.name] == nil { findings.problem(place, "the key \(Shown.quoted(key.name)) is missing") }
        return value(key)
    }

    func has(_ key: any AnyKey) -> Place? { spots[key.name]?.place }
}
