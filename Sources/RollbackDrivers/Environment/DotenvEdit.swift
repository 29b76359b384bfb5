import FoundationEssentials

/// Changes single variables in the text of a `.env` file; every other byte of it stays.
enum DotenvEdit {
    /// - Parameter values: what each name is to say; nil: the name goes.
    /// - Returns: nil when the file would not say that afterwards: nothing is written that reads otherwise.
    static func data(_ data: Data, setting values: [String: String?]) -> Data? {
        var wanted = variables(in: data)
        for (name, value) in values { wanted[name] = value }
        if variables(in: data) == wanted { return data }
        var bytes = Array(data)
        var missing = values.compactMapValues(\.self)
        for place in DotenvReader.places(in: bytes).reversed() {
            guard let wish = values[place.name] else { continue }
            guard let value = wish else {
                bytes.removeSubrange(wholeLine(of: place, in: bytes))
                continue
            }
            // Of two equal names the last counts, which is the first to be met from the end.
            guard missing.removeValue(forKey: place.name) != nil else { continue }
            guard let text = written(place.name, value, like: Array(bytes[place.body])) else { return nil }
            bytes.replaceSubrange(place.body, with: text)
        }
        for (name, value) in missing.sorted(by: { $0.key < $1.key }) {
            guard let text = written(name, value, like: []) else { return nil }
            let lineEnd: [UInt8] = bytes.contains(13) ? [13, 10] : [10]
            if let last = bytes.last, last != 10 { bytes += lineEnd }
            bytes += text + lineEnd
        }
        let result = Data(bytes)
        return variables(in: result) == wanted ? result : nil
    }

    static func variables(in data: Data) -> [String: String] {
        DotenvFile.variables(in: String(decoding: data, as: UTF8.self))
    }

    /// With the white space before it and the end of its line.
    private static func wholeLine(of place: DotenvPlace, in bytes: [UInt8]) -> Range<Int> {
        var (start, end) = (place.statement.lowerBound, place.statement.upperBound)
        while start > 0, bytes[start - 1] == 32 || bytes[start - 1] == 9 { start -= 1 }
        while end < bytes.count, bytes[end] != 10 { end += 1 }
        return start..<min(end + 1, bytes.count)
    }

    /// In the quotes that stand there already where those can say it.
    private static func written(_ name: String, _ value: String, like old: [UInt8]) -> [UInt8]? {
        let single = "'\(value)'"
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r")
        let double = "\"\(escaped)\""
        let quote = old.drop { $0 != UInt8(ascii: "=") }.dropFirst().first { $0 != 32 && $0 != 9 }
        let first = quote == UInt8(ascii: "'") ? [single] : quote == UInt8(ascii: "\"") ? [double] : []
        let plain = value.utf8.allSatisfy(isPlain) ? [value] : []
        let rest = value.contains("\\") ? [double, single] : [single, double]
        let text = (first + plain + rest).first { DotenvFile.variables(in: "\(name)=\($0)\n") == [name: value] }
        return text.map { Array("\(name)=\($0)".utf8) }
    }

    /// Means itself to every reader of such files, also to a shell.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 32 && byte != 127 && !"'\"`\\#;&|<>()!*".utf8.contains(byte)
    }
}
