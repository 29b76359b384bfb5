import Foundation
import Testing

/// What a command said with `--json`: an object a line, the last of type `exit`.
struct JSONOutput {
    let finished: Finished
    let lines: [[String: Any]]

    init(_ finished: Finished) throws {
        self.finished = finished
        lines = try finished.output.split(separator: "\n").map { line in
            let value = try? JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any], "not an object: \(line)")
        }
    }

    func all(_ type: String) -> [[String: Any]] { lines.filter { $0["type"] as? String == type } }

    /// The last line, when the whole is as promised: it is the only one of its type, and repeats the exit status.
    var exit: [String: Any]? {
        guard let last = lines.last, last["type"] as? String == "exit", all("exit").count == 1,
            last["code"] as? Int == Int(finished.status), last["outcome"] is String, last["next"] is [String]
        else { return nil }
        return last
    }

    var failure: String { all("failure").first?["text"] as? String ?? "" }
    var kind: String { all("failure").first?["kind"] as? String ?? "" }
}
