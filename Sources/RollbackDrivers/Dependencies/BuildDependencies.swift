import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Builds a set at the place where it stays, beside the live one. The marker comes last: a set without it is
/// removed and built anew.
struct BuildDependencies: Step {
    struct Output: Codable, Sendable {
        /// The set's folder, absolute.
        var set: String
    }

    let settings: DependencyBuild
    let ecosystem: any DependencyEcosystem
    let read: FileReader
    let shell: DependencyShell

    private var set: String { ecosystem.setPath(of: settings) }
    private var isComplete: Bool { FileCall.facts(settings.marker) != nil }

    func observe() async throws -> Observation<Output> { isComplete ? .applied(Output(set: set)) : .notApplied }

    func perform(_ progress: StepProgress) async throws -> Output {
        guard !isComplete else { return Output(set: set) }
        try removeFolder()
        try makeFolder()
        try await writeInputs()
        for command in ecosystem.commands(for: settings) {
            progress(.doing(command.doing))
            try await shell.build(command.command)
        }
        try check()
        for loss in try ecosystem.losses(in: settings) { progress(.warning(loss)) }
        try finish()
        return Output(set: set)
    }

    /// A complete set stays: it is beside everything that is live, and the next try needs no build.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        if !isComplete { try removeFolder() }
    }

    private func removeFolder() throws {
        guard FileCall.facts(settings.folder) != nil else { return }
        let live = settings.live.folder
        guard live != settings.folder, !live.hasPrefix("\(settings.folder)/") else {
            throw Failure.stateUnreadable(path: settings.folder, why: "it has the live set in it, and no marker")
        }
        try FileManager.default.removeItem(atPath: settings.folder)
    }

    private func makeFolder() throws {
        try FileCall.makeDirectory(settings.folder)
        if settings.live.isShared { try openWay() }
        try give(settings.folder)
    }

    /// Services of other users go through the folders above the set; what else lies there stays unreadable.
    private func openWay() throws {
        let store = FileCall.parent(of: settings.folder)
        let state = store.flatMap(FileCall.parent)
        for folder in [store, state].compactMap({ $0 }) {
            guard let facts = FileCall.facts(folder), facts.st_uid == geteuid() else { continue }
            try FileCall.check(folder, "open the way to the dependency set") {
                chmod(folder, facts.st_mode & 0o7777 | 0o011)
            }
        }
    }

    private func give(_ path: String) throws {
        guard let owner = shell.owner else { return }
        try FileCall.check(path, "give to the set's owner") { lchown(path, owner.user, owner.group) }
    }

    private func writeInputs() async throws {
        for (path, digest) in zip(settings.inputs, settings.digests) {
            guard let content = try await read(path), DependencyKey.hash(content) == digest else {
                throw Failure.objectMissing("\(path) of the target")
            }
            let file = settings.input(path)
            for folder in LockPath.upwards(LockPath.folder(path)).reversed() {
                let made = folder.isEmpty ? settings.inputsFolder : settings.input(folder)
                try FileCall.makeDirectory(made)
                try give(made)
            }
            let bytes = try ecosystem.written(DependencyInput(path: path, content: content))
            try AtomicFile.write(bytes, to: file, durable: false)
            try give(file)
        }
    }

    private func check() throws {
        for program in settings.programs where access("\(set)/\(program)", F_OK) != 0 {
            throw Failure.commandMissing(
                program,
                why: "a service is started with it, and the set of \(settings.lock) does not have it;"
                    + " to go back with the installed set, add --keep-dependencies")
        }
    }

    private func finish() throws {
        for path in settings.inputs where ecosystem.passing(path) { unlink(settings.input(path)) }
        if settings.live.isShared { try SharedModes.open(settings.folder) }
        try FileCall.syncFileSystem(settings.folder)
        try AtomicFile.write(Data("\(settings.ecosystem) \(settings.lock)\n".utf8), to: settings.marker, mode: 0o644)
        if let store = FileCall.parent(of: settings.folder) { try FileCall.syncDirectory(store) }
    }
}
