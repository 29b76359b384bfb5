package import RollbackCore

/// A platform as its drivers reach it: what the composition root found and configured.
package struct PlatformAccess: Sendable {
    package var effects: Effects
    package var root: String
    package var layout: ReleaseLayout
    package var git: GitRepository?
    package var scope: CodeScope
    package var services: [Service]
    package var managers: ServiceManagers
    package var pins: any PinKeeping
    /// Takes secrets out of text that people will read.
    package var mask: @Sendable (String) -> String

    /// Gives the values of a sealed environment; nothing keeps them longer than the step that asks.
    package var openEnvironment: @Sendable (EnvironmentDigest) throws -> EnvironmentValues = {
        throw Failure.release(.environment(.gone($0)))
    }

    /// Asks one of the platform's databases; what is asked changes nothing.
    package var answer: @Sendable (DatabaseQuestion) async throws -> [[String?]] = { _ in
        throw Failure.database(.noneKnown)
    }

    package init(
        effects: Effects, root: String, layout: ReleaseLayout = .inPlace, git: GitRepository?, scope: CodeScope,
        services: [Service],
        managers: ServiceManagers, pins: any PinKeeping, mask: @escaping @Sendable (String) -> String
    ) {
        self.effects = effects
        self.root = root
        self.layout = layout
        self.git = git
        self.scope = scope
        self.services = services
        self.managers = managers
        self.pins = pins
        self.mask = mask
    }

    /// The folder that services run from.
    package var home: String { layout.home(of: root) }

    /// Nil where the code is in the checkout itself.
    package var folders: ReleaseFolders? { layout == .releaseDirectories ? ReleaseFolders(root: root) : nil }

    /// - Parameter only: the part of the code that a run is about; nil: the platform's.
    package func checkRunner(expected: CodeExpectation, only: CodeScope? = nil) -> CheckRunner {
        var runner = CheckRunner(
            effects: effects, services: services, managers: managers, git: git, root: home, scope: only ?? scope,
            expected: expected, folders: folders)
        runner.answer = answer
        return runner
    }
}
