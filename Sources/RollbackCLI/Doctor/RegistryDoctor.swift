import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting

/// Whether the known good releases are here, with all that a rollback needs of them.
struct RegistryDoctor: Sendable {
    let platform: Platform

    /// A registry grows for years; an emergency goes to one of the newest.
    private static let most = 20
    private static let limit = Duration.seconds(20)
    private static let limitOfAll = Duration.seconds(60)

    func look() async -> (findings: [Finding], target: CommitID?) {
        let entries = platform.configuration.knownGood
        let begin = platform.effects.clock.now()
        var releases: [RegisteredRelease] = []
        for entry in entries.prefix(Self.most) {
            let late = platform.effects.clock.now() - begin > Self.limitOfAll
            let state = await state(of: entry, late)
            releases.append(RegisteredRelease(name: name(entry), verified: entry.verified, state: state))
        }
        let judged = RegistryFindings(
            releases, running: await running(), bad: Set((try? platform.access.pins.read())?.bad ?? []),
            isShallow: platform.git.isShallow)
        let older = entries.count - releases.count
        let rest = older > 0 ? [Finding(.ok, "known good", "\(Words.count(older, "older one")) not looked at")] : []
        return (judged.findings() + rest, judged.target?.commit)
    }

    private func name(_ entry: KnownGoodEntry) -> String {
        String(entry.hash.prefix(7)) + (entry.description.map { " “\($0)”" } ?? "")
    }

    private func state(of entry: KnownGoodEntry, _ late: Bool) async -> RegisteredRelease.State {
        let words = platform.effects.words
        let commit: CommitID
        do { commit = try await platform.git.resolve(entry.hash) } catch { return .absent(why: words(error)) }
        guard !late else { return .unexamined(commit, why: "there was no time left to look through it") }
        do {
            let missing = try await platform.git.missingObjects(of: commit, limit: Self.limit)
            return missing == 0 ? .complete(commit) : .incomplete(commit, missing: missing)
        } catch Failure.timeLimit {
            return .unexamined(commit, why: "to look through it took too long")
        } catch {
            return .damaged(commit, why: words(error))
        }
    }

    /// A dirty tree at the good commit is not the good release.
    private func running() async -> CommitID? {
        guard let head = try? await platform.current(),
            let changed = try? await platform.git.changedFilesHere(since: head, in: platform.access.scope)
        else { return nil }
        return changed == 0 ? head : nil
    }
}
