import RollbackCore

/// Puts hooks of our own beside git's, which warn whoever pulls, checks out or pushes the pinned release.
struct InstallPinHooks: Step {
    static let kind: StepKind = "pin.hooks"

    let hooks: PinHooks
    let pin: Pin

    func perform(_ progress: StepProgress) async throws -> Nothing {
        if let reason = hooks.obstacle {
            progress(.warning("no hook warns of the pinned release: \(reason)"))
            return Nothing()
        }
        for name in try hooks.install(pin) {
            progress(.warning("no \(name) hook warns of the pinned release: the repository has one of its own"))
        }
        return Nothing()
    }

    func undo(_ output: Nothing?, _ progress: StepProgress) async throws { try hooks.remove() }
}
