import RollbackCore

/// The lines of releases.
extension JSONLines {
    package static func release(_ view: ReleaseView) -> JSONLine {
        let release = view.release
        return JSONLine(
            "release",
            [
                "number": .string("\(view.number)"), "id": .string(release.id.rawValue),
                "commit": .string(release.parts.commit.rawValue), "subject": .text(view.commit?.subject),
                "present": .bool(view.commit != nil), "checkedOut": .bool(view.isCheckedOut),
                "knownGood": .bool(view.isKnownGood), "mark": mark(view.mark),
                "dependencies": .array(release.parts.dependencies.map { dependency($0, view) }),
                "environment": environment(view), "schema": .array(release.parts.schema.map(schema)),
                "artifacts": .object(release.parts.artifacts.mapValues { .string($0) }),
                "recordedAt": .string(DateText.iso(release.recordedAt)), "actor": .string(release.actor),
                "reason": .text(release.reason),
            ])
    }

    package static func release(_ entry: ListedRelease) -> JSONLine {
        switch entry {
        case .release(let view): release(view)
        case .unusable(let number, let failure):
            JSONLine(
                "release",
                [
                    "number": .string("\(number)"),
                    "unusable": .string(FailureText.message(for: failure).happened.joined(separator: " ")),
                ])
        }
    }

    /// - Parameter notes: what is not as good as it could be.
    package static func recorded(_ view: ReleaseView, isNew: Bool, notes: [String]) -> JSONLine {
        var line = release(view)
        line.fields["isNew"] = .bool(isNew)
        line.fields["notes"] = .texts(notes)
        return line
    }

    package static func releaseDifference(_ comparison: ReleaseComparison) -> JSONLine {
        let parts = comparison.parts
        return JSONLine(
            "release-difference",
            [
                "from": .string("\(comparison.old.number)"), "to": .string("\(comparison.new.number)"),
                "gained": .array(comparison.gained.map(JSONValue.commit)),
                "lost": .array(comparison.lost.map(JSONValue.commit)),
                "files": .array(
                    comparison.files.map { .object(["status": .string($0.status), "path": .string($0.path)]) }),
                "dependencies": changes(parts.dependencies),
                "environment": parts.environmentIsComparable ? changes(parts.environment) : .null,
                "schema": changes(parts.schema), "artifacts": changes(parts.artifacts),
            ])
    }

    private static func changes(_ changes: [ReleaseDifference.Change]) -> JSONValue {
        .array(changes.map { .object(["name": .string($0.name), "old": .text($0.old), "new": .text($0.new)]) })
    }

    private static func dependency(_ set: DependencySet, _ view: ReleaseView) -> JSONValue {
        let (state, path): (String, String?) =
            switch view.places[set.key] {
            case .kept(let path): ("kept", path)
            case .installed(let path): ("installed", path)
            case .gone, nil: ("gone", nil)
            }
        return .object([
            "ecosystem": .string(set.ecosystem), "key": .string(set.key), "locks": .texts(set.locks),
            "state": .string(state), "path": .text(path),
        ])
    }

    private static func environment(_ view: ReleaseView) -> JSONValue {
        guard let summary = view.release.environment else { return .null }
        return .object([
            "digest": .string(summary.digest.rawValue), "key": .string(summary.key),
            "files": .object(summary.files.mapValues { .object($0.mapValues { .string($0) }) }),
            "trouble": .text(view.environmentTrouble.map { FailureText.message(for: $0).happened[0] }),
        ])
    }

    private static func schema(_ head: SchemaHead) -> JSONValue {
        .object(["folder": .string(head.folder), "system": .string(head.system), "heads": .texts(head.heads)])
    }
}
