import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct EventLogTests {
    private let folder: ScratchFolder
    private var path: String { folder.file("events.jsonl") }
    init() throws { folder = try ScratchFolder() }

    private func event(_ number: Int) -> RunEvent {
        RunEvent(elapsed: Double(number), time: Sample.time, step: "code", detail: .doing("line \(number)\n\"ä\""))
    }

    @Test func eventsAreReadBackFromWhereReadingStopped() throws {
        let log = EventLog(path)
        log.receive(event(1))
        let first = try EventLog.read(path)
        #expect(first.events == [event(1)])
        log.receive(event(2))
        log.receive(event(3))
        let rest = try EventLog.read(path, from: first.offset)
        #expect(rest.events == [event(2), event(3)])
        #expect(try EventLog.read(path, from: rest.offset).events == [])
        #expect(try EventLog.read(path, from: rest.offset).offset == rest.offset)
    }

    /// Cut at each byte: whole lines are read, the half one waits for its end.
    @Test func aHalfLineIsReadWhenItIsWhole() throws {
        let log = EventLog(path)
        for number in 1...2 { log.receive(event(number)) }
        let whole = try bytes(path)
        let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
        for length in 0...whole.count {
            try put(whole.prefix(length), path)
            let read = try EventLog.read(path)
            let expected = length == whole.count ? [event(1), event(2)] : length >= first ? [event(1)] : []
            #expect(read.events == expected, "cut at \(length)")
            try put(whole, path)
            let rest = try EventLog.read(path, from: read.offset).events
            #expect(expected + rest == [event(1), event(2)])
        }
    }

    @Test func aLineThatCannotBeReadIsLeftOut() throws {
        let log = EventLog(path)
        log.receive(event(1))
        try put(try bytes(path) + Data("{\"torn\": \n\n".utf8), path)
        EventLog(path).receive(event(2))
        #expect(try EventLog.read(path).events == [event(1), event(2)])
    }

    @Test func withoutALogNothingIsReadAndNothingFails() throws {
        #expect(try EventLog.read(path).events == [])
        EventLog(folder.file("missing/events.jsonl")).receive(event(1))
    }
}
