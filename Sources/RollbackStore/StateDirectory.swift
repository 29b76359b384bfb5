import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Where everything durable of one platform lives: `lastgood/` in the repository's git directory, or `.lastgood/`
/// at the root without git. One value that knows every path; see docs/formats.md.
package struct StateDirectory: Hashable, Sendable {
    package static let version = 1
    package let path: String
    /// Of state in memory: where it would lie on the disk.
    package let diskPath: String?

    package init(path: String, diskPath: String? = nil) {
        self.path = path
        self.diskPath = diskPath
    }

    package var isInMemory: Bool { diskPath != nil }
    /// The same platform's state on its disk.
    package var onDisk: StateDirectory { diskPath.map { StateDirectory(path: $0) } ?? self }
    /// Where else this platform has state: on the disk for state in memory, and the other way round.
    package var twin: StateDirectory? { isInMemory ? onDisk : MemoryState.existing(for: self) }

    /// Where a run is kept, here or there; here when it is nowhere.
    package func place(of run: RunID) -> StateDirectory {
        guard access(runPath(run), F_OK) != 0, let twin, access(twin.runPath(run), F_OK) == 0 else { return self }
        return twin
    }

    /// Bytes that are free for us on its disk; nil when nobody can say.
    package var free: Int? {
        var space = statvfs()
        guard statvfs(access(path, F_OK) == 0 ? path : anchor, &space) == 0 else { return nil }
        return Int(clamping: space.f_bavail * UInt(space.f_frsize))
    }

    /// The folder that the state lies in.
    package var anchor: String { FileCall.parent(of: path) ?? "/" }
    /// The folder that is locked. It exists whether or not anything can be written; and it is the one on the disk also
    /// for state in memory, of whichever user: they all change the same platform.
    package var lockAnchor: String { onDisk.anchor }
    /// Who holds the lock, in words.
    package var lockPath: String { "\(path)/lock" }
    package var requestPath: String { "\(path)/lock-wanted" }
    package var pinPath: String { "\(path)/pin.json" }
    package var versionPath: String { "\(path)/version.json" }
    package var runsPath: String { "\(path)/runs" }
    package var plansPath: String { "\(path)/plans" }
    package var servicesPath: String { "\(path)/services" }
    package var dependenciesPath: String { "\(path)/dependencies" }
    package var releasesPath: String { "\(path)/releases" }
    package var environmentsPath: String { "\(path)/environments" }

    package func runPath(_ run: RunID) -> String { "\(runsPath)/\(run.number)" }
    package func journalPath(_ run: RunID) -> String { "\(runPath(run))/journal" }
    package func eventsPath(_ run: RunID) -> String { "\(runPath(run))/events.jsonl" }

    private struct Version: Codable {
        var version: Int
        /// The lastgood that made the directory.
        var neededBy: String?
    }

    /// Refuses state that a newer program wrote; nothing is created.
    package func check() throws {
        guard let data = try FileCall.read(versionPath) else { return }
        guard let found = try? JSONText.decode(Version.self, from: data) else {
            throw Failure.stateUnreadable(path: versionPath, why: "it is not {\"version\": number}")
        }
        guard found.version <= Self.version else {
            throw Failure.stateFromNewerVersion(
                path: path, version: found.version, known: Self.version, neededBy: found.neededBy)
        }
    }

    /// Makes the folders, readable by nobody else.
    package func prepare(program: String) throws {
        try check()
        if isInMemory { try MemoryState.secure(anchor) }
        for folder in [runsPath, plansPath, servicesPath, dependenciesPath] { try FileCall.makeDirectory(folder) }
        if access(versionPath, F_OK) != 0 {
            try AtomicFile.write(JSONText.data(Version(version: Self.version, neededBy: program)), to: versionPath)
        }
    }

    /// All runs that have a folder, oldest first.
    package func runs() throws -> [RunID] {
        try FileCall.names(in: runsPath).compactMap { Int($0).map(RunID.init) }.sorted()
    }

    /// Makes the next run's folder. Call only while holding the lock. Numbers go on from the disk to memory and back,
    /// so that they tell the order of all runs.
    package func beginRun() throws -> RunID {
        let elsewhere = (try? twin?.runs().last?.number) ?? 0
        let run = RunID(max(try runs().last?.number ?? 0, elsewhere) + 1)
        try FileCall.makeDirectory(runPath(run))
        try FileCall.syncDirectory(runsPath)
        return run
    }
}
