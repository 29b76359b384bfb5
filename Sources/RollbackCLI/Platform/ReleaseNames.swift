import RollbackCore
import RollbackDrivers

/// Which commit somebody means who names a release.
struct ReleaseNames: Sendable {
    let platform: Platform

    /// A recorded release's number; else a commit, a tag (of the form `v41`, too) or a branch.
    func commit(_ text: String) async throws -> CommitID {
        let choice = TargetChoice(platform: platform, current: try await platform.current(), pin: nil)
        guard text.hasPrefix("v"), ReleaseNumber(text: text) != nil else { return try await choice.named(text) }
        do {
            return try await choice.released(text)
        } catch Failure.release(.unknown(let name, let newest)) {
            guard let tag = try? await platform.git.resolve(text) else {
                throw Failure.release(.unknown(name, newest: newest))
            }
            return tag
        }
    }
}
