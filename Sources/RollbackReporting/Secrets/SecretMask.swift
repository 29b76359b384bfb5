package import RollbackCore

/// Takes secret values out of text: log lines and responses pass through it before they become symptoms.
///
/// A value is found raw, percent-encoded (any encoder's choice of characters, `+` for a space), JSON-escaped and
/// in base64, also in the middle of a longer base64 text (`Authorization: Basic`, where one character at each end,
/// shared with the neighbouring bytes, may stay). So are the password of a URL value and each line of a value of
/// several lines, because logs are read line by line.
///
/// Values of fewer than 6 characters are not masked: `true`, `8000` and `prod` stand in every log, and masking
/// them would hide the evidence without hiding a secret. A value that is common text is the caller's to leave out.
package struct SecretMask: Sendable {
    package static let shortest = 6
    package static let mark = "[masked]"

    private let index: SecretIndex

    package init(_ values: some Sequence<String>) { index = SecretIndex(SecretForms.all(of: values)) }

    /// The text with every secret replaced by `[masked]`. Time grows with the text, hardly with the secrets.
    package func masked(_ text: String) -> String {
        guard !index.isEmpty else { return text }
        let bytes = Array(text.utf8)
        let readings = SecretReading.all(of: bytes)
        let places =
            index.places(in: bytes)
            + readings.flatMap { reading in
                index.places(in: reading.bytes).map(reading.origin)
            }
        return places.isEmpty ? text : Self.replaced(places, in: bytes)
    }

    package func masked(_ lines: [String]) -> [String] { lines.map { masked($0) } }

    /// A symptom with nothing secret in it.
    package func masked(_ symptom: Symptom) -> Symptom {
        Symptom(
            service: symptom.service, source: symptom.source, what: masked(symptom.what), lines: masked(symptom.lines))
    }

    /// Places that overlap become one mark.
    private static func replaced(_ places: [Range<Int>], in bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var done = 0
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if place.lowerBound >= done {
                result += bytes[done..<place.lowerBound]
                result += mark.utf8
            }
            done = max(done, place.upperBound)
        }
        return String(decoding: result + bytes[done...], as: UTF8.self)
    }
}
