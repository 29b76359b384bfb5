/// Laying one tree over another. Every value keeps the place where it was written, so that a mistake is shown there.
extension LocatedJSON {
    /// The same tree, brought in by other means than its own place in a file.
    func brought(by origin: Origin) -> LocatedJSON {
        LocatedJSON(
            value.mapped {
                $0.brought(by: origin)
            } key: {
                $0.brought(by: origin)
            }, at: position.brought(by: origin))
    }

    /// Objects are merged key by key, however deep; anything else, arrays too, is replaced.
    func overlaid(by over: LocatedJSON) -> LocatedJSON {
        guard case .object(var members) = value, case .object(let others) = over.value else { return over }
        for other in others {
            if let index = members.firstIndex(where: { $0.key == other.key }) {
                members[index] = members[index].overlaid(by: other)
            } else {
                members.append(other)
            }
        }
        return LocatedJSON(.object(members), at: position)
    }

    func member(_ key: String) -> Member? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key == key }
    }

    func without(_ key: String) -> LocatedJSON {
        guard case .object(let members) = value else { return self }
        return LocatedJSON(.object(members.filter { $0.key != key }), at: position)
    }

    /// An object within an object, and so on, with a value in the innermost.
    static func nested(_ path: some BidirectionalCollection<String>, _ value: LocatedJSON) -> LocatedJSON {
        path.reversed().reduce(value) { inner, key in
            LocatedJSON(.object([Member(key: key, keyPosition: value.position, value: inner)]), at: value.position)
        }
    }
}

extension LocatedJSON.Member {
    /// What is merged stays where it is; what is replaced stands where its replacement does.
    fileprivate func overlaid(by other: LocatedJSON.Member) -> LocatedJSON.Member {
        guard case .object = value.value, case .object = other.value.value else { return other }
        return LocatedJSON.Member(key: key, keyPosition: keyPosition, value: value.overlaid(by: other.value))
    }
}

extension LocatedJSON.Value {
    fileprivate func mapped(
        _ convert: (LocatedJSON) -> LocatedJSON, key: (TextPosition) -> TextPosition
    ) -> LocatedJSON.Value {
        switch self {
        case .array(let elements): .array(elements.map(convert))
        case .object(let members):
            .object(
                members.map {
                    LocatedJSON.Member(key: $0.key, keyPosition: key($0.keyPosition), value: convert($0.value))
                })
        default: self
        }
    }
}

extension TextPosition {
    fileprivate func brought(by origin: Origin) -> TextPosition {
        TextPosition(line: line, column: column, origin: origin)
    }
}
