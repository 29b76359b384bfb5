import RollbackConfiguration
import RollbackCore
import Testing

/// Whatever a file holds, loading it ends in a value or in a failure that says where.
struct DamagedTextTests {
    static let files: [(String, ConfigurationFile)] = [
        ("platform", .rollback), ("platform", .endpoints), ("platform", .knownGood), ("complete", .rollback),
    ]

    @Test(arguments: files)
    func everyTruncationIsAMistakeInItsPlace(name: String, file: ConfigurationFile) throws {
        let whole = try Sample.fixture(name, file)
        let end = try #require(whole.lastIndex(of: UInt8(ascii: "}")))
        for length in 0...end {
            let problems = try Self.problems(Array(whole[..<length]), file)
            #expect(problems.first?.line != nil, "cut at \(length)")
        }
    }

    @Test(arguments: [files[2], files[3]])
    func aFlippedBitNeverTraps(name: String, file: ConfigurationFile) throws {
        let whole = try Sample.fixture(name, file)
        for index in whole.indices {
            // Each byte gets one of its eight bits flipped; neighbours get different ones.
            var damaged = whole
            damaged[index] ^= 1 << UInt8(index % 8)
            _ = try Self.problems(damaged, file)
        }
    }

    /// Rethrows everything that is not a failure of the configuration.
    private static func problems(_ text: [UInt8], _ file: ConfigurationFile) throws -> [ConfigurationProblem] {
        do {
            _ = try ConfigurationLoader.configuration(root: Sample.root, [file: text])
            return []
        } catch Failure.configuration(let problems) {
            return problems
        } catch Failure.dependencyCycle {
            return []
        }
    }
}
