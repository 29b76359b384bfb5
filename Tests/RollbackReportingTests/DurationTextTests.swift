import FoundationEssentials
import RollbackReporting
import Testing

@Suite struct DurationTextTests {
    static let durations: [(Double, String)] = [
        (0, "0 s"), (0.0001, "1 ms"), (0.004, "4 ms"), (0.0094, "9 ms"), (0.0096, "0.01 s"), (0.42, "0.42 s"),
        (0.994, "0.99 s"), (0.996, "1.0 s"), (1.2, "1.2 s"), (9.94, "9.9 s"), (9.96, "10 s"), (12.3, "12 s"),
        (59.6, "1 min"), (200, "3 min 20 s"), (3599.7, "1 h"), (7500, "2 h 5 min"), (273_600, "3 d 4 h"),
        (-1, "0 s"), (.infinity, "an unknown time"), (.nan, "an unknown time"),
    ]

    @Test(arguments: durations)
    func durationsReadLikeSpeech(seconds: Double, text: String) {
        #expect(DurationText.text(seconds) == text)
    }

    static let ages: [(Double, String)] = [
        (0, "just now"), (59, "just now"), (60, "1 minute ago"), (7200, "2 hours ago"), (259_200, "3 days ago"),
        (3_456_000, "1 month ago"), (69_120_000, "2 years ago"), (-7200, "in 2 hours"),
    ]

    @Test(arguments: ages)
    func agesCountFromTheGivenMoment(seconds: Double, text: String) {
        let now = Date(timeIntervalSince1970: 1_765_336_320)
        #expect(DateText.age(of: now.addingTimeInterval(-seconds), now: now) == text)
    }

    @Test func momentsAreUTC() {
        let date = Date(timeIntervalSince1970: 1_765_336_320)
        #expect(DateText.full(date, now: date) == "2025-12-10T03:12:00Z (just now)")
        #expect(DateText.clock(date) == "03:12:00")
    }
}
