/// What `alembic.ini` says (Alembic's documentation, "The Migration Environment").
package struct AlembicSettings: Hashable, Sendable {
    /// From the top of the checkout.
    package var path: String
    /// Of `path`; empty for the top.
    package var folder: String
    /// Where `env.py` lies, from the top of the checkout.
    package var scripts: String
    /// Folders that hold revisions, from the top of the checkout.
    package var versions: [String]

    /// - Returns: nil when it names no folder of the checkout's.
    package init?(_ path: String, text: String) {
        self.path = path
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let values = Self.values(text)
        guard let scripts = Self.inside(folder, values["script_location"] ?? "alembic") else { return nil }
        (self.folder, self.scripts) = (folder, scripts)
        let named = values["version_locations"] ?? ""
        let listed = named.split { $0.isWhitespace || ",;:".contains($0) }.compactMap {
            Self.inside(folder, String($0))
        }
        versions = listed.isEmpty ? ["\(scripts)/versions"] : listed
    }

    /// The section `[alembic]`, as Python's configparser reads it, without what it works out.
    private static func values(_ text: String) -> [String: String] {
        var (values, isOurs): ([String: String], Bool) = ([:], false)
        for line in text.split(whereSeparator: \.isNewline) {
            let said = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if said.hasPrefix("[") { isOurs = said == "[alembic]" }
            guard isOurs, !said.hasPrefix("#"), !said.hasPrefix(";"), let sign = said.firstIndex(of: "=") else {
                continue
            }
            let key = said[..<sign].split(separator: " ").joined()
            let value = said[said.index(after: sign)...].split(separator: " ").joined(separator: " ")
            values[key] = value.split(separator: "%(here)s", omittingEmptySubsequences: false).joined(separator: ".")
        }
        return values
    }

    private static func inside(_ folder: String, _ path: String) -> String? {
        guard !path.hasPrefix("/"), !path.contains(":") else { return nil }
        var words = folder.split(separator: "/")
        for word in path.split(separator: "/") where word != "." {
            if word == ".." {
                if words.popLast() == nil { return nil }
            } else {
                words.append(word)
            }
        }
        return words.isEmpty ? nil : words.joined(separator: "/")
    }

    /// `version_table="…"` and `version_table_schema="…"` of `env.py`, where it says them in so many words.
    static func table(_ environment: String?, usual schema: String) -> TableName {
        func said(_ name: String) -> String? {
            guard let text = environment, let place = text.firstRange(of: "\(name)=")?.upperBound,
                let quote = text[place...].first, quote == "\"" || quote == "'"
            else { return nil }
            let rest = text[text.index(after: place)...]
            return rest.firstIndex(of: quote).map { String(rest[..<$0]) }
        }
        return TableName(
            schema: said("version_table_schema") ?? schema, name: said("version_table") ?? "alembic_version")
    }
}
