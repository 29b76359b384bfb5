import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Where everything durable of one platform lives: `lastgood/` in the repository's git directory, or `.lastgood/`
/// at the root without git. One value that knows every path; see docs/formats.md.
package struct StateDirectory: Hashable, Sendable {
    package static let version = 1
    package let path: String

    package init(path: String) { self.path = path }

    /// The folder that the state lies in; it exists whether or not anything can be written, so it is what is locked.
    package var anchor: String { FileCall.parent(of: path) ?? "/" }
    /// Who holds the lock, in words.
    package var lockPath: String { "\(path)/lock" }
    package var requestPath: String { "\(path)/lock-wanted" }
    package var pinPath: String { "\(path)/pin.json" }
    package var versionPath: String { "\(path)/version.json" }
    package var runsPath: String { "\(path)/runs" }
    package var plansPath: String { "\(path)/plans" }
    package var servicesPath: String { "\(path)/services" }
    package var dependenciesPath: String { "\(path)/dependencies" }

    package func runPath(_ run: RunID) -> String { "\(runsPath)/\(run.number)" }
    package func journalPath(_ run: RunID) -> String { "\(runPath(run))/journal" }
    package func eventsPath(_ run: RunID) -> String { "\(runPath(run))/events.jsonl" }

    private struct Version: Codable {
        var version: Int
        var neededBy: String
    }

    /// Refuses state that a newer program wrote; nothing is created.
    package func check() throws {
        guard let data = try FileCall.read(versionPath) else { return }
        guard let found = try? JSONText.decode(Version.self, from: data) else {
            throw Failure.stateUnreadable(path: versionPath, why: "it is not {\"version\": number}")
        }
        guard found.version <= Self.version else {
            throw Failure.stateFromNewerVersion(path: path, version: found.version, known: Self.version)
        }
    }

    /// Makes the folders, readable by nobody else.
    package func prepare(program: String) throws {
        try check()
        for folder in [runsPath, plansPath, servicesPath, dependenciesPath] { try FileCall.makeDirectory(folder) }
        if access(versionPath, F_OK) != 0 {
            try AtomicFile.write(JSONText.data(Version(version: Self.version, neededBy: program)), to: versionPath)
        }
    }

    /// All runs that have a folder, oldest first.
    package func runs() throws -> [RunID] {
        try FileCall.names(in: runsPath).compactMap { Int($0).map(RunID.init) }.sorted()
    }

    /// Makes the next run's folder. Call only while holding the lock.
    package func beginRun() throws -> RunID {
        let run = RunID((try runs().last?.number ?? 0) + 1)
        try FileCall.makeDirectory(runPath(run))
        try FileCall.syncDirectory(runsPath)
        return run
    }
}
