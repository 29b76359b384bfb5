import Crypto
import FoundationEssentials
import RollbackCore

/// What makes two sets the same: kind, interpreter, platform and the bytes of every file that a build reads.
struct DependencyKey: Hashable, Sendable {
    let text: String

    private struct Content: Encodable {
        var ecosystem: String
        var interpreter: String
        var platform: String
        var variant: String
        var files: [String]
    }

    /// - Parameter variant: settings of the set that neither the files nor the interpreter tell.
    init(_ ecosystem: String, _ interpreter: InterpreterFacts, variant: String, _ inputs: [DependencyInput]) throws {
        let content = Content(
            ecosystem: ecosystem, interpreter: interpreter.version, platform: interpreter.platform, variant: variant,
            files: inputs.map { "\($0.path) \(Self.hash($0.content))" })
        text = Self.hash(try JSONText.data(content))
    }

    static func hash(_ data: Data) -> String { Hexadecimal.text(SHA256.hash(data: data)) }
}
