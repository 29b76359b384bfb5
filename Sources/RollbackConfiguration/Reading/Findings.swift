import RollbackCore

/// What turns up while one configuration is read. Mistakes are collected, so that all of them can be mended at once.
final class Findings {
    private(set) var mistakes: [Located<String>] = []
    private(set) var notes: [ConfigurationNote] = []
    private(set) var sources: [String: [Place]] = [:]

    /// More mistakes help nobody; the rest of a wrong file is not looked at closely.
    static let most = 100
    var isFull: Bool { mistakes.count >= Self.most }
    var problems: [ConfigurationProblem] { mistakes.map { ConfigurationProblem($0.place, $0.value) } }

    func problem(_ place: Place, _ message: String) {
        guard !isFull else { return }
        mistakes.append(Located(value: message, place: place))
    }

    /// Keys that an object has twice, anywhere in a tree.
    func duplicates(in json: LocatedJSON, of file: ConfigurationFile) {
        for duplicate in json.duplicateKeys() {
            var place = Place(file, at: duplicate.again)
            place.key = duplicate.key
            problem(place, "the key is given twice; first on line \(duplicate.first.line)")
        }
    }

    func note(_ place: Place, _ message: String) {
        notes.append(ConfigurationNote(place: place, message: message))
    }

    func read(_ place: Place) { sources[place.key, default: []].append(place) }

    /// In the order of the files' names and lines, however they were found.
    var sortedProblems: [ConfigurationProblem] {
        let sorted = problems.sorted {
            ($0.file, $0.line ?? 0, $0.column ?? 0) < ($1.file, $1.line ?? 0, $1.column ?? 0)
        }
        guard isFull, let last = sorted.last else { return sorted }
        return sorted + [
            ConfigurationProblem(file: last.file, message: "there may be more mistakes than these \(Self.most)")
        ]
    }

    var sortedNotes: [ConfigurationNote] {
        notes.sorted { ($0.place.file, $0.place.line) < ($1.place.file, $1.place.line) }
    }
}
