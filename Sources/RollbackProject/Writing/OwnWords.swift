/// A person's own words below a generated document: everything after the mark.
enum OwnWords {
    static let mark = "<!-- yours -->"
    static let invitation = """
        \(mark)

        *Everything below the line above is yours: `lastgood init --update` keeps it.*

        """

    /// Cuts a document at its first mark, which stays with what is below; without one all of it is above.
    static func cut(_ text: String) -> (above: Substring, below: Substring) {
        guard let range = text.firstRange(of: mark) else { return (text[...], "") }
        return (text[..<range.lowerBound], text[range.lowerBound...])
    }

    /// The new text above the words that a person put below the old one.
    static func kept(from old: String, in new: String) -> String {
        let below = cut(old).below
        return below.isEmpty ? new : String(cut(new).above + below)
    }
}
