import RollbackCore

/// One set to be built; part of the plan.
struct DependencyBuild: Hashable, Codable, Sendable {
    var ecosystem: String
    var key: String
    /// Absolute: the folder of the key in the store. A set is built where it stays, because sets cannot be moved.
    var folder: String
    /// The files it is built from, by their paths below the root, the lock files first, with their SHA-256.
    var inputs: [String]
    var digests: [String]
    /// How many of the inputs are lock files.
    var locks: Int
    var root: String
    var live: LiveSet
    /// For people: `Python 3.11.7`.
    var interpreter: String
    /// Programs of services that the set must have, by their paths in it.
    var programs: [String]
    /// The live set sees the packages of the system.
    var seesSystem: Bool

    var lock: String { inputs.first ?? "" }
    /// Its step's name in a plan.
    var step: StepName { StepName("build/\(lock)-\(key.prefix(8))") }
    /// Written last: a set without it is not complete.
    var marker: String { "\(folder)/complete" }
    var inputsFolder: String { "\(folder)/inputs" }
    func input(_ path: String) -> String { "\(inputsFolder)/\(path)" }
}

/// One live set that is switched to another; part of the plan.
struct DependencySwitch: Hashable, Codable, Sendable {
    /// The step, and the name under which the run keeps the folder that goes away.
    var name: StepName
    var live: LiveSet
    /// Absolute: what the link will say.
    var target: String
    /// Git's list of ignored files of this checkout, and the line for the link: patterns like `.venv/` ignore
    /// folders only.
    var excludeFile: String?
    var excludeLine: String?
}
