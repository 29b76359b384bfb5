import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// Git LFS without its program: content from the repository's own store, or a refusal.
struct CodeLFSTests {
    private static let (old, new) = (Data(repeating: 1, count: 5000), Data(repeating: 2, count: 6000))

    private func pointer(_ content: Data) -> String {
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(hash(content))\nsize \(content.count)\n"
    }

    private func hash(_ content: Data) -> String { Hexadecimal.text(SHA256.hash(data: content)) }

    private func commit(_ content: Data, to place: CodePlace, stored: Bool) async throws -> CommitID {
        let name = hash(content)
        if stored {
            try place.write(".git/lfs/objects/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)", content)
        }
        let blob = try await place.git("hash-object", "-w", "--stdin", input: pointer(content)).trimmed
        try await place.git("update-index", "--add", "--cacheinfo", "100644,\(blob),m.bin")
        return try await place.commitStaged()
    }

    /// - Parameter stored: whether the good release's content is on this machine.
    private func place(stored: Bool, attributes: Bool = true) async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        if attributes {
            try await place.commit([.file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")])
        }
        let target = try await commit(Self.old, to: place, stored: stored)
        _ = try await commit(Self.new, to: place, stored: true)
        try place.write("m.bin", Self.new)
        return (place, target)
    }

    @Test func contentComesFromTheLocalStore() async throws {
        let (place, target) = try await place(stored: true)
        let before = try await place.state()
        let run = try await place.run(to: target)
        #expect(run.part.paths == ["m.bin"])
        try await run.perform()
        #expect(try FileCall.read(place.path("m.bin")) == Self.old)
        let check = CodeCheck(
            git: try await place.repository(), scope: CodeScope(prefix: ""), expected: CodeExpectation(target: target))
        #expect(try await check.measure().0 == .healthy)
        let said = SaidLines()
        try await run.undo(said.progress)
        #expect(try await place.differences(from: before) == [])
        #expect(said.warnings == [])
    }

    @Test func absentContentIsRefusedBeforeAnythingHappens() async throws {
        let (place, target) = try await place(stored: false)
        let why = try await place.refusal(to: target)
        #expect(why?.contains("of m.bin is not on this machine; run: git lfs fetch --all") == true)
        #expect(!place.exists(".git/lastgood"))
    }

    @Test func damagedContentIsNoticed() async throws {
        let (place, target) = try await place(stored: true)
        let name = hash(Self.old)
        try place.write(
            ".git/lfs/objects/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)", Data(repeating: 9, count: 5000)
        )
        let run = try await place.run(to: target)
        await #expect(throws: Failure.self) { _ = try await run.stage.perform(.silent) }
    }

    /// `GIT_LFS_SKIP_SMUDGE`, or no git-lfs on the machine: pointers stay pointers.
    @Test func aCheckoutOfPointersGetsPointers() async throws {
        let (place, target) = try await place(stored: false)
        try place.write("m.bin", pointer(Self.new))
        try await place.run(to: target).perform()
        #expect(place.text("m.bin") == pointer(Self.old))
    }

    /// The attribute is the target's alone.
    @Test func theTargetsAttributesCount() async throws {
        let (place, target) = try await place(stored: false)
        try await place.git("rm", "-q", ".gitattributes")
        try await place.commitStaged()
        #expect(try await place.refusal(to: target)?.contains("git lfs fetch") == true)
    }

    @Test(
        arguments: [
            (
                "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 3\n",
                true
            ),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n", false),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\n", false),
            ("oid sha256:\(String(repeating: "a", count: 64))\nsize 3\n", false), ("", false),
            (String(repeating: "x", count: 2000), false),
        ])
    func whatAPointerIs(_ text: String, _ isPointer: Bool) {
        #expect((LFSPointer(Data(text.utf8)) != nil) == isPointer)
    }
}
