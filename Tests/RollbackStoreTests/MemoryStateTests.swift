import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

/// One platform, whose state is on the disk or in memory.
struct MemoryStateTests {
    private let place: MemoryPlace
    private var disk: StateDirectory { place.disk }
    private var memory: StateDirectory { place.memory }
    init() throws { place = try MemoryPlace() }

    /// Whoever acts on the one keeps off whoever acts on the other, and is named.
    @Test(arguments: [true, false])
    func bothAreOneLock(memoryFirst: Bool) throws {
        try memory.prepare(program: "0.1.0")
        let (first, second) = memoryFirst ? (memory, disk) : (disk, memory)
        let owner = Sample.owner(process: getpid())
        let lock = try PlatformLock.acquire(first, as: owner)
        #expect(PlatformLock.isHeld(second))
        #expect(throws: Failure.locked(owner)) {
            _ = try PlatformLock.acquire(second, as: Sample.owner(process: getpid(), user: "kim"))
        }
        _ = consume lock
        #expect(!PlatformLock.isHeld(second))
    }

    @Test func numbersGoOnFromOneToTheOther() throws {
        #expect(try disk.beginRun() == RunID(1))
        try memory.prepare(program: "0.1.0")
        #expect(try memory.beginRun() == RunID(2))
        #expect(MemoryState.newest(for: disk) == memory)
        #expect(disk.place(of: RunID(2)) == memory && memory.place(of: RunID(1)) == disk)
        #expect(disk.place(of: RunID(9)) == disk)
        #expect(try disk.beginRun() == RunID(3))
        #expect(MemoryState.newest(for: disk) == disk)
    }

    @Test func theNewestRunsPinHoldsWhereverItIs() throws {
        try memory.prepare(program: "0.1.0")
        try PinFile(memory).write(pin(of: 2))
        #expect(try PinFile(disk).read()?.run == RunID(2))
        try PinFile(disk).write(pin(of: 3))
        #expect(try PinFile(memory).read()?.run == RunID(3) && PinFile(disk).read()?.run == RunID(3))
        try PinFile(disk).restore(nil)
        #expect(try PinFile(disk).raw() == nil && PinFile(disk).read()?.run == RunID(2))
    }

    private func pin(of run: Int) -> Pin {
        var pin = Sample.pin
        pin.run = RunID(run)
        return pin
    }

    enum Stranger: CaseIterable { case open, link, file, another }

    /// Everybody may write where the folder is made.
    @Test(arguments: Stranger.allCases)
    func aFolderThatSomebodyElsePutThereIsRefused(stranger: Stranger) throws {
        let folder = memory.anchor
        switch stranger {
        case .open:
            mkdir(folder, 0o700)
            chmod(folder, 0o777)
        case .link: symlink(place.folder.path, folder)
        case .file: try put(Data(), folder)
        case .another:
            guard geteuid() == 0 else { return }
            mkdir(folder, 0o700)
            chown(folder, 65534, 65534)
        }
        #expect(throws: Failure.folderNotOurs(path: folder)) { try memory.prepare(program: "0.1.0") }
        #expect(MemoryState.existing(for: disk) == nil && disk.twin == nil)
        #expect(try names(place.folder.path) == ["state"])
    }

    /// A run lets the repository's owner pass through, and it stays ours.
    @Test func aFolderToPassThroughIsStillOurs() throws {
        try memory.prepare(program: "0.1.0")
        chmod(memory.anchor, 0o710)
        try memory.prepare(program: "0.1.0")
        #expect(disk.twin == memory && memory.twin == disk)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root"))
    func aDiskWithoutFilesLeftTakesNoRun() throws {
        let small = try SmallDisk(kilobytes: 8192, files: 40)
        #expect(MemoryState.isNeeded(for: StateDirectory(path: small.folder.file("state"))))
        let large = try SmallDisk(kilobytes: 8192, files: 400)
        #expect(!MemoryState.isNeeded(for: StateDirectory(path: large.folder.file("state"))))
    }
}

/// State on the disk, and where it would be in memory; both are gone afterwards.
final class MemoryPlace: Sendable {
    let folder: ScratchFolder
    let disk: StateDirectory
    let memory: StateDirectory

    init() throws {
        folder = try ScratchFolder()
        disk = StateDirectory(path: folder.file("state"))
        try disk.prepare(program: "0.1.0")
        guard let memory = MemoryState.directory(for: disk) else { throw Failure.noRun("no memory") }
        self.memory = memory
    }

    deinit { try? FileManager.default.removeItem(atPath: memory.anchor) }
}
