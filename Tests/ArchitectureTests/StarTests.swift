import Testing

struct StarTests {
    private static func ours() throws -> Star {
        // A system library is another's, like a package's product: its module map alone is ours.
        let targets = try PackageManifest.ours.get().targets.filter { $0.type != "system" }
        return Star(
            declared: Dictionary(uniqueKeysWithValues: targets.map { ($0.name, Set($0.dependencies.map(\.name))) }))
    }

    @Test func nobodyImportsWhatItHasNotDeclared() throws {
        let star = try Self.ours()
        let files = try Repository.sources.get() + Repository.tests.get()
        for target in star.declared.keys.sorted() {
            let imports = files.filter { $0.target == target }.map { Star.imports(of: $0.tokens) }
            #expect(!imports.isEmpty || target.hasPrefix("C"), "\(target) has no sources")
            #expect(star.undeclared(imports.reduce(into: []) { $0.formUnion($1) }, in: target) == [])
        }
    }

    @Test func nobodyKnowsAnotherPointOfTheStar() throws {
        #expect(try Self.ours().crossings() == [])
    }

    /// `docs/architecture.md` shows the same arrows as the manifest.
    @Test func theDocumentedTableIsTheManifests() throws {
        let table = try MarkdownTable.first(in: Repository.text("docs/architecture.md"), headed: "target")
        let rows = table.rows.map { ($0[0].codeWords.first ?? "", Set($0[2].codeWords)) }
        let documented = Dictionary(rows) { first, _ in first }
        let declared = try Self.ours().declared.filter { !$0.key.hasSuffix("Tests") }
        #expect(documented == declared)
        #expect(table.rows.count == documented.count)
    }

    private let sample = Star(declared: [
        "RollbackCore": [], "RollbackEngine": ["RollbackCore"],
        "RollbackStore": ["RollbackCore", "RollbackEngine", "Crypto"],
        "RollbackCLI": ["RollbackEngine", "RollbackStore"], "StoreTests": ["RollbackStore", "RollbackEngine"],
    ])

    @Test func aCrossingIsFound() {
        #expect(sample.crossings() == ["RollbackStore must not know RollbackEngine"])
    }

    @Test func anUndeclaredImportIsFound() {
        let imports: Set = ["RollbackCore", "RollbackStore", "Glibc", "Foundation", "Crypto"]
        #expect(
            sample.undeclared(imports, in: "RollbackEngine") == [
                "RollbackEngine imports Crypto undeclared", "RollbackEngine imports Foundation undeclared",
                "RollbackEngine imports RollbackStore undeclared",
            ])
        #expect(sample.undeclared(["Foundation", "Testing", "RollbackStore"], in: "StoreTests") == [])
    }

    @Test func everyFormOfImportIsRead() {
        let source = """
            // import A
            import B
            package import C
            @testable import D
            import struct E.F
            #if canImport(G)
            @preconcurrency internal import G
            #endif
            let text = "import H"
            """
        #expect(Star.imports(of: SwiftToken.all(in: source)) == ["B", "C", "D", "E", "G"])
    }
}
