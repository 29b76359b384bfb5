import RollbackCore

/// Asks a database, and compares the answer.
struct QuestionCheck {
    let answer: @Sendable (DatabaseQuestion) async throws -> [[String?]]

    func measure(_ question: DatabaseQuestion) async throws -> (Verdict, String) {
        let rows = try await answer(question)
        let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
        switch question.expected {
        case .rows: return (rows.isEmpty ? .bad : .healthy, count)
        case .noRows: return (rows.isEmpty ? .healthy : .bad, rows.isEmpty ? count : "\(count), as \(shown(rows))")
        case .value(let expected):
            let found = rows.first?.first ?? nil
            return (found == expected ? .healthy : .bad, "\(shown(rows)), expected \(expected)")
        case .minimum(let least):
            let found = (rows.first?.first ?? nil).flatMap(Double.init) ?? -.infinity
            return (found >= Double(least) ? .healthy : .bad, "\(shown(rows)), expected \(least) or more")
        }
    }

    private func shown(_ rows: [[String?]]) -> String {
        guard let row = rows.first else { return "no row" }
        return row.map { $0 ?? "NULL" }.joined(separator: ", ")
    }
}
