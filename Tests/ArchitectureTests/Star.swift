/// The rule of imports: a star, whose points know the middle and nothing of each other.
struct Star {
    /// What each target declares that it may import.
    var declared: [String: Set<String>]

    /// The middle: everyone may build on these.
    static let middle: Set = ["RollbackCore", "RollbackFiles", "RollbackMigrations", "CRollbackSystem"]
    /// The composition root, and the test kit, which builds whole platforms out of real parts.
    static let knowing: Set = ["RollbackCLI", "lastgood", "RollbackTestKit"]
    /// Modules of the toolchain. `Foundation` is for tests: it doubles the size of a program and its start.
    static let toolchain: Set = ["FoundationEssentials", "Glibc", "Darwin", "Dispatch", "Synchronization"]
    static let toolchainOfTests: Set = toolchain.union(["Foundation", "Testing"])

    /// Imports that a target has not declared. The compiler lets them pass when another target brings them along.
    func undeclared(_ imports: Set<String>, in target: String) -> [String] {
        let toolchain = target.hasSuffix("Tests") ? Self.toolchainOfTests : Self.toolchain
        return imports.subtracting(declared[target] ?? []).subtracting(toolchain).sorted()
            .map { "\(target) imports \($0) undeclared" }
    }

    /// Declared arrows that point neither at the middle nor away from one that knows everyone.
    func crossings() -> [String] {
        let points = declared.keys.filter { !Self.knowing.contains($0) && !$0.hasSuffix("Tests") }
        return points.sorted().flatMap { point in
            (declared[point] ?? []).intersection(declared.keys).subtracting(Self.middle).sorted()
                .map { "\(point) must not know \($0)" }
        }
    }

    /// The modules that a source file imports.
    static func imports(of tokens: [SwiftToken]) -> Set<String> {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
        let words = tokens.map(\.text)
        return Set(
            words.indices.compactMap { index in
                guard words[index] == "import" else { return nil }
                return words[(index + 1)...].first { !kinds.contains($0) }
            })
    }
}
