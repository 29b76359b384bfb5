import Glibc
import RollbackCore
import Testing

@testable import RollbackSnapshots

struct VerifyTests {
    private let place: StorePlace

    init() throws {
        place = try StorePlace()
        var random = Seeded(51)
        try place.snapshot(["a": random.bytes(200), "b": random.bytes(300 << 10)])
    }

    private func everything() throws -> [SnapshotFinding] { try place.open().reader().verifyEverything() }

    @Test func aWholeStoreHasNoFindings() throws {
        #expect(try everything() == [])
        #expect(try place.open().reader().verifyStructure() == [])
    }

    /// Of each file some bits, each found whichever of two copies it is in.
    @Test func damageIsFoundWhereverItIs() throws {
        var random = Seeded(52)
        for file in try place.files() where file != "LOCK" && file != "config" {
            let whole = try place.bytes(file)
            for _ in 0..<40 {
                var changed = whole
                changed[Int.random(in: changed.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try place.replace(file, changed)
                let findings = try everything()
                let named = findings.contains {
                    $0.path == "\(place.path)/\(file)" || $0.path == "\(place.path)/\(file).copy"
                }
                #expect(named, "\(file): \(findings)")
            }
            try place.replace(file, whole)
        }
    }

    @Test func whatIsGoneIsFound() throws {
        for file in try place.files() where file != "LOCK" && file != "config" {
            let whole = try place.bytes(file)
            unlink("\(place.path)/\(file)")
            let findings = try everything()
            #expect(findings.map(\.path) == ["\(place.path)/\(file)"], "\(findings)")
            try place.replace(file, whole)
        }
    }

    @Test func theNextWriterMakesALostCopyAnew() throws {
        let files = try place.files().filter { $0.hasSuffix(".copy") }
        #expect(files.count == 3)
        for file in files { unlink("\(place.path)/\(file)") }
        _ = try place.open().writer()
        #expect(try everything() == [])
    }

    @Test(arguments: [1, 2, 3, 7]) func samplesCoverEverything(runs: Int) throws {
        for number in 0..<5 { try place.snapshot(["a": [UInt8(number)]]) }
        let data = try place.files().filter { $0.hasPrefix("packs/") && !$0.hasSuffix(".copy") }
        for file in data {
            var bytes = try place.bytes(file)
            bytes[60] ^= 1
            try place.replace(file, bytes)
        }
        var found: Set<String> = []
        for _ in 0..<runs {
            for finding in try place.open().reader().verifySample(oneIn: runs) { found.insert(finding.path) }
        }
        #expect(found == Set(data.map { "\(place.path)/\($0)" }))
    }
}
