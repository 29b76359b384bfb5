import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Whether recorded releases could be brought back as a whole.
struct ReleaseDoctor: Sendable {
    let platform: Platform
    private static let subject = "releases"
    /// Of those that nobody calls known good, an emergency wants the newest.
    private static let most = 20

    func findings() async -> [Finding] {
        do {
            let entries = try await ReleaseLook(platform: platform).list(most: Self.most)
            guard !entries.isEmpty else {
                return [
                    Finding(
                        .ok, Self.subject,
                        "none was recorded here; \(SuggestedCommand.releaseRecord.text) at each deployment keeps it as one unit"
                    )
                ]
            }
            let troubles = entries.flatMap(findings)
            return troubles.isEmpty
                ? [
                    Finding(
                        .ok, Self.subject, "\(Words.count(entries.count, "release")) can be brought back as recorded")
                ]
                : troubles
        } catch let failure as Failure {
            return [Finding(.problem, Self.subject, failure)]
        } catch {
            return [Finding(.problem, Self.subject, platform.effects.words(error))]
        }
    }

    private func findings(_ entry: ListedRelease) -> [Finding] {
        switch entry {
        case .unusable(_, let failure): [Finding(.warning, Self.subject, failure)]
        case .release(let view): code(view) + sets(view) + copies(view) + environment(view)
        }
    }

    /// What a known good release lacks is worse than what any other does.
    private func grade(_ view: ReleaseView) -> Finding.Grade {
        view.isKnownGood && view.mark == nil ? .problem : .warning
    }

    private func code(_ view: ReleaseView) -> [Finding] {
        guard view.commit == nil else { return [] }
        return [
            Finding(
                grade(view), Self.subject,
                "\(view.number) is commit \(view.release.parts.commit.short), which this repository does not have any more",
                advice: "Fetch it from a clone that has it, and keep a tag on it")
        ]
    }

    private func sets(_ view: ReleaseView) -> [Finding] {
        view.release.parts.dependencies.filter { view.places[$0.key] == .gone }.map { set in
            let isHere = view.isCheckedOut
            return Finding(
                grade(view), Self.subject, "\(view.number): its dependency set \(ReleaseText.title(set)) is gone",
                advice: isHere
                    ? "Build it again now: a rollback to it would have to, and needs the package index for that"
                    : "A rollback to it would have to build it, and needs the package index for that",
                command: isHere ? SuggestedCommand.releaseRecord.text : nil)
        }
    }

    /// Of a known good release that is not what runs: another set may well be installed in its place.
    private func copies(_ view: ReleaseView) -> [Finding] {
        guard view.isKnownGood, view.mark == nil, !view.isCheckedOut else { return [] }
        return view.release.parts.dependencies.compactMap { set in
            guard case .installed(let path) = view.places[set.key] else { return nil }
            return Finding(
                .warning, Self.subject,
                "\(view.number): no copy of its dependency set \(ReleaseText.title(set)) is kept; it was installed at \(path)",
                advice:
                    "If another is installed there now, a rollback builds it anew, and needs the package index for that"
            )
        }
    }

    private func environment(_ view: ReleaseView) -> [Finding] {
        guard let trouble = view.environmentTrouble else { return [] }
        let message = FailureText.message(for: trouble)
        return [
            Finding(
                .warning, Self.subject, "\(view.number): \(message.happened.joined(separator: " "))",
                advice: message.advice.first)
        ]
    }
}
