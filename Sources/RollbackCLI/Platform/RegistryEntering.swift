import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting

/// A release enters the registry, with what speaks for it.
struct RegistryEntering: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    var description: String?
    var note: String?
    var services: [String] = []
    var tests: [String] = []
    var verifiedBy: String?
    var unverified = false

    func enter(_ commit: CommitID, isCheckedOut: Bool) async throws {
        try refuseUnknownServices()
        try refuseListed(commit, platform.configuration)
        var entry = try await begun(commit)
        var evidence = ReleaseEvidence(checkedAt: now.formatted(.iso8601), actor: actor)
        evidence.verifiedBy = verifiedBy
        evidence.tests = tests
        if isCheckedOut {
            try await refuseChanged(commit)
            evidence.uptimeHours = await uptime()
            evidence.checks = try await checks(of: commit)
        } else {
            console.say("\(commit.short) is not what is checked out, so nothing of it was checked.")
        }
        entry.evidence = evidence
        try await write(entry, commit)
        if isCheckedOut, !unverified { await keep(commit) }
    }

    /// What is known to be good is kept as it is, unless it was when it was recorded.
    private func keep(_ commit: CommitID) async {
        let along = SnapshotAlong(platform: platform, console: console)
        do {
            guard try await !along.isThere(commit) else { return }
            let lock = try RunLock(platform: platform, actor: actor).acquireInBackground()
            let note = await along.take(SnapshotWish(reason: "known good release", occasion: .knownGood))
            withExtendedLifetime(lock) {}
            if let note { console.say("Note: \(SafeText.oneLine(note)).") }
        } catch {
            console.say("Note: there is no snapshot of it: \(SafeText.oneLine(platform.effects.words(error))).")
        }
    }

    private var now: Date { platform.effects.clock.wallTime() }

    private func begun(_ commit: CommitID) async throws -> KnownGoodEntry {
        var entry = KnownGoodEntry(hash: commit.rawValue)
        entry.date = String(now.formatted(.iso8601).prefix(10))
        entry.description = if let description { description } else { try await platform.git.commit(commit).subject }
        entry.servicesTested = services
        return entry
    }

    private func write(_ new: KnownGoodEntry, _ commit: CommitID) async throws {
        var entry = new
        var needsPerson = false
        try await RegistryFile(platform: platform, actor: actor).edit { editor, configuration in
            try refuseListed(commit, configuration)
            needsPerson = configuration.criteria.needsPerson && verifiedBy == nil
            entry.verified = !unverified && !needsPerson
            try editor.add(entry, note: note)
        }
        if needsPerson, !unverified {
            console.say(
                "It is entered as not verified: this platform wants a person's agreement (--verified-by NAME).")
        }
        let lacks = platform.configuration.criteria.shortfalls(of: entry.evidence)
        console.say(RegistryText.entered(commit, verified: entry.verified, lacks: lacks))
        console.emit(JSONLines.registryAddition(commit, verified: entry.verified, lacks: lacks))
    }

    private func checks(of commit: CommitID) async throws -> [ReleaseEvidence.CheckedThing] {
        let list = CheckList(configuration: platform.configuration, services: platform.services, addresses: [])
        let runner = platform.access.checkRunner(expected: CodeExpectation(target: commit))
        let report = VerificationReport(
            results: await Verification.run(list.all(codeIsCritical: true), runner), unproved: list.unproved)
        report.results.forEach { console.emit(JSONLines.check($0)) }
        console.say(VerificationText.text(report, style: console.style))
        let failing = report.results.filter { $0.check.critical && $0.verdict != .healthy }
        if !failing.isEmpty, !unverified {
            throw Failure.registry(.failingChecks(commit, failing.map { "\($0.check.name): \($0.evidence)" }))
        }
        return report.results.map { .init(name: $0.check.name, verdict: $0.verdict) }
    }

    /// Of the service that was started last; nil unless every one is known to run.
    private func uptime() async -> Double? {
        let services = await StatusGathering(platform: platform).services()
        let since = services.compactMap(\.since)
        guard let latest = since.max(), since.count == services.count else { return nil }
        return max(0, (now.timeIntervalSince(latest) / 360).rounded(.down) / 10)
    }
}

extension RegistryEntering {
    private func refuseUnknownServices() throws {
        let known = platform.services.map(\.name)
        for name in services where !known.contains(ServiceName(name)) {
            throw Failure.unknownService(ServiceName(name), known: known)
        }
    }

    private func refuseListed(_ commit: CommitID, _ configuration: PlatformConfiguration) throws {
        guard let index = configuration.knownGood.firstIndex(where: { $0.names(commit) }) else { return }
        throw Failure.registry(.listedAlready(commit, place: configuration.place(ofKnownGood: index)))
    }

    private func refuseChanged(_ commit: CommitID) async throws {
        let count = try await platform.git.changedFilesHere(since: commit, in: platform.access.scope)
        if count > 0 { throw Failure.registry(.changedFiles(commit, count: count)) }
    }
}
