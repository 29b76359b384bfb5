/// One object of a configuration file: its documentation, its example and its validation in one place.
protocol Section: Sendable {
    /// Its title in the reference page.
    static var heading: String { get }
    static var file: ConfigurationFile { get }
    /// The path to it: `service_dependencies.NAME`; empty for a whole file.
    static var path: String { get }
    static var about: String { get }
    /// Members of the file's object, without its braces, that show the section in use; empty when another's does.
    static var example: String { get }
    static var keys: [any AnyKey] { get }
    /// Nil when a required key is missing, which the reader has reported.
    init?(_ reader: SectionReader)
}

extension Section {
    /// The heading's anchor, as Markdown renderers make it.
    static var anchor: String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
            .split(separator: " ", omittingEmptySubsequences: false).joined(separator: "-")
    }
}
