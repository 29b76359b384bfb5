import RollbackSystem
import Testing

struct ProcStatTests {
    /// A line of `/proc/<pid>/stat` with a given name, state and number of threads.
    private func line(name: String = "python", state: String = "S", threads: Int = 1) -> [UInt8] {
        let rest = "\(state) 10 20 30 34817 20 4194304 1 0 0 0 5 6 0 0 20 0 \(threads) 0 98765 1000 200"
        return Array("42 (\(name)) \(rest) 18446744073709551615 1 1 0\n".utf8)
    }

    @Test func theFieldsAreRead() throws {
        let stat = try #require(ProcStat(line()))
        #expect(stat.id == 42)
        #expect(stat.parent == 10)
        #expect(stat.group == 20)
        #expect(stat.session == 30)
        #expect(stat.terminal == 34817)
        #expect(stat.startTicks == 98765)
        #expect(stat.foreground)
        #expect(!stat.belongsToKernel)
        #expect(!stat.ended)
    }

    @Test(arguments: ["a b", "a) S 1 1 1 (b", ")", "((", "tmux: server", ""])
    func theNameMayHoldAnything(name: String) throws {
        let stat = try #require(ProcStat(line(name: name)))
        #expect(stat.name == name)
        #expect(stat.startTicks == 98765)
    }

    @Test func aNameThatIsNotUTF8IsReplaced() throws {
        var bytes = line(name: "x")
        bytes[4] = 0xff
        #expect(try #require(ProcStat(bytes)).id == 42)
    }

    @Test(arguments: ["Z", "X", "x"])
    func theDeadHaveEnded(state: String) throws {
        #expect(try #require(ProcStat(line(state: state))).ended)
    }

    @Test func threadsOfTheKernelAreKnownByTheirFlags() throws {
        let line = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0"
        #expect(try #require(ProcStat(Array(line.utf8))).belongsToKernel)
    }

    @Test func aProcessWhoseFirstThreadEndedRunsOn() throws {
        #expect(try #require(ProcStat(line(state: "Z", threads: 3))).ended == false)
    }

    @Test(arguments: ["", "42", "42 (a", "42 (a) S 1 2", "x (a) S 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0", ")("])
    func anythingElseIsNothing(text: String) {
        #expect(ProcStat(Array(text.utf8)) == nil)
    }
}
