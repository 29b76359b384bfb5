import RollbackCore
import RollbackProject

/// A project as a dictionary: path → text.
struct MemoryFiles: ProjectFiles {
    var texts: [String: String]
    init(_ texts: [String: String]) { self.texts = texts }
    var paths: [String] { texts.keys.filter { !$0.hasPrefix(".git/") }.sorted() }
    func text(_ path: String) -> String? { texts[path] }
}

extension ProjectDetection {
    init(_ texts: [String: String], running: [RunningService] = [], known: [Service] = []) {
        self.init(MemoryFiles(texts), root: "/srv/shop", running: running, known: known)
    }

    func service(_ name: String) -> ServiceGuess? { services.first { $0.name == name } }
    var names: [String] { services.map(\.name) }
    func reasons(_ name: String) -> String {
        guesses.filter { $0.name == name }.flatMap(\.reasons).joined(separator: "\n")
    }
}
