import FoundationEssentials
import RollbackCore

/// Asks an address and compares the answer.
struct HTTPCheck: Sendable {
    let effects: Effects

    func measure(_ endpoint: Endpoint) async throws -> (Verdict, String) {
        let request = HTTPProbeRequest(method: endpoint.method, url: endpoint.url, limit: .seconds(endpoint.timeout))
        let began = effects.clock.now()
        let response: HTTPProbeResponse
        do {
            response = try await effects.http.fetch(request)
        } catch Failure.unreachable(_, let why) {
            return (.bad, "\(endpoint.url): \(why)")
        }
        let milliseconds = Int(((effects.clock.now() - began).seconds * 1000).rounded())
        if let why = Self.shortfall(of: response, endpoint) { return (.bad, "\(endpoint.url): \(why)") }
        return (.healthy, "\(response.status) in \(milliseconds) ms")
    }

    /// Why an answer is not the healthy one; nil when it is.
    static func shortfall(of response: HTTPProbeResponse, _ endpoint: Endpoint) -> String? {
        guard response.status == endpoint.expectedStatus else {
            return "\(response.status), expected \(endpoint.expectedStatus)"
        }
        let body = String(decoding: response.body, as: UTF8.self)
        guard let text = endpoint.expectedText, !WholeWords.contains(text, in: body) else { return nil }
        return "\(response.status), but the answer does not say \(text)"
    }
}

/// Matching of whole words: "unhealthy" does not say "healthy".
package enum WholeWords {
    package static func contains(_ words: String, in text: String) -> Bool {
        let (needle, haystack) = (Array(words.utf8), Array(text.utf8))
        guard !needle.isEmpty, haystack.count >= needle.count else { return needle.isEmpty }
        for start in 0...(haystack.count - needle.count) where haystack[start...].starts(with: needle) {
            let end = start + needle.count
            let before = start > 0 && isWord(haystack[start - 1]) && isWord(needle[0])
            let after = end < haystack.count && isWord(haystack[end]) && isWord(needle[needle.count - 1])
            if !before && !after { return true }
        }
        return false
    }

    /// Letters, digits, `_`, and every byte of a character beyond ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
