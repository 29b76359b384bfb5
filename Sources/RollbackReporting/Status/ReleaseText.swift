package import FoundationEssentials
package import RollbackCore

/// Releases as text.
package enum ReleaseText {
    package static func list(_ entries: [ListedRelease], now: Date) -> String {
        guard !entries.isEmpty else {
            return
                "No release was recorded here. Record what is checked out:\n  \(SuggestedCommand.releaseRecord.text)\n"
        }
        let width = entries.map { Columns.width(number($0)) }.max() ?? 0
        return entries.map { Columns.padded(number($0), to: width) + "  " + line($0, now) + "\n" }.joined()
    }

    private static func number(_ entry: ListedRelease) -> String {
        switch entry {
        case .release(let view): "\(view.number)"
        case .unusable(let number, _): "\(number)"
        }
    }

    private static func line(_ entry: ListedRelease, _ now: Date) -> String {
        switch entry {
        case .release(let view): SafeText.oneLine(([code(view, now)] + standing(view)).joined(separator: " · "))
        case .unusable(_, let failure):
            "CANNOT BE USED: " + SafeText.oneLine(FailureText.message(for: failure).happened[0])
        }
    }

    private static func code(_ view: ReleaseView, _ now: Date) -> String {
        view.commit.map { CommitText.line($0, now: now) } ?? "\(view.release.parts.commit.short) (not here any more)"
    }

    private static func standing(_ view: ReleaseView) -> [String] {
        [
            view.isCheckedOut ? "checked out" : nil, view.isKnownGood ? "known good" : nil,
            view.mark.map { RegistryWords.mark($0, loud: true) },
            view.places.values.contains(.gone) ? "a dependency set is gone" : nil,
        ].compactMap(\.self)
    }

    package static func show(_ view: ReleaseView, now: Date) -> String {
        let release = view.release
        let facts = LabelledLines.text([
            ("Release", ["\(view.number)"] + standing(view)), ("Code", [code(view, now)]),
            ("Dependencies", dependencies(view)), ("Environment", environment(view)),
            ("Schema", or(release.parts.schema.map(schema), "no migrations")),
            ("Artifacts", or(release.parts.artifacts.sorted { $0.key < $1.key }.map { "\($0): \($1)" }, "none")),
            ("Recorded", ["\(DateText.full(release.recordedAt, now: now)) by \(release.actor)"]),
            ("Reason", [release.reason].compactMap(\.self)), ("Digest", [release.id.rawValue]),
        ])
        return facts.joined(separator: "\n") + "\n"
    }

    private static func or(_ lines: [String], _ none: String) -> [String] { lines.isEmpty ? [none] : lines }

    private static func dependencies(_ view: ReleaseView) -> [String] {
        or(
            view.release.parts.dependencies.map { set in
                "\(title(set)): " + (view.places[set.key].map(place) ?? "not looked for")
            }, "no set that a lock file installs")
    }

    /// `pip 3f2a91c07d3b (requirements.txt)`.
    package static func title(_ set: DependencySet) -> String {
        "\(set.ecosystem) \(set.key.prefix(12)) (\(set.locks.joined(separator: ", ")))"
    }

    private static func place(_ place: ReleaseView.Place) -> String {
        switch place {
        case .kept(let path): "kept in \(path)"
        case .installed(let path): "was installed at \(path); no copy is kept"
        case .gone: "GONE: it would have to be built again"
        }
    }

    private static func schema(_ head: SchemaHead) -> String {
        "\(head.folder) (\(head.system)): \(head.heads.joined(separator: ", "))"
    }

    private static func environment(_ view: ReleaseView) -> [String] {
        guard let summary = view.release.environment else { return ["no environment file"] }
        let files = summary.files.sorted { $0.key < $1.key }.map { file, variables in
            "\(file): \(or(variables.keys.sorted(), "empty").joined(separator: ", "))"
        }
        let trouble = view.environmentTrouble.map { FailureText.message(for: $0).happened[0] }
        return files + [trouble ?? "sealed as \(summary.digest.short), and can be opened here"]
    }
}
