import Crypto
import FoundationEssentials

/// What a database's catalog says of its schema, without anything of the program's own: what is parked, and the tables
/// that say so, are not in it. Two databases with equal facts have the same schema.
package struct CatalogFacts: Hashable, Codable, Sendable {
    /// What the catalog says of an object, in the server's own words, by what it is about: a column's `type`, `null`,
    /// `default`, `generated`; an index's, constraint's or view's `definition`.
    package typealias Definition = [String: String]

    package private(set) var objects: [CatalogObject: Definition]

    package init(_ objects: [CatalogObject: Definition] = [:]) { self.objects = objects }

    package subscript(_ object: CatalogObject) -> Definition? {
        get { objects[object] }
        set { objects[object] = newValue }
    }

    /// Objects of a table, without the table itself.
    package func parts(of table: TableName) -> [CatalogObject] {
        objects.keys.filter { $0.kind != .table && $0.owner == table }.sorted()
    }

    /// SHA-256 of all of it, in hexadecimal digits. Lengths stand before the texts, so no two sets of facts read alike.
    package var digest: String {
        // In one piece: ten thousand small ones take several times as long.
        var bytes: [UInt8] = []
        for (object, definition) in objects.sorted(by: { $0.key < $1.key }) {
            let words = [object.kind.rawValue, object.schema, object.table ?? "", object.name]
            let rest = definition.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
            for word in words + ["\(rest.count)"] + rest {
                bytes += "\(word.utf8.count):".utf8
                bytes += word.utf8
            }
        }
        return SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    package init(from decoder: any Decoder) throws {
        let rows = try [Row](from: decoder)
        objects = Dictionary(rows.map { ($0.object, $0.definition) }, uniquingKeysWith: { $1 })
    }

    /// A list in order: a dictionary with such keys has no place in JSON.
    package func encode(to encoder: any Encoder) throws {
        try objects.sorted { $0.key < $1.key }.map { Row(object: $0.key, definition: $0.value) }.encode(to: encoder)
    }

    private struct Row: Codable {
        var object: CatalogObject
        var definition: Definition
    }
}
