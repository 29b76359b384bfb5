import RollbackCore
@testable import RollbackDrivers
import Testing

/// A database's answer is compared with what a healthy one looks like.
struct QuestionCheckTests {
    @Test(
        arguments: [
            ([["1"]], .rows, true), ([], .rows, false), ([], .noRows, true), ([["7", nil]], .noRows, false),
            ([["a"]], .value("a"), true), ([["b"]], .value("a"), false), ([[nil]], .value("a"), false),
            ([["3"]], .minimum(3), true), ([["2"]], .minimum(3), false), ([["x"]], .minimum(0), false),
            ([], .minimum(0), false),
        ] as [([[String?]], DatabaseQuestion.Expected, Bool)])
    func theAnswerDecides(rows: [[String?]], expected: DatabaseQuestion.Expected, isWell: Bool) async throws {
        let check = QuestionCheck { _ in rows }
        let (verdict, evidence) = try await check.measure(DatabaseQuestion(query: "SELECT 1", expected: expected))
        #expect(verdict == (isWell ? .healthy : .bad), "\(evidence)")
    }
}
