import RollbackConfiguration
import RollbackCore
import RollbackReporting

/// Is everything that an emergency will need here, reachable and restorable? Looks only; changes and fetches nothing.
struct Doctor: Sendable {
    let platform: Platform

    func findings() async -> [Finding] {
        let registry = await RegistryDoctor(platform: platform).look()
        let code = await CodeDoctor(platform: platform).findings(to: registry.target)
        let services = await ServiceDoctor(platform: platform).findings()
        let releases = await ReleaseDoctor(platform: platform).findings()
        return code + StateDoctor(platform: platform).findings() + registry.findings + releases + services
            + configuration
            + (await RunDoctor(platform: platform).findings())
    }

    private var configuration: [Finding] {
        let notes = platform.configuration.unheeded
        guard !notes.isEmpty else {
            return [Finding(.ok, "configuration", "every key that is set has an effect")]
        }
        return notes.map {
            Finding(
                .warning, "configuration", "\($0.place.shown): \($0.message)",
                advice: "Do not rely on it in an emergency")
        }
    }
}
