package import RollbackCore

/// A run read back from its journal.
package struct StoredRun: Sendable {
    package var run: RunID
    package var header: RunHeader
    package var state: RunState
    package var contents: JournalContents
}

extension StateDirectory {
    /// - Returns: nil when the run never recorded anything: it had no effect.
    package func read(_ run: RunID) throws -> StoredRun? {
        guard let contents = try JournalReader.read(journalPath(run)) else { return nil }
        let state: RunState
        do {
            state = try RunState(contents.entries)
        } catch Failure.illegalTransition(let step, let from, let event) {
            throw Failure.journalCorrupt(
                path: journalPath(run), sequence: contents.records.count,
                why: "\(step) cannot be \(event) while \(from)")
        }
        guard let header = state.header else { return nil }
        return StoredRun(run: run, header: header, state: state, contents: contents)
    }

    /// The newest run that recorded anything.
    package func newest() throws -> StoredRun? {
        for run in try runs().reversed() {
            if let stored = try read(run) { return stored }
        }
        return nil
    }

    /// The newest run that can be read, for whoever only wants to know how things were: damage is nothing to stop for.
    package func newestReadable() -> StoredRun? {
        for run in ((try? runs()) ?? []).reversed() {
            if let stored = try? read(run) { return stored }
        }
        return nil
    }

    /// Every run that has a folder, here and in memory, with where it is kept; the newest first.
    package func everyRun() throws -> [(run: RunID, place: StateDirectory)] {
        let elsewhere = twin.map { twin in ((try? twin.runs()) ?? []).map { (run: $0, place: twin) } } ?? []
        return (try runs().map { (run: $0, place: self) } + elsewhere).sorted { $0.run > $1.run }
    }

    /// Runs after this one, here and in memory, that were not taken back since, the newest first.
    package func standing(after run: RunID) throws -> [RunID] {
        try [self, twin].compactMap { $0 }.flatMap { state in
            try state.runs().filter { $0.number > run.number }.filter { later in
                guard let stored = try state.read(later) else { return false }
                return stored.state.end?.undone != true
            }
        }.sorted().reversed()
    }
}
