import Crypto
package import FoundationEssentials
import RollbackCore

/// `rollback/.generated.json`: the digest of everything that was generated, so that an edit can be told from it.
package struct GeneratedRecord: Hashable, Sendable {
    static let path = "rollback/.generated.json"
    static let version = 1

    /// By path, in hexadecimal.
    package var digests: [String: String]

    private struct File: Codable {
        var version: Int
        var files: [String: String]
    }

    package init(digests: [String: String] = [:]) { self.digests = digests }

    /// - Parameter path: of the file, for what is said when it cannot be read.
    package init(_ data: Data, path: String) throws {
        struct Versioned: Decodable { var version: Int }
        guard let found = try? JSONText.decode(Versioned.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "it is not {\"version\": number, \"files\": …}")
        }
        guard found.version <= Self.version else {
            throw Failure.stateFromNewerVersion(path: path, version: found.version, known: Self.version, neededBy: nil)
        }
        guard let file = try? JSONText.decode(File.self, from: data) else {
            throw Failure.stateUnreadable(path: path, why: "\"files\" is not an object of digests by path")
        }
        digests = file.files
    }

    var data: Data {
        get throws {
            try JSONText.data(File(version: Self.version, files: digests), pretty: true) + Data("\n".utf8)
        }
    }

    /// What a person writes below the mark of a document is none of it.
    static func digest(_ text: String, _ kind: TreeFile.Kind) -> String {
        let own = kind == .document ? String(OwnWords.cut(text).above) : text
        return SHA256.hash(data: Data(own.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
