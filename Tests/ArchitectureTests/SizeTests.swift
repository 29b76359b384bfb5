import Testing

/// Small is kept small: files of at most 300 lines, functions of at most 50, and medians far below.
struct SizeTests {
    static func tooLong(_ files: [SourceFile], limit: Int) -> [String] {
        files.filter { $0.lineCount > limit }.map { "\($0.path) has \($0.lineCount) lines" }
    }

    static func tooLongBodies(_ files: [SourceFile], limit: Int) -> [String] {
        files.flatMap { file in
            SwiftBody.all(in: file.tokens).filter { $0.lineCount > limit }
                .map { "\(file.path):\($0.line): \($0.name) takes \($0.lineCount) lines" }
        }
    }

    static func median(_ sizes: [Int]) -> Int {
        sizes.isEmpty ? 0 : sizes.sorted()[sizes.count / 2]
    }

    @Test func noFileIsLong() throws {
        let files = try Repository.sources.get() + Repository.tests.get()
        #expect(files.count > 30)
        #expect(Self.tooLong(files, limit: 300) == [])
    }

    @Test func noBodyIsLong() throws {
        let files = try Repository.sources.get() + Repository.tests.get()
        #expect(Self.tooLongBodies(files, limit: 50) == [])
    }

    @Test func theMiddleFileIsShort() throws {
        let sizes = try Repository.sources.get().map(\.lineCount)
        #expect(Self.median(sizes) > 0)
        #expect(Self.median(sizes) <= 80)
    }

    @Test func theMiddleFunctionIsShort() throws {
        let bodies = try Repository.sources.get().flatMap { SwiftBody.all(in: $0.tokens) }
        let functions = bodies.filter { $0.keyword == "func" }
        #expect(functions.count > 20)
        #expect(Self.median(functions.map(\.lineCount)) <= 8)
    }

    @Test func aLongSampleIsFound() {
        let body = String(repeating: "    x()\n", count: 49)
        let file = SourceFile(path: "Long.swift", text: "func short() {\n}\nfunc long() {\n\(body)}\n")
        #expect(Self.tooLong([file], limit: 52) == ["Long.swift has 53 lines"])
        #expect(Self.tooLong([file], limit: 53) == [])
        #expect(Self.tooLongBodies([file], limit: 50) == ["Long.swift:3: long takes 51 lines"])
        #expect(Self.tooLongBodies([file], limit: 51) == [])
        #expect(Self.median([9, 1, 5]) == 5)
    }
}
