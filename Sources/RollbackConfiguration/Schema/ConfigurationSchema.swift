import RollbackCore

/// The JSON Schema of each file (draft 2020-12), made from the sections that also read it: for editors, which complete
/// and check while somebody types. Some mistakes only lastgood itself can see.
package enum ConfigurationSchema {
    package static func text(of file: ConfigurationFile) throws -> String {
        guard let section = file.section else { return "" }
        var writer = SchemaWriter()
        let text = try JSONText.data(JSONValue.object(writer.document(section)), pretty: true)
        return String(decoding: text, as: UTF8.self) + "\n"
    }
}
