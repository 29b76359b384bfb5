import Crypto
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

extension ReleaseParts {
    /// Follows from the parts alone.
    package func id() throws -> ReleaseID { ReleaseID(Digits.text(SHA256.hash(data: try JSONText.data(self)))) }
}

/// The releases of a platform, a file each. They are kept on its disk only: what memory loses was never recorded.
package struct ReleaseFiles: Sendable {
    /// A record as it lies there.
    package enum Stored: Sendable {
        case release(Release)
        /// Its file cannot be taken at its word.
        case unusable(ReleaseNumber, Failure)

        package var release: Release? {
            if case .release(let release) = self { release } else { nil }
        }
    }

    private struct Content: Codable {
        var format: Int
        /// The lastgood that wrote it.
        var neededBy: String?
        var release: Release
    }

    struct Head: Codable {
        var format: Int
        var neededBy: String?
    }

    package static let format = 1
    private let state: StateDirectory

    package init(_ state: StateDirectory) { self.state = state.onDisk }

    package func path(_ number: ReleaseNumber) -> String { "\(state.releasesPath)/\(number.number).json" }

    /// Oldest first.
    package func numbers() throws -> [ReleaseNumber] {
        try FileCall.names(in: state.releasesPath).compactMap { name in
            name.hasSuffix(".json") ? Int(name.dropLast(5)).map(ReleaseNumber.init) : nil
        }.sorted()
    }

    /// - Throws: `Failure.release` for one that is not there or was edited, `Failure.stateUnreadable`,
    ///   `Failure.stateFromNewerVersion`.
    package func read(_ number: ReleaseNumber) throws -> Release {
        guard let data = try FileCall.read(path(number)) else {
            throw Failure.release(.unknown("\(number)", newest: try numbers().last))
        }
        guard let head = try? JSONText.decode(Head.self, from: data) else { throw unreadable(number) }
        guard head.format <= Self.format else {
            throw Failure.stateFromNewerVersion(
                path: path(number), version: head.format, known: Self.format, neededBy: head.neededBy)
        }
        guard let release = try? JSONText.decode(Content.self, from: data).release else { throw unreadable(number) }
        guard release.number == number, try release.parts.id() == release.id else {
            throw Failure.release(.edited(number, path: path(number)))
        }
        return release
    }

    /// Every record, the newest first.
    package func all() throws -> [Stored] {
        try numbers().reversed().map { number in
            do { return .release(try read(number)) } catch let failure as Failure { return .unusable(number, failure) }
        }
    }

    /// The newest record of these parts; those that cannot be read are passed over.
    package func find(_ id: ReleaseID) throws -> Release? { try first(naming: id.rawValue) { $0.id == id } }

    /// The newest record of a commit, whatever its other parts.
    package func find(commit: CommitID) throws -> Release? {
        try first(naming: commit.rawValue) { $0.parts.commit == commit }
    }

    /// - Parameter text: stands in every record that can match; the others are not taken apart.
    private func first(naming text: String, where matches: (Release) -> Bool) throws -> Release? {
        let bytes = Data(text.utf8)
        for number in try numbers().reversed() {
            guard let data = try? FileCall.read(path(number)), data.firstRange(of: bytes) != nil else { continue }
            if let release = try? read(number), matches(release) { return release }
        }
        return nil
    }

    private func unreadable(_ number: ReleaseNumber) -> Failure {
        .stateUnreadable(path: path(number), why: "it is not a release that lastgood wrote")
    }
}

extension ReleaseFiles {
    /// Keeps a release under the next number; or says under which it is kept already.
    /// - Parameter draft: its number and id are not looked at.
    package func record(_ draft: Release, program: String) throws -> (release: Release, isNew: Bool) {
        var release = draft
        release.id = try draft.parts.id()
        if let known = try find(release.id) { return (known, false) }
        try FileCall.makeDirectory(state.releasesPath)
        var next = max(try numbers().last?.number ?? 0, try lastGiven()) + 1
        while true {
            release.number = ReleaseNumber(next)
            // Before the record: a release that somebody removes leaves its number behind.
            try note(next)
            if try place(release, program) { return (release, true) }
            next += 1
        }
    }

    /// - Returns: false when somebody else has taken the number.
    private func place(_ release: Release, _ program: String) throws -> Bool {
        let content = Content(format: Self.format, neededBy: program, release: release)
        let draft = Self.draft(path(release.number))
        try AtomicFile.write(JSONText.data(content, pretty: true), to: draft)
        defer { unlink(draft) }
        if link(draft, path(release.number)) == 0 {
            try FileCall.syncDirectory(state.releasesPath)
            return true
        }
        guard errno == EEXIST else {
            throw Failure.file(path: path(release.number), doing: "record the release", errno: errno)
        }
        return false
    }

    private var lastPath: String { "\(state.releasesPath)/last" }

    private func note(_ number: Int) throws {
        let draft = Self.draft(lastPath)
        try AtomicFile.write(Data("\(number)\n".utf8), to: draft)
        try FileCall.check(lastPath, "note the last number") { rename(draft, lastPath) }
    }

    /// Nobody else's: two may record at once.
    private static func draft(_ path: String) -> String { "\(path).\(UUID().uuidString).draft" }

    /// A file that cannot be read says nothing; the records still do.
    private func lastGiven() throws -> Int {
        let text = String(decoding: try FileCall.read(lastPath) ?? Data(), as: UTF8.self)
        return Int(text.prefix { $0.isNumber }) ?? 0
    }
}
