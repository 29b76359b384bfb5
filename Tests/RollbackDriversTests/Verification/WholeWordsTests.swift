@testable import RollbackDrivers
import Testing

struct WholeWordsTests {
    @Test(
        arguments: [
            ("healthy", "healthy", true), ("healthy", "unhealthy", false), ("healthy", "healthy.", true),
            ("healthy", "is healthy!", true), ("healthy", "unhealthy, later healthy", true),
            ("healthy", "health", false),
            ("healthy", "{\"status\":\"healthy\"}", true), ("healthy", "healthyish", false),
            ("healthy", "_healthy", false),
            ("healthy", "healthy_", false), ("healthy", "1healthy", false), ("healthy", "Healthy", false),
            ("ok", "not-ok", true), ("ok", "ok", true), ("ok", "OK", false), ("ok", "", false), ("", "anything", true),
            ("", "", true), ("\"status\": \"ok\"", "{\"status\": \"ok\"}", true), ("status", "status", true),
            ("all good", "all  good", false), ("all good", "it is all good", true), ("gesund", "ungesund", false),
            ("sund", "gesünd sund", true), ("nd", "gesünd", false), ("ünd", "gesünd", false),
            ("Ende", "Straßende", false),
            ("200", "1200", false), ("200", "code=200;", true), ("+", "a+b", true), ("aa", "aaa", false),
            ("aXa", "aXaXa aXa", true),
        ])
    func matches(_ words: String, _ text: String, _ expected: Bool) {
        #expect(WholeWords.contains(words, in: text) == expected)
    }
}
