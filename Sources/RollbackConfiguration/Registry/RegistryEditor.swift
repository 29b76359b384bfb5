package import RollbackCore

/// The registry of known good releases as the text that people edit, too.
package struct RegistryEditor: Sendable {
    private var text: JSONTextEditor

    /// - Parameter bytes: the file's; nil: there is none yet.
    package init(_ bytes: [UInt8]?) { text = JSONTextEditor(bytes ?? Array(Self.beginning.utf8)) }

    package var bytes: [UInt8] { text.bytes }

    private static let beginning = """
        {
          "version": "1.0.0",
          "description": "Registry of verified stable commits for rollback targets",

          "commits": []
        }

        """

    /// The entries that name a commit, by their places in the file.
    package func entries(naming commit: CommitID) throws -> [Int] {
        try entries().indices(where: { commit.rawValue.hasPrefix($0) })
    }

    /// The entries whose hash begins as a text does: also those whose commit is gone.
    package func entries(beginning text: String) throws -> [Int] {
        let text = text.lowercased()
        return try entries().indices(where: { $0.hasPrefix(text) || text.hasPrefix($0) })
    }

    /// Inserts it before the others.
    package mutating func add(_ entry: KnownGoodEntry, note: String? = nil) throws {
        let new = entry.written(note: note)
        let tree = try tree()
        if let commits = tree.member("commits") {
            text.insert(new.rendered, at: 0, in: .init(commits.value))
        } else {
            let member = (key: "commits", value: WrittenJSON.list([new]))
            let items = JSONTextEditor.Items(tree)
            text.insert({ WrittenJSON.member(member, $1)($0) }, at: items.each.count, in: items)
        }
    }

    package mutating func remove(_ index: Int) throws {
        guard let commits = try tree().member("commits") else { return }
        text.remove(index, of: .init(commits.value))
    }

    /// - Parameter mark: nil takes every mark away; else it is added to those that are there.
    package mutating func mark(_ index: Int, as mark: ReleaseMark?) throws {
        guard let mark else {
            for key in ReleaseMark.Kind.allCases.map(\.rawValue) + ["reason"] { try remove(key, of: index) }
            return
        }
        if let reason = mark.reason { try set("reason", .text(reason), of: index) }
        for kind in mark.kinds.reversed() { try set(kind.rawValue, .flag(true), of: index) }
    }

    /// A new key stands right behind the hash: the scripts that work without this program read an entry line by line.
    private mutating func set(_ key: String, _ value: WrittenJSON, of index: Int) throws {
        guard let entry = try element(index) else { return }
        if let member = entry.member(key) { return text.replace(member.value, with: value) }
        guard case .object(let members) = entry.value, let hash = members.firstIndex(where: { $0.key == "hash" }) else {
            return
        }
        text.insert({ WrittenJSON.member((key, value), $1)($0) }, at: hash + 1, in: .init(entry))
    }

    private mutating func remove(_ key: String, of index: Int) throws {
        guard let entry = try element(index), case .object(let members) = entry.value,
            let member = members.firstIndex(where: { $0.key == key })
        else { return }
        text.remove(member, of: .init(entry))
    }

    private func tree() throws -> LocatedJSON {
        do {
            return try LocatedJSON(parsing: bytes)
        } catch {
            throw Failure.configuration([ConfigurationProblem(Place(.knownGood, at: error.position), error.message)])
        }
    }

    private func elements() throws -> [LocatedJSON] {
        guard case .array(let elements) = try tree().member("commits")?.value.value else { return [] }
        return elements
    }

    private func element(_ index: Int) throws -> LocatedJSON? {
        let elements = try elements()
        return elements.indices.contains(index) ? elements[index] : nil
    }

    /// The entries' hashes, in the file's order.
    private func entries() throws -> [String] {
        try elements().map { entry in
            guard case .string(let hash) = entry.member("hash")?.value.value else { return "" }
            return hash.lowercased()
        }
    }
}

extension [String] {
    fileprivate func indices(where accept: (String) -> Bool) -> [Int] {
        indices.filter { !self[$0].isEmpty && accept(self[$0]) }
    }
}
