import RollbackCore

/// A run's report as one HTML file that needs nothing else: no script, no request, light and dark, phone or desk.
package enum HTMLReport {
    package static func text(_ report: RunReport) -> String { page(report).text }

    /// The policy forbids everything but the style, should an escape ever be missing.
    private static func page(_ report: RunReport) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(report.title): \(report.headline)</title>
        <style>
        \(HTMLStyle.sheet)
        </style>
        </head>
        <body>
        <main>
        <h1>\(report.title)</h1>
        \(head(report))
        \(sections(report))
        </main>
        </body>
        </html>

        """
    }

    private static func head(_ report: RunReport) -> HTML {
        let tone = OutcomeText.tone(report.end?.outcome ?? .interrupted)
        let reasons = report.end?.reasons.map { "<li>\(Words.sentence($0))</li>" as HTML } ?? []
        let restored = report.restoredAfter.map {
            "<p class=\"restored\">✓ \(EventText.restored(after: $0))</p>" as HTML
        }
        return """
            <p class="outcome \(tone.rawValue)">\(tone.mark) \(report.headline)</p>
            \(restored ?? HTML(""))
            \(HTML.when(!reasons.isEmpty, "<ul>\(reasons)</ul>"))
            """
    }

    private static func sections(_ report: RunReport) -> [HTML] {
        let facts = report.facts.map { "<dt>\($0.label)</dt><dd>\($0.value)</dd>" as HTML }
        return [
            section("What to do next", report.next.map(HTMLSections.next)),
            section("Contacts", HTMLSections.contacts(report.contacts)),
            section("Warnings", HTMLSections.list(report.warnings, "warning")),
            section("Facts", facts.isEmpty ? [] : ["<dl>\(facts)</dl>"]),
            section("Steps", report.steps.map { HTMLSections.step($0, total: report.seconds) }),
            section("Proved", HTMLSections.list(report.proved.map(MarkdownReport.proved), "proved")),
            section("Evidence", report.checks.map(HTMLSections.check)),
            section("Seen before acting", report.symptoms.map(HTMLSections.symptom)),
            section("Suspects", HTMLSections.list(report.suspects.map(CommitText.suspect), "suspect")),
            section("Timeline", report.timeline.map(HTMLSections.entry)),
        ]
    }

    private static func section(_ heading: String, _ content: [HTML]) -> HTML {
        content.isEmpty ? "" : "<section>\n<h2>\(heading)</h2>\n\(content)\n</section>"
    }
}
