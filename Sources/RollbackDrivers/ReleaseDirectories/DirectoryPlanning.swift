import Crypto
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Plans how another release directory becomes the live one. Looks only; changes nothing.
package struct DirectoryPlanning: Sendable {
    let git: GitRepository
    let scope: CodeScope
    let folders: ReleaseFolders
    let policy: DirectoryPolicy
    /// As for the sets of a checkout, but that the live release is what stands there now.
    let sets: DependencyPlanning
    let excludeFile: String

    /// - Parameters:
    ///   - store: where sets that lastgood builds are kept, absolute.
    ///   - hints: see `DependencyHints`.
    package init(
        _ git: GitRepository, scope: CodeScope, folders: ReleaseFolders, policy: DirectoryPolicy, store: String,
        hints: [String], processes: any ProcessRunning, target: CommitID
    ) throws {
        (self.git, self.scope, self.folders, self.policy) = (git, scope, folders, policy)
        excludeFile = "\(git.commonFolder)/info/exclude"
        let (live, link) = (try folders.live()?.path ?? folders.root, folders.link)
        sets = DependencyPlanning(
            root: live, store: store,
            hints: hints.map { $0.hasPrefix("\(link)/") ? live + $0.dropFirst(link.count) : $0 },
            processes: processes
        ) { try await git.content(of: $0, at: target) }
    }

    /// What release directories contribute to a plan, as the code and as the dependency sets.
    package struct Part: Sendable {
        package var code: CodePlanning.Part
        package var dependencies: DependencyPlanning.Part
    }

    /// - Parameters:
    ///   - keep: the dependency sets of the live release stay, on request.
    ///   - noBuild: why no set can be built now.
    /// - Throws: `Failure.gitRefused` in one sentence for what cannot be done rightly.
    package func part(
        from current: CommitID, to target: CommitID, keep: Bool, noBuild: String? = nil
    ) async throws -> Part {
        guard scope.isWhole else {
            throw refused(
                target, "the platform is a folder of a larger repository, and release directories hold a whole one")
        }
        let live = try folders.live()
        let state = DirectoryState(folders: folders, live: live)
        async let changed = git.changedPaths(from: current, to: target)
        if let why = try state.databaseReason(configured: policy.sharedPaths ?? []) { throw refused(target, why) }
        let shared = try await sharedPaths(state, target)
        let search = ReadyDirectory(git: git, folders: folders, live: live, shared: shared)
        var part = Part(code: code(state, shared, paths: try await changed), dependencies: .init())
        let name: String
        if let ready = try await search.find(target, sets: keep ? live?.marker?.sets : nil) {
            name = ready.name
            part.dependencies.restores = ready.sets.map { "\($0.path): the target's (on disk already)" }
        } else {
            name = try await build(target, shared, live, paths: part.code.paths, keep, noBuild, &part)
        }
        let text = ReleaseFolders.text(of: name)
        part.code.fingerprint = "\(live?.text ?? "") \(text) \(part.code.contributions.count)"
        part.code.isThere = text == live?.text
        guard text != live?.text else { return part }
        let change = DirectorySwitch(
            folders: folders, old: live?.text, new: text, commit: target, excludeFile: excludeFile,
            changed: part.code.paths)
        let builds = part.code.contributions.map(\.step.name)
        part.code.contributions.append(try DirectorySteps.contribution(change, needs: builds))
        return part
    }

    private func refused(_ target: CommitID, _ why: String) -> Failure {
        .gitRefused(what: "make a release directory of \(target.short)", why: why)
    }

    private func code(_ state: DirectoryState, _ shared: [String], paths: [String]) -> CodePlanning.Part {
        let missing = shared.filter { FileCall.facts("\(folders.root)/\($0)") == nil }
        return CodePlanning.Part(
            contributions: [], fingerprint: "", paths: paths, emptied: [],
            warnings: state.warnings + missing.map { "the shared path \($0) does not exist" }, isThere: false)
    }

    /// What is configured, or `.env` where the target has none of its own; and databases that were found before.
    private func sharedPaths(_ state: DirectoryState, _ target: CommitID) async throws -> [String] {
        var shared = policy.sharedPaths ?? []
        if policy.sharedPaths == nil, FileCall.facts("\(folders.root)/.env") != nil,
            try await git.content(of: ".env", at: target) == nil
        {
            shared = [".env"]
        }
        let databases = try state.sharedDatabases()
        return Set(shared + databases).sorted()
    }

    /// - Returns: the name under which it will be.
    private func build(
        _ target: CommitID, _ shared: [String], _ live: LiveRelease?, paths changed: [String], _ keep: Bool,
        _ noBuild: String?, _ part: inout Part
    ) async throws -> String {
        let tree = try await ReleaseTree.read(target, git)
        if let why = try await tree.obstacle(git) { throw refused(target, why) }
        let found = try await DirectorySets(
            planning: sets, live: live, changed: Set(changed), keep: keep, noBuild: noBuild
        ).found(among: tree.paths)
        let key = try Hexadecimal.text(
            SHA256.hash(data: JSONText.data(["shared": shared, "sets": found.links.map { "\($0.path) \($0.target)" }])))
        let base = "\(target.rawValue.prefix(12))-\(key.prefix(8))"
        let name = try freeName(base)
        let build = DirectoryBuild(
            name: name, folders: folders, commit: target, shared: shared, sets: found.links, excludeFile: excludeFile)
        part.dependencies = found.part
        part.code.contributions = [try DirectorySteps.contribution(build, files: tree.paths.count)]
        return name
    }

    /// A directory that somebody has edited, or that is not lastgood's, keeps its name.
    private func freeName(_ base: String) throws -> String {
        let taken = Set(try folders.names())
        let names = [base] + (2...(taken.count + 2)).map { "\(base)-\($0)" }
        let removal = DirectoryRemoval(folders: folders)
        return try names.first { name in
            guard taken.contains(name) else { return true }
            let path = folders.path(of: name)
            return try removal.isOurs(path) && FileCall.facts(DirectoryMarker.path(in: path)) == nil
        } ?? base
    }
}
