package import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Plans which dependency sets go back with the code. Looks only; changes nothing.
package struct DependencyPlanning: Sendable {
    let root: String
    let store: String
    let hints: [String]
    let excludeFile: String?
    let processes: any ProcessRunning
    let contentAtTarget: @Sendable (String) async throws -> Data?

    /// - Parameters:
    ///   - root: the top of the checkout; all paths of files count from it.
    ///   - store: where sets that lastgood builds are kept, absolute.
    ///   - hints: see `DependencyHints`.
    ///   - excludeFile: the repository's `info/exclude`, absolute; nil without git.
    ///   - contentAtTarget: a file of the target by its path; nil when the target does not have it.
    package init(
        root: String, store: String, hints: [String] = [], excludeFile: String? = nil,
        processes: any ProcessRunning, contentAtTarget: @escaping @Sendable (String) async throws -> Data?
    ) {
        self.root = root
        self.store = store
        self.hints = hints
        self.excludeFile = excludeFile
        self.processes = processes
        self.contentAtTarget = contentAtTarget
    }

    /// What dependency sets contribute to a plan.
    package struct Part: Sendable {
        package var contributions: [Contribution] = []
        package var warnings: [String] = []
        package var restores: [String] = []
        package var leaves: [String] = []
        /// The live sets as they are now; empty without lock files among the changed paths.
        package var fingerprint = ""
    }

    /// - Parameters:
    ///   - changedPaths: of the target against the checkout.
    ///   - keep: the installed sets stay, on request.
    ///   - noBuild: why no set can be built now; those that are there already are taken all the same.
    package func part(changedPaths: [String], keep: Bool, noBuild: String? = nil) async throws -> Part {
        var plan = DependencyPlan()
        for ecosystem in DependencyEcosystems.all {
            for group in ecosystem.groups(in: changedPaths) {
                try await DependencyDecision(
                    planning: self, ecosystem: ecosystem, group: group, keep: keep, noBuild: noBuild
                )
                .decide(&plan)
            }
        }
        return try plan.part()
    }

    var search: LiveSetSearch { LiveSetSearch(root: root, hints: hints) }

    /// Reads the checkout as `contentAtTarget` reads the target.
    var contentNow: FileReader {
        { [root] path in try FileCall.read("\(root)/\(path)") }
    }
}

extension DependencyPlanning {
    /// The set that these files install with this interpreter, and where it would be built.
    func build(
        _ ecosystem: any DependencyEcosystem, _ inputs: [DependencyInput], _ locks: Int, _ live: LiveSet,
        _ interpreter: InterpreterFacts
    ) throws -> DependencyBuild {
        let seesSystem = PythonConfiguration(of: live.folder).seesSystem
        let key = try DependencyKey(
            ecosystem.name, interpreter, variant: "locks: \(locks)\(seesSystem ? ", system" : "")", inputs)
        return DependencyBuild(
            ecosystem: ecosystem.name, key: key.text, folder: "\(store)/\(key.text)",
            inputs: inputs.map(\.path), digests: inputs.map { DependencyKey.hash($0.content) }, locks: locks,
            root: root, live: live, interpreter: interpreter.title,
            programs: search.programs(in: live), seesSystem: seesSystem)
    }
}
