import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackFiles
import RollbackReporting
import RollbackStore

/// Looks at recorded releases, and at what of them is still here.
struct ReleaseLook: Sendable {
    let platform: Platform

    func named(number text: String) throws -> Release {
        guard let number = ReleaseNumber(text: text) else { throw try unknown(text) }
        return try platform.releases.read(number)
    }

    /// By number, or by anything that names the commit of a recorded release.
    func named(_ text: String) async throws -> Release {
        let number = ReleaseNumber(text: text)
        if let number, try text.hasPrefix("v") || platform.releases.numbers().contains(number) {
            return try platform.releases.read(number)
        }
        let commit = try? await platform.git.resolve(text)
        guard let commit, let release = try platform.releases.find(commit: commit) else { throw try unknown(text) }
        return release
    }

    private func unknown(_ text: String) throws -> Failure {
        .release(.unknown(text, newest: try platform.releases.numbers().last))
    }

    /// - Returns: the newest first.
    func list(most: Int) async throws -> [ListedRelease] {
        let stored = try platform.releases.all().prefix(most)
        let commits = try await platform.git.known(stored.compactMap { $0.release?.parts.commit })
        let head = try? await platform.current()
        return stored.map { entry in
            switch entry {
            case .release(let release):
                .release(view(of: release, commit: commits[release.parts.commit], head: head))
            case .unusable(let number, let failure): .unusable(number, failure)
            }
        }
    }

    func view(of release: Release) async throws -> ReleaseView {
        let commits = try await platform.git.known([release.parts.commit])
        return view(of: release, commit: commits[release.parts.commit], head: try? await platform.current())
    }

    private func view(of release: Release, commit: Commit?, head: CommitID?) -> ReleaseView {
        var view = ReleaseView(release, commit: commit)
        let id = release.parts.commit
        view.isCheckedOut = id == head
        view.isKnownGood = platform.configuration.knownGood.contains { $0.verified && $0.names(id) }
        view.mark = platform.configuration.mark(of: id)
        for set in release.parts.dependencies { view.places[set.key] = place(of: set, release) }
        view.environmentTrouble = environmentTrouble(release)
        return view
    }

    private func place(of set: DependencySet, _ release: Release) -> ReleaseView.Place {
        let sets = platform.dependencySets
        if sets.isComplete(set.key) { return .kept(path: sets.path(set.key)) }
        guard let path = release.installed[set.key], access(path, F_OK) == 0 else { return .gone }
        // What was in the store and is not complete there any more was deleted behind our back.
        return path.hasPrefix("\(sets.path(set.key))/") ? .gone : .installed(path: path)
    }

    private func environmentTrouble(_ release: Release) -> Failure? {
        guard let digest = release.parts.environment else { return nil }
        do {
            _ = try platform.sealedEnvironment.open(digest)
            return nil
        } catch let failure as Failure {
            return failure
        } catch {
            return .release(.environment(.damaged(file: platform.sealedEnvironment.path(digest))))
        }
    }

    func comparison(from old: Release, to new: Release) async throws -> ReleaseComparison {
        var comparison = ReleaseComparison(from: old, to: new)
        let (before, after) = (old.parts.commit, new.parts.commit)
        guard before != after else { return comparison }
        try await refuseGone(old, new)
        comparison.gained = try await platform.git.suspects(from: before, to: after)
        comparison.lost = try await platform.git.suspects(from: after, to: before)
        comparison.files = try await platform.git.changes(from: before, to: after, in: platform.access.scope)
            .map { ReleaseComparison.File(status: $0.status, path: $0.path) }
        return comparison
    }

    private func refuseGone(_ releases: Release...) async throws {
        let known = try await platform.git.known(releases.map(\.parts.commit))
        guard let gone = releases.first(where: { known[$0.parts.commit] == nil }) else { return }
        let fetch = try await platform.git.fetchLine(for: gone.parts.commit.rawValue)
        throw Failure.release(.commitGone(gone.number, gone.parts.commit, fetch: fetch))
    }
}
