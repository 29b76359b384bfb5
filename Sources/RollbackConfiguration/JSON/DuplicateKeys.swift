extension LocatedJSON {
    /// Keys that an object has more than once, anywhere within: most parsers would silently keep one of them.
    func duplicateKeys(under path: String = "") -> [(key: String, first: TextPosition, again: TextPosition)] {
        switch value {
        case .array(let elements):
            return elements.enumerated().flatMap { $1.duplicateKeys(under: "\(path)[\($0)]") }
        case .object(let members):
            var seen: [String: TextPosition] = [:]
            return members.flatMap { member in
                let key = path.isEmpty ? member.key : "\(path).\(member.key)"
                let inner = member.value.duplicateKeys(under: key)
                guard let first = seen[member.key] else {
                    seen[member.key] = member.keyPosition
                    return inner
                }
                return [(key, first, member.keyPosition)] + inner
            }
        default: return []
        }
    }
}
