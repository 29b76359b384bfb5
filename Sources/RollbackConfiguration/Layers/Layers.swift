import RollbackCore

/// The three files as trees, and what lies over them: an environment's overrides, and over these the variables.
struct Layers {
    private var files: [ConfigurationFile: LocatedJSON] = [:]
    private var overrides: [ConfigurationFile: [Named<LocatedJSON>]] = [:]
    private let variables: [ConfigurationFile: LocatedJSON]
    /// A file that cannot be read may be the one that names the environments.
    private(set) var isWhole = true

    init(_ texts: [ConfigurationFile: [UInt8]], _ environment: [String: String], _ findings: Findings) {
        variables = VariableOverrides(environment, findings).trees
        for file in ConfigurationFile.allCases {
            guard let text = texts[file] else { continue }
            guard let tree = Self.tree(text, of: file, findings) else {
                isWhole = false
                continue
            }
            files[file] = tree.without(EnvironmentKey.name)
            overrides[file] = EnvironmentKey.read(tree, of: file, findings)
        }
    }

    private static func tree(_ text: [UInt8], of file: ConfigurationFile, _ findings: Findings) -> LocatedJSON? {
        do {
            let json = try LocatedJSON(parsing: text)
            findings.duplicates(in: json, of: file)
            return json
        } catch {
            findings.problem(Place(file, at: error.position), error.message)
            return nil
        }
    }

    /// The environments that either file describes, in their order.
    var environments: [String] {
        var names: [String] = []
        for file in ConfigurationFile.allCases {
            for environment in overrides[file] ?? [] where !names.contains(environment.name) {
                names.append(environment.name)
            }
        }
        return names
    }

    /// What holds in an environment; nil without the file and without a variable that stands for a key of it.
    func tree(of file: ConfigurationFile, in environment: String?) -> LocatedJSON? {
        guard let base = base(of: file) else { return nil }
        let over = overrides[file]?.first { $0.name == environment }
        let tree = over.map { base.overlaid(by: $0.body.brought(by: .environment($0.name))) } ?? base
        return variables[file].map(tree.overlaid) ?? tree
    }

    private func base(of file: ConfigurationFile) -> LocatedJSON? {
        files[file] ?? variables[file].map { _ in LocatedJSON(.object([]), at: TextPosition(line: 1, column: 1)) }
    }
}
