import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// Has the platform's own Alembic print what it would do. It is not connected to a database: that is its offline mode.
package struct AlembicPrinter: Sendable {
    private let processes: any ProcessRunning
    /// The checkout's top.
    private let root: String
    private let interpreter: String
    /// The platform's variables: `env.py` may want them to be there. They reach it by its standard input.
    private let environment: [String: String]
    private let limit: Duration

    package init(
        processes: any ProcessRunning, root: String, interpreter: String, environment: [String: String] = [:],
        limit: Duration = .seconds(30)
    ) {
        self.processes = processes
        self.root = root
        self.interpreter = interpreter
        self.environment = environment
        self.limit = limit
    }

    /// A folder of the project's is often called `alembic`, and must not be taken for the program.
    private static let script = """
        import json, os, sys
        sys.path[:] = [p for p in sys.path if p not in ("", os.getcwd())]
        os.environ.update(json.load(sys.stdin))
        from alembic.config import main
        main(argv=sys.argv[1:])
        """

    /// - Parameter range: `0005:0003`.
    /// - Returns: SQL, or why there is none.
    func downgrade(_ range: String, _ settings: AlembicSettings) async throws -> Printed {
        let folder = settings.folder.isEmpty ? root : "\(root)/\(settings.folder)"
        let command = Command(
            [interpreter, "-c", Self.script, "-c", "alembic.ini", "downgrade", range, "--sql"], in: folder,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        do {
            let result = try await processes.run(
                command, input: JSONEncoder().encode(environment), limit: limit)
            return result.succeeded ? .sql(result.text) : .nothing(why: Self.reason(result.text + result.errorText))
        } catch Failure.commandMissing {
            return .nothing(why: "\(interpreter) is not there")
        } catch Failure.timeLimit(_, let seconds) {
            return .nothing(why: "Alembic took longer than \(seconds) s to print it")
        }
    }

    enum Printed: Hashable {
        case sql(String)
        case nothing(why: String)
    }

    /// The exception, and the place in the migrations that it was raised at.
    private static func reason(_ said: String) -> String {
        // Alembic's own complaints stand behind what it has printed, and are broken into lines.
        if let own = said.firstRange(of: "FAILED: ") {
            let words = said[own.upperBound...].split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return words.firstRange(of: ". ").map { String(words[..<$0.lowerBound]) } ?? words
        }
        let lines = said.split(whereSeparator: \.isNewline)
        let why = lines.last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? "Alembic cannot print it"
        let place = lines.last { $0.contains("File \"") && $0.contains("/versions/") }
        guard let place, let file = place.split(separator: "\"").dropFirst().first?.split(separator: "/").last,
            let number = place.firstRange(of: "line ").map({ place[$0.upperBound...].prefix(while: \.isNumber) })
        else { return why }
        return "\(file):\(number): \(why)"
    }

    /// The platform's own Python, in a virtual environment beside its settings or above them (PEP 405).
    package static func interpreter(_ settings: AlembicSettings, root: String) -> String {
        var folders = [settings.folder]
        while let last = folders.last, !last.isEmpty {
            folders.append(last.split(separator: "/").dropLast().joined(separator: "/"))
        }
        let places = folders.flatMap { folder in
            [".venv", "venv", "env"].map { (folder.isEmpty ? root : "\(root)/\(folder)") + "/\($0)/bin/python" }
        }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "python3"
    }
}
