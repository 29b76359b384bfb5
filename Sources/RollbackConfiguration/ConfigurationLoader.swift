import RollbackCore

/// Reads a platform's configuration.
package enum ConfigurationLoader {
    /// Reads `rollback/config/` under the root. Files that are not there say nothing; without any, the result is
    /// what holds on the first day.
    /// - Throws: `Failure.configuration` with every mistake of every file, `Failure.dependencyCycle`,
    ///   `Failure.file` for a file that is there and cannot be read.
    package static func load(root: String) throws -> PlatformConfiguration {
        var texts: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases {
            texts[file] = try ConfigurationBytes.read(file, root: root)
        }
        return try configuration(root: root, texts)
    }

    /// The first file's part alone, for its contacts: in an emergency a mistake elsewhere must not hide them. Nil when
    /// that part cannot be read either.
    package static func contacts(root: String) -> PlatformConfiguration? {
        guard let text = (try? ConfigurationBytes.read(.rollback, root: root)) ?? nil else { return nil }
        return try? configuration(root: root, [.rollback: text])
    }

    /// The same from the files' bytes; touches nothing.
    package static func configuration(root: String, _ texts: [ConfigurationFile: [UInt8]]) throws
        -> PlatformConfiguration
    {
        let findings = Findings()
        let root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        return try ConfigurationAssembly(
            root: root, rollback: section(of: texts, findings), endpoints: section(of: texts, findings),
            knownGood: section(of: texts, findings), findings: findings
        ).configuration()
    }

    /// Nil without the file, and for one that is not JSON, which is reported.
    private static func section<Whole: Section>(of texts: [ConfigurationFile: [UInt8]], _ findings: Findings) -> Whole?
    {
        guard let text = texts[Whole.file] else { return nil }
        do {
            let json = try LocatedJSON(parsing: text)
            reportDuplicates(json, findings)
            let place = Place(Whole.file, at: json.position)
            return Kind<Whole>.section.read(Spot(json: json, place: place), findings)
        } catch {
            findings.problem(Place(Whole.file, at: error.position), error.message)
            return nil
        }

        func reportDuplicates(_ json: LocatedJSON, _ findings: Findings) {
            for duplicate in json.duplicateKeys() {
                var place = Place(Whole.file, at: duplicate.again)
                place.key = duplicate.key
                findings.problem(place, "the key is given twice; first on line \(duplicate.first.line)")
            }
        }
    }
}

extension Place {
    fileprivate init(_ file: ConfigurationFile, at position: TextPosition) {
        self.init(file: file.path, line: position.line, column: position.column, key: "")
    }
}
