import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// What people edit after a rollback is not lost by its undo.
struct CodeEditsTests {
    @Test func editedFilesAreKeptBesideAndNamed() async throws {
        let place = try await CodePlace()
        let target = try await place.commit(
            [.file("a", "1"), .link("l", "one"), .file("same", "1"), .file("touched", "1"), .file("gone", "1")])
        try await place.commit(
            [
                .file("a", "2"), .link("l", "two"), .file("same", "2"), .file("touched", "2"), .gone("gone"),
                .file("new", "2"),
            ])
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        try place.make([.file("a", "edited"), .link("l", "edited"), .file("new", "again")])
        utimes(place.path("touched"), nil)
        let said = SaidLines()
        try await run.undo(said.progress)
        #expect(try await place.differences(from: before) == [])
        #expect(said.warnings.count == 1 && said.warnings.first?.contains("3 files were edited") == true)
        let kept = try FileCall.names(in: "\(run.folder)/edits").filter { $0 != "list.json" }
        let texts = try kept.compactMap { name -> String? in
            let path = "\(run.folder)/edits/\(name)"
            return try FileCall.linkText(path) ?? FileCall.read(path).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(texts.sorted() == ["again", "edited", "edited"])
    }

    @Test func nothingIsSaidWhenNothingWasEdited() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file(".gitattributes", "*.txt text eol=crlf\n"), .file("a.txt", "1\r\n")])
        try await place.commit([.file("a.txt", "2\r\n")])
        let run = try await place.run(to: target)
        try await run.perform()
        let said = SaidLines()
        try await run.undo(said.progress)
        #expect(said.warnings == [] && !FileManager.default.fileExists(atPath: "\(run.folder)/edits"))
    }

    /// A folder that came with the target holds somebody's file now.
    @Test func newFilesInAFolderOfTheTargetStay() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("d/e/f", "1")])
        try await place.commit([.gone("d"), .file("a", "2")])
        let run = try await place.run(to: target)
        try await run.perform()
        try place.make([.file("d/mine", "x")])
        try await run.undo()
        #expect(place.text("d/mine") == "x" && !place.exists("d/e") && place.text("a") == "2")
    }
}
