import RollbackCore

/// Which of the named environments holds.
struct EnvironmentChoice {
    /// The environment variable that says it.
    static let variable = "LASTGOOD_ENVIRONMENT"

    let layers: Layers
    /// What the variable says; empty is the same as not set, as in shells.
    private let asked: String?

    init(_ layers: Layers, _ environment: [String: String]) {
        self.layers = layers
        asked = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The variable, else the key `environment`, else none. An unknown one is reported: without its overrides the
    /// platform would be taken for another.
    func name(_ findings: Findings) -> String? {
        let written = written
        if let asked {
            let place = Place(variable: Self.variable)
            return known(asked, written?.value, place, findings) ? asked : nil
        }
        guard let written else { return nil }
        guard layers.environments.isEmpty else {
            return known(written.value, nil, written.place, findings) ? written.value : nil
        }
        return written.value
    }

    /// Of another type it is a mistake that the section's reader reports.
    private var written: Located<String>? {
        let tree = layers.tree(of: .endpoints, in: nil)
        guard let tree, let member = tree.member("environment"), case .string(let name) = member.value.value else {
            return nil
        }
        let place = Place(.endpoints, at: tree.position).member("environment", at: member.keyPosition)
        return Located(value: name, place: place)
    }

    private func known(_ name: String, _ other: String?, _ place: Place, _ findings: Findings) -> Bool {
        let names = layers.environments
        guard layers.isWhole, !names.contains(name), names.isEmpty ? name != other : true else { return true }
        let hint = Nearest.hint(for: name, among: names)
        findings.problem(place, "\(Shown.quoted(name)) is not an environment of this platform\(hint); \(advice(name))")
        return false
    }

    private func advice(_ name: String) -> String {
        let names = layers.environments.map(Shown.quoted).joined(separator: ", ")
        let way = "one without overrides is written \(Shown.quoted(name)): {} under \"\(EnvironmentKey.name)\""
        return names.isEmpty ? "none is described; \(way)" : "known here: \(names); \(way)"
    }
}
