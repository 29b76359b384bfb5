/// Which changes of a column's type lose nothing, whatever is in it.
enum TypeWidening {
    private static let numbers = ["smallint", "integer", "bigint", "numeric"]
    /// As people and `format_type` call the same type.
    private static let names = [
        "int": "integer", "int4": "integer", "int2": "smallint", "int8": "bigint", "float4": "real",
        "float8": "double precision", "varchar": "character varying", "decimal": "numeric", "bool": "boolean",
        "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
    ]

    /// - Parameters: types as the catalog or a statement writes them.
    static func keeps(_ old: String, as new: String) -> Bool {
        let (old, new) = (parsed(old), parsed(new))
        if old == new { return true }
        if new.name == "text" || new.name == "character varying" && new.sizes.isEmpty {
            return ["character varying", "text"].contains(old.name)
        }
        if new.name == "character varying", old.name == new.name, let most = new.sizes.first {
            return old.sizes.first.map { $0 <= most } ?? false
        }
        if let from = numbers.firstIndex(of: old.name), let to = numbers.firstIndex(of: new.name) {
            return from < to && new.sizes.isEmpty
        }
        return old.name == "real" && new.name == "double precision"
            || old.name == "date" && new.name == "timestamp without time zone"
    }

    private static func parsed(_ type: String) -> (name: String, sizes: [Int]) {
        let text = type.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"), open < close else {
            return (names[text] ?? text, [])
        }
        let sizes = text[text.index(after: open)..<close].split(separator: ",").compactMap {
            Int($0.filter { $0 != " " })
        }
        let head = text[..<open].split(separator: " ").joined(separator: " ")
        let tail = text[text.index(after: close)...].split(separator: " ").joined(separator: " ")
        let name = tail.isEmpty ? head : "\(head) \(tail)"
        return (names[name] ?? name, sizes)
    }
}
