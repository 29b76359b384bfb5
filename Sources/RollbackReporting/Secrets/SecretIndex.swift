/// Finds many byte sequences in one pass: the first five bytes at each place are looked up, and only where some
/// sequence begins with them are the rest compared.
struct SecretIndex: Sendable {
    /// The shortest form: a secret of six bytes in the middle of base64.
    private static let keyLength = 5
    private static let keyMask: UInt64 = (1 << 40) - 1

    private var forms: [UInt64: [[UInt8]]] = [:]
    /// False where no key has these low bits: most places need no look into the dictionary.
    private var possible = [Bool](repeating: false, count: 1 << 16)

    init(_ forms: Set<[UInt8]>) {
        for form in forms where form.count >= Self.keyLength {
            let key = form.prefix(Self.keyLength).reduce(0) { $0 << 8 | UInt64($1) }
            self.forms[key, default: []].append(form)
            possible[Int(key & 0xFFFF)] = true
        }
    }

    var isEmpty: Bool { forms.isEmpty }

    /// The places of all sequences in the bytes, by their beginnings; they may overlap.
    func places(in bytes: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var key: UInt64 = 0
        for end in bytes.indices {
            key = (key << 8 | UInt64(bytes[end])) & Self.keyMask
            guard possible[Int(key & 0xFFFF)], end + 1 >= Self.keyLength, let forms = forms[key] else { continue }
            let start = end + 1 - Self.keyLength
            for form in forms where bytes[start...].starts(with: form) { places.append(start..<start + form.count) }
        }
        return places
    }
}
