package import RollbackCore

/// Checklists of the manual level as Markdown.
package enum ChecklistText {
    /// - Parameter answers: those given so far.
    static func markdown(_ checklist: Checklist, _ answers: [ChecklistAnswer] = []) -> [String] {
        ["## \(title(checklist.moment))"] + checklist.groups.flatMap { group(checklist.moment, $0, answers) }
    }

    package static func title(_ moment: Checklist.Moment) -> String {
        switch moment {
        case .before: "Before the rollback"
        case .after: "After the rollback"
        }
    }

    private static func group(
        _ moment: Checklist.Moment, _ group: Checklist.Group, _ answers: [ChecklistAnswer]
    ) -> [String] {
        let lines = group.items.map { item in
            let answer = answers.last { ($0.moment, $0.item) == (moment, item) }
            let note = answer?.note.map { " – \(Markdown.text($0))" } ?? ""
            return "- [\(answer?.ticked == true ? "x" : " ")] \(Markdown.linked(item))\(note)"
        }
        return ["", "### \(Markdown.text(group.heading))", ""] + lines
    }
}
