import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// What a journal file holds, and where the next frame belongs.
package struct JournalContents: Sendable {
    package var records: [JournalRecord]
    /// Bytes up to which the file is whole; what follows is a torn last frame.
    package var length: Int
    package var torn: Bool
    var digest: Data

    package var entries: [JournalEntry] { records.map(\.entry) }
}

package enum JournalReader {
    /// - Returns: nil when there is no journal, or only a torn beginning of one: nothing was ever recorded.
    /// - Throws: `Failure.journalCorrupt` for damage before an undamaged frame, which no crash can cause.
    package static func read(_ path: String) throws -> JournalContents? {
        guard let data = try FileCall.read(path), data.count >= JournalFrame.magic.count else { return nil }
        let magic = data.prefix(JournalFrame.magic.count)
        guard magic == JournalFrame.magic else {
            if magic.prefix(6) == JournalFrame.magic.prefix(6) {
                let version = Int(String(decoding: magic.suffix(2), as: UTF8.self)) ?? 0
                throw Failure.stateFromNewerVersion(path: path, version: version, known: 1, neededBy: nil)
            }
            throw Failure.journalCorrupt(path: path, sequence: 0, why: "it does not begin like a journal")
        }
        let contents = try frames(of: data, path)
        return contents.records.isEmpty ? nil : contents
    }

    private static func frames(of data: Data, _ path: String) throws -> JournalContents {
        var contents = JournalContents(
            records: [], length: JournalFrame.magic.count, torn: false,
            digest: Data(count: JournalFrame.digestSize))
        while contents.length < data.count {
            guard let (frame, digest, end) = JournalFrame.decode(data, at: contents.length),
                frame.previous == contents.digest
            else {
                try refuseIfDamaged(data, contents, path)
                contents.torn = true
                break
            }
            contents.records += try records(of: frame, expecting: contents.records.count + 1, path)
            contents.digest = digest
            contents.length = end
        }
        return contents
    }

    private static func records(of frame: JournalFrame, expecting: Int, _ path: String) throws -> [JournalRecord] {
        guard frame.sequence == expecting,
            let records = try? JSONText.decode([JournalRecord].self, from: frame.payload),
            records.map(\.sequence) == Array(expecting..<(expecting + records.count))
        else {
            throw Failure.journalCorrupt(path: path, sequence: expecting, why: "the record is not what its place says")
        }
        return records
    }

    /// A torn last frame is what a crash leaves. An undamaged frame behind a bad one is not.
    private static func refuseIfDamaged(_ data: Data, _ contents: JournalContents, _ path: String) throws {
        let last = data.count - JournalFrame.headerSize - JournalFrame.digestSize
        guard contents.length + 1 <= last else { return }
        for offset in (contents.length + 1)...last where JournalFrame.decode(data, at: offset) != nil {
            throw Failure.journalCorrupt(
                path: path, sequence: contents.records.count + 1, why: "a damaged record stands before whole ones")
        }
        if JournalFrame.decode(data, at: contents.length) != nil {
            throw Failure.journalCorrupt(
                path: path, sequence: contents.records.count + 1, why: "a record does not follow the one before it")
        }
    }
}
