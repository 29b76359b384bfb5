import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

/// A file system of a few pages, which only root can mount.
final class SmallDisk {
    let folder: ScratchFolder

    init(kilobytes: Int, files: Int = 0) throws {
        folder = try ScratchFolder()
        guard mount("lastgood-test", folder.path, "tmpfs", 0, "size=\(kilobytes)k,nr_inodes=\(files)") == 0 else {
            throw Failure.file(path: folder.path, doing: "mount", errno: errno)
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    /// Takes what is left.
    func fill() {
        let descriptor = open(folder.file("filling"), O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 1, count: 4096)
        while Glibc.write(descriptor, page, page.count) > 0 {}
    }

    /// Mounting needs root, and a container may forbid it all the same.
    static var isPossible: Bool { (try? SmallDisk(kilobytes: 64)) != nil }
}

@Suite(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root"))
struct FullDiskTests {
    /// The room reserved at the beginning lets a run close on a disk that has filled up meanwhile.
    @Test func aJournalClosesOnAFullDisk() async throws {
        let disk = try SmallDisk(kilobytes: 512)
        let path = disk.folder.file("journal")
        let file = try JournalFile.create(path, wallTime: { Sample.time })
        disk.fill()
        for number in 1...100 { try await file.append(Sample.entry(number)) }
        #expect(try JournalReader.read(path)?.entries == (1...100).map(Sample.entry))
    }

    /// Once a write has failed nothing is acknowledged any more, even when there is room again.
    @Test func aFullDiskPoisonsTheJournal() async throws {
        let disk = try SmallDisk(kilobytes: 512)
        let path = disk.folder.file("journal")
        let file = try JournalFile.create(path, wallTime: { Sample.time })
        disk.fill()
        var acknowledged = 0
        let long = String(repeating: "x", count: 4000)
        await #expect(throws: Failure.journalPoisoned(path: path)) {
            while acknowledged < 1000 {
                try await file.append(.direction(.forward, asked: false, why: long))
                acknowledged += 1
            }
        }
        unlink(disk.folder.file("filling"))
        await #expect(throws: Failure.journalPoisoned(path: path)) { try await file.append(Sample.entry(1)) }
        #expect(acknowledged > 10)
        #expect(try JournalReader.read(path)?.records.count == acknowledged)
    }

    @Test func aJournalThatCannotBeBegunSaysSo() async throws {
        let disk = try SmallDisk(kilobytes: 64)
        let path = disk.folder.file("journal")
        #expect(throws: Failure.file(path: path, doing: "reserve room for the journal", errno: ENOSPC)) {
            _ = try JournalFile.create(path, wallTime: { Sample.time })
        }
    }

    /// The lock holds without its text: a full disk keeps nobody from a rollback.
    @Test func theLockIsTakenOnAFullDisk() throws {
        let disk = try SmallDisk(kilobytes: 64)
        disk.fill()
        let state = StateDirectory(path: disk.folder.file("state"))
        let lock = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
        #expect(PlatformLock.isHeld(state))
        _ = consume lock
        #expect(!PlatformLock.isHeld(state))
    }
}
