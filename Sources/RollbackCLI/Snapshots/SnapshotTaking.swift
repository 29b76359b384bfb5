import Dispatch
import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackFiles
import RollbackReporting
import RollbackSnapshots
import RollbackStore
import RollbackSystem
import Synchronization

/// Takes a snapshot of a platform. Facts are gathered while files are read; the writing is one thread's, which may wait.
struct SnapshotTaking: Sendable {
    let platform: Platform
    let progress: StepProgress

    /// Old ones go by the configured retention after it.
    /// - Throws: what the store fails with, and `SnapshotFailure.criticalDatabase`; what else of the platform cannot be
    ///   read is a part that is missing.
    func take(_ wish: SnapshotWish) async throws -> SnapshotView {
        let view = try await write(wish)
        guard wish.prunes else { return view }
        do {
            let retention = SnapshotRetention(platform: platform)
            let pruned = try await retention.prune(retention.rule)
            if !pruned.removed.isEmpty {
                progress(.doing("removing \(Words.count(pruned.removed.count, "old snapshot"))"))
            }
        } catch let error where !(error is CancellationError) {
            progress(.warning("old snapshots could not be removed: \(platform.effects.words(error))"))
        }
        return view
    }

    private func write(_ wish: SnapshotWish) async throws -> SnapshotView {
        let gathering = SnapshotGathering(platform: platform)
        let store = try platform.makeSnapshotStore()
        let facts = FactsInWaiting()
        async let gathered: Void = facts.give(gathering.facts())
        let taken = platform.effects.clock.wallTime().formatted(.iso8601)
        let (platform, progress) = (platform, progress)
        let view = try await BlockingWork.run {
            let work = try SnapshotWriting(platform: platform, progress: progress, store: store)
            var content = gathering.content()
            content.trees += wish.trees.filter { access($0.root, F_OK) == 0 }
            let (record, manifest) = try work.write(content, facts, wish, taken: taken)
            return SnapshotViews.view(record, manifest)
        }
        await gathered
        return view
    }
}

/// Facts that are gathered meanwhile, for a thread that may wait for them.
final class FactsInWaiting: Sendable {
    private let sources = Mutex<SnapshotSources?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func give(_ facts: SnapshotSources) {
        sources.withLock { $0 = facts }
        isThere.signal()
    }

    func wait() -> SnapshotSources {
        isThere.wait()
        isThere.signal()
        return sources.withLock { $0 ?? SnapshotSources() }
    }
}

/// The writing of one snapshot. Belongs to one thread.
struct SnapshotWriting {
    private let platform: Platform
    private let progress: StepProgress
    private let writer: SnapshotWriter
    /// The parts of the newest snapshot: what is as it was then is not read again.
    private let previous: [String: SnapshotPart]

    init(platform: Platform, progress: StepProgress, store: SnapshotStore) throws {
        self.platform = platform
        self.progress = progress
        writer = try store.writer()
        previous = try Self.newest(store, writer)
        writer.reserve = try DiskSpace.at(store.path).reserve
    }

    private static func newest(_ store: SnapshotStore, _ writer: SnapshotWriter) throws -> [String: SnapshotPart] {
        guard let newest = try store.records().records.last else { return [:] }
        do {
            // While nobody knows that it is damaged, what is the same would lead to the same damaged bytes: that is refused.
            let manifest = try writer.manifest(of: newest)
            return Dictionary(manifest.parts.map { ($0.name, $0) }) { first, _ in first }
        } catch let failure as Failure where failure.isDamageOfStore && store.isKnownToBeDamaged {
            // What is known to be damaged is kept anew.
            return [:]
        }
    }

    func write(
        _ content: SnapshotSources, _ facts: FactsInWaiting, _ wish: SnapshotWish, taken: String
    ) throws -> (SnapshotRecord, SnapshotManifest) {
        let read = try parts(of: content, wish)
        let manifest = SnapshotManifest(parts: try parts(ofFacts: facts.wait()) + read)
        let record = try writer.finish(
            manifest, reason: wish.reason, occasion: wish.occasion?.text, taken: taken, program: Version.text)
        return (record, manifest)
    }

    private func parts(ofFacts sources: SnapshotSources) throws -> [SnapshotPart] {
        let missing = sources.missing.sorted { $0.key < $1.key }.map { writer.missing($0.key, why: $0.value) }
        return try missing
            + sources.facts.sorted { $0.key < $1.key }.map {
                try writer.put(facts: JSONText.data($0.value), named: $0.key)
            }
    }

    private func parts(of sources: SnapshotSources, _ wish: SnapshotWish) throws -> [SnapshotPart] {
        var parts = try sources.files.sorted { $0.key < $1.key }.map { try file($0.key, $0.value) }
        var databases = sources.databases
        for tree in sources.trees {
            let (part, found) = try self.tree(tree)
            parts.append(part)
            databases += found.filter { new in !databases.contains { $0.address == new.address } }
        }
        for database in Self.named(databases) {
            let missing = wish.withoutDatabases.map { writer.missing(database.name, why: $0) }
            parts.append(try missing ?? self.database(database))
        }
        if wish.withoutDatabases == nil { try refuseWithoutCritical(parts) }
        return parts
    }

    /// What is critical must be there, and must have been found at all.
    private func refuseWithoutCritical(_ parts: [SnapshotPart]) throws {
        let found = parts.filter { $0.name.hasPrefix(SnapshotSources.database) }
        for name in platform.configuration.settings.criticalDatabases {
            let own = found.filter { name == "*" || $0.name == SnapshotSources.database + name }
            if let missing = own.first(where: { $0.kind == .missing }) {
                let title = String(missing.name.dropFirst(SnapshotSources.database.count))
                throw Failure.snapshot(.criticalDatabase(name: title, why: missing.why ?? "it could not be read"))
            }
            guard own.isEmpty else { continue }
            throw Failure.snapshot(.criticalDatabase(name: name, why: "there is no database of that name"))
        }
    }

    /// Two databases may be called the same.
    private static func named(_ databases: [SnapshotSources.Database]) -> [SnapshotSources.Database] {
        var taken: [String: Int] = [:]
        return databases.map { database in
            var database = database
            taken[database.name, default: 0] += 1
            if let count = taken[database.name], count > 1 { database.name += "-\(count)" }
            return database
        }
    }

    private func file(_ name: String, _ path: String) throws -> SnapshotPart {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor != -1 else { return writer.missing(name, why: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        return try writer.put(stream: descriptor, named: name)
    }

    /// - Returns: also the SQLite databases in it, which were left out: copied while they are written to, their files would
    ///   be worth nothing.
    private func tree(_ tree: SnapshotSources.Tree) throws -> (SnapshotPart, [SnapshotSources.Database]) {
        progress(.doing("keeping \(tree.name)"))
        let filter = TreeFilter(tree)
        let request = TreeRequest(tree.name, root: tree.root, previous: previous[tree.name]) {
            filter.excludes($0, isFolder: $1)
        }
        do {
            return (try writer.put(tree: request).part, filter.databases)
        } catch Failure.file(let path, let doing, let number) where path == tree.root {
            return (writer.missing(tree.name, why: "\(doing): \(String(cString: strerror(number)))"), [])
        }
    }

    private func database(_ database: SnapshotSources.Database) throws -> SnapshotPart {
        progress(.doing("keeping \(database.name)"))
        do {
            switch database.address {
            case .sqlite(let path): return try sqlite(path, named: database.name)
            case .postgres(let address): return try postgres(address, named: database.name)
            }
        } catch let trouble as DatabaseTrouble {
            return writer.missing(database.name, why: masked(trouble.why, database.address))
        }
    }

    /// What `pg_dump` says of a failure may repeat the address with its password.
    private func masked(_ why: String, _ address: DatabaseAddress) -> String {
        guard case .postgres(let address) = address, let password = address.password else {
            return platform.access.mask(why)
        }
        return SecretMask([password]).masked(platform.access.mask(why))
    }

    private func sqlite(_ path: String, named name: String) throws -> SnapshotPart {
        // One name: what a kill has left is gone with the next snapshot. The platform's lock keeps others away.
        let copy = "\(platform.state.path)/snapshot.db"
        func remove() { for suffix in ["", "-journal", "-wal"] { unlink(copy + suffix) } }
        remove()
        defer { remove() }
        try SQLiteCopy.copy(path, to: copy)
        return try file(name, copy)
    }

    /// The longest that a dump may take, in seconds.
    private static let patience = 3600.0

    private func postgres(_ address: PostgresAddress, named name: String) throws -> SnapshotPart {
        let stream = DumpStream(processes: platform.effects.processes, folder: platform.state.path)
        let dump = try stream.begin(address, limit: .seconds(Self.patience))
        let (part, ending) = try writer.put(
            stream: dump.descriptor, named: name, ending: PostgresDump.ending)
        try dump.finish(ending: ending)
        return part
    }
}

extension DiskSpace {
    /// What a snapshot leaves free: a twentieth of the disk, at most 1 GiB.
    fileprivate var reserve: Int { min(total / 20, 1 << 30) }
}
