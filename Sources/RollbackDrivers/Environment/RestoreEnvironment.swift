import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Gives the variables that the bad release changed the values that they had with the good one. A variable that
/// somebody has changed since it was captured stays, on the way there and on the way back.
struct RestoreEnvironment: Step {
    struct Output: Codable, Sendable {
        /// Names only.
        var restored: [String]
    }

    let settings: EnvironmentSettings
    let paths: EnvironmentPaths
    let open: @Sendable (EnvironmentDigest) throws -> EnvironmentValues

    func observe() async throws -> Observation<Output> {
        let values = try values()
        for (number, file) in settings.files.enumerated() {
            guard FileCall.facts(paths.made(number)) != nil, try waiting(number, file, values).isEmpty else {
                return .notApplied
            }
        }
        return .applied(output)
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        let values = try values()
        for (number, file) in settings.files.enumerated() {
            guard FileCall.facts(paths.noted(number)) != nil else {
                throw Failure.unclear(step: "swap/environment", why: "\(file.path) was not kept")
            }
            let waiting = try waiting(number, file, values)
            if waiting.isEmpty, FileCall.facts(paths.made(number)) != nil { continue }
            let text = try edited(try FileCall.read(file.path), waiting, file.path)
            if FileCall.facts(paths.made(number)) == nil { try keepForUndo(number, file.path) }
            try AtomicFile.write(text, to: paths.made(number))
            try write(text, file.path)
        }
        return output
    }

    /// The bytes as they were; where somebody has edited the file since, only the variables that still are as this run
    /// made them.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        for (number, file) in settings.files.enumerated() {
            guard let made = try FileCall.read(paths.made(number)) else { continue }
            let old = try FileCall.read(paths.before(number))
            let live = try FileCall.read(file.path)
            if live == old { continue }
            if live == made || live == nil {
                try giveBack(number, file.path)
            } else {
                try giveBack(file, old, made, live ?? Data(), progress)
            }
        }
    }

    private var output: Output { Output(restored: settings.files.flatMap(\.names)) }

    private func values() throws -> EnvironmentValues { try open(EnvironmentDigest(rawValue: settings.digest)) }

    /// Variables that still are as they were captured, and what they are to be.
    private func waiting(
        _ number: Int, _ file: EnvironmentFileChange, _ values: EnvironmentValues
    ) throws -> [String: String?] {
        let old = try FileCall.read(paths.kept(number)).map(DotenvEdit.variables) ?? [:]
        let live = try FileCall.read(file.path).map(DotenvEdit.variables) ?? [:]
        let good = values.files[file.file] ?? [:]
        let names = file.names.filter { live[$0] == old[$0] && live[$0] != good[$0] }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, good[$0]) })
    }

    /// Nothing was written to the file yet.
    private func keepForUndo(_ number: Int, _ path: String) throws {
        unlink(paths.before(number))
        if FileCall.facts(path) != nil { try FileCopy.copy(path, to: paths.before(number)) }
    }

    private func giveBack(_ number: Int, _ path: String) throws {
        guard FileCall.facts(paths.before(number)) != nil else {
            unlink(path)
            return try FileCall.syncDirectory(FileCall.parent(of: path) ?? "/")
        }
        let temporary = "\(path).lastgood-back"
        try FileCopy.copy(paths.before(number), to: temporary)
        try FileCall.check(path, "put back") { rename(temporary, path) }
        try FileCall.syncDirectory(FileCall.parent(of: path) ?? "/")
    }

    private func giveBack(
        _ file: EnvironmentFileChange, _ old: Data?, _ made: Data, _ live: Data, _ progress: StepProgress
    ) throws {
        let (before, ours) = (old.map(DotenvEdit.variables) ?? [:], DotenvEdit.variables(in: made))
        let now = DotenvEdit.variables(in: live)
        let changed = file.names.filter { ours[$0] != before[$0] }
        let names = changed.filter { now[$0] == ours[$0] }
        let stay = changed.filter { now[$0] != ours[$0] && now[$0] != before[$0] }
        let values: [String: String?] = Dictionary(uniqueKeysWithValues: names.map { ($0, before[$0]) })
        try write(try edited(live, values, file.path), file.path)
        let what = stay.isEmpty ? "what was added stays" : "\(EnvironmentPlanning.list(stay)) stays as it is now"
        progress(.warning("\(file.file) was edited since the rollback: \(what)"))
    }

    private func edited(_ data: Data?, _ values: [String: String?], _ path: String) throws -> Data {
        guard let text = DotenvEdit.data(data ?? Data(), setting: values) else {
            let names = EnvironmentPlanning.list(values.keys.sorted())
            throw Failure.unclear(
                step: "swap/environment", why: "\(path) cannot be made to say \(names); edit it by hand")
        }
        return text
    }

    /// With the mode and owner of the file that was there; a new one is its owner's alone.
    private func write(_ data: Data, _ path: String) throws {
        if try FileCall.read(path) == data { return }
        let like = FileCall.facts(path)
        let folder = FileCall.parent(of: path).flatMap(FileCall.facts)
        try AtomicFile.write(data, to: path, like: like ?? folder.map(Self.ownersOnly))
    }

    private static func ownersOnly(_ folder: stat) -> stat {
        var facts = folder
        facts.st_mode = S_IFREG | 0o600
        return facts
    }
}
