import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Files that Git LFS keeps outside git: the checkout has their content, git a pointer, and `.git/lfs` both.
struct LFSFiles: Sendable {
    let git: GitRepository

    private func stored(_ pointer: LFSPointer) -> String { pointer.path(in: "\(git.commonFolder)/lfs/objects") }

    /// A checkout without Git LFS has pointers where the content should be, and goes on with pointers.
    private func hasPointerHere(_ path: TreePath) -> Bool {
        let full = "\(git.root)/\(path)"
        guard let facts = FileCall.facts(full), facts.st_size < LFSPointer.longest, let data = try? FileCall.read(full)
        else { return false }
        return LFSPointer(data) != nil
    }

    /// Whether the checkout has exactly this content already.
    func isHere(_ pointer: LFSPointer, _ path: TreePath) -> Bool {
        let full = "\(git.root)/\(path)"
        guard let facts = FileCall.facts(full), facts.st_mode & S_IFMT == S_IFREG, facts.st_size == pointer.size,
            let data = try? FileCall.read(full)
        else { return false }
        return Hexadecimal.text(SHA256.hash(data: data)) == pointer.object
    }

    /// - Returns: why the content cannot be put in place; nil when it can.
    func reason(_ pointer: LFSPointer, _ path: TreePath) -> String? {
        if hasPointerHere(path) || FileCall.facts(stored(pointer)).map({ Int($0.st_size) }) == pointer.size {
            return nil
        }
        return
            "the Git LFS object \(pointer.object.prefix(12)) of \(path) is not on this machine; run: git lfs fetch --all"
    }

    /// Replaces a staged pointer by its content. A file that is no pointer was committed as it is, and stays.
    /// - Returns: false when nothing was replaced.
    /// - Throws: `Failure.gitRefused` when the content is not on this machine or is damaged.
    func materialize(_ staged: String, for path: TreePath) throws -> Bool {
        guard let data = try FileCall.read(staged), let pointer = LFSPointer(data), !hasPointerHere(path) else {
            return false
        }
        guard let content = try FileCall.read(stored(pointer)) else {
            throw Failure.gitRefused(what: "write \(path)", why: reason(pointer, path) ?? "its Git LFS object is gone")
        }
        guard content.count == pointer.size, Hexadecimal.text(SHA256.hash(data: content)) == pointer.object else {
            throw Failure.gitRefused(
                what: "write \(path)",
                why: "its Git LFS object \(pointer.object.prefix(12)) is damaged; run: git lfs fsck")
        }
        try AtomicFile.write(content, to: staged, mode: 0o644, durable: false)
        return true
    }

    /// The pointers that git has for those of the changes that go through Git LFS.
    func pointers(of changes: [CodeChange]) async throws -> [TreePath: LFSPointer] {
        guard !changes.isEmpty else { return [:] }
        let small = try await sizes(changes).filter { $0.size < LFSPointer.longest }.map(\.change)
        guard !small.isEmpty else { return [:] }
        let blobs = try await git.require(
            ["cat-file", "--batch"], to: "read Git LFS pointers", input: Self.lines(small)
        ).output
        var rest = blobs[...]
        var found: [TreePath: LFSPointer] = [:]
        for change in small {
            guard let blob = Self.next(&rest) else { break }
            found[change.path] = LFSPointer(blob)
        }
        return found
    }

    private func sizes(_ changes: [CodeChange]) async throws -> [(change: CodeChange, size: Int)] {
        let result = try await git.require(
            ["cat-file", "--batch-check=%(objectsize)"], to: "look at Git LFS pointers", input: Self.lines(changes))
        let sizes = result.text.split(separator: "\n").map { Int($0) ?? Int.max }
        return Array(zip(changes, sizes))
    }

    private static func lines(_ changes: [CodeChange]) -> Data { Data(changes.map { "\($0.object)\n" }.joined().utf8) }

    /// `<object> <type> <size> LF <bytes> LF`, many times (git-cat-file(1), "Batch output").
    private static func next(_ rest: inout Data.SubSequence) -> Data? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").last ?? "")
        else { return nil }
        let start = rest.index(after: end)
        let blob = rest[start...].prefix(size)
        rest = rest[start...].dropFirst(size + 1)
        return Data(blob)
    }
}
