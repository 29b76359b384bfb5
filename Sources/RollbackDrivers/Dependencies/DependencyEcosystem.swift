import FoundationEssentials
import RollbackCore

/// One kind of lock file: which set it installs, and how that set is built beside the live one.
///
/// A new kind is one file and a line in `DependencyEcosystems`. It looks only; `BuildDependencies` acts.
protocol DependencyEcosystem: Sendable {
    /// In keys and plans: it never changes its meaning.
    var name: String { get }
    /// What a live set is called beside its lock file, the usual name first.
    var liveNames: [String] { get }
    /// Part of the set's path in the store, below the folder of its key.
    func setPath(of build: DependencyBuild) -> String

    /// The lock files among changed paths, grouped by the set that they install.
    func groups(in changed: [String]) -> [LockGroup]
    /// Those lock files of a group's folder that the live set was installed from. Paths count from the root.
    func relevant(_ group: LockGroup, live: LiveSet, root: String) throws -> [String]
    /// Everything that a build reads, lock files first, and the files that they include. A file that `read` does
    /// not have is left out.
    func inputs(of locks: [String], read: FileReader) async throws -> [DependencyInput]
    /// What decides what is installed; equal for files that differ only in comments, blanks or order.
    func meaning(of input: DependencyInput) -> String
    /// Why a set cannot be built from these files, in half a sentence; nil when it can.
    func obstacle(_ inputs: [DependencyInput], live: LiveSet, root: String) throws -> String?
    /// What people should know although the set can be built.
    func remarks(_ inputs: [DependencyInput]) -> [String]

    /// Whether a folder holds a set of this kind.
    func isSet(_ folder: String) -> Bool
    /// The program that installs, by whose version sets differ.
    /// - Returns: nil when the program is missing or does not run.
    func interpreter(of live: LiveSet, _ shell: DependencyShell) async throws -> InterpreterFacts?
    /// Whether a set that somebody else built has everything the inputs name.
    func holds(_ inputs: [DependencyInput], in folder: String, _ interpreter: InterpreterFacts) throws -> Bool

    /// How an input is written for the build.
    func written(_ input: DependencyInput) throws -> Data
    func commands(for build: DependencyBuild) -> [BuildCommand]
    /// Inputs that do not stay in the store after the build, because people keep credentials in them.
    func passing(_ path: String) -> Bool
    /// What the finished set lacks of the live one, a warning each.
    func losses(in build: DependencyBuild) throws -> [String]
}

extension DependencyEcosystem {
    func relevant(_ group: LockGroup, live: LiveSet, root: String) throws -> [String] { group.locks }
    func remarks(_ inputs: [DependencyInput]) -> [String] { [] }
    func written(_ input: DependencyInput) throws -> Data { input.content }
    func passing(_ path: String) -> Bool { false }
    func losses(in build: DependencyBuild) throws -> [String] { [] }
}

typealias FileReader = @Sendable (String) async throws -> Data?

/// Lock files that belong to one set, and the folder beside or above which the set lies. Paths count from the root.
struct LockGroup: Hashable, Sendable {
    var folder: String
    var locks: [String]
}

/// One file that a build reads.
struct DependencyInput: Hashable, Sendable {
    var path: String
    var content: Data
    var text: String { String(decoding: content, as: UTF8.self) }
    var fileName: String { LockPath.name(path) }
}

/// What sets depend on besides their lock files.
struct InterpreterFacts: Hashable, Sendable {
    /// For people: `Python 3.11.7`.
    var title: String
    /// Everything that the program says of its own version.
    var version: String
    var platform: String
}

/// One command of a build, and what people read while it runs.
struct BuildCommand: Hashable, Sendable {
    var doing: String
    var command: Command
}

/// All kinds of lock files. Of two that install the same live set, the first counts.
enum DependencyEcosystems {
    static let all: [any DependencyEcosystem] =
        [PipRequirements()] + PythonLockTool.all.map { $0 as any DependencyEcosystem } + [NodePackages()]

    static func named(_ name: String) throws -> any DependencyEcosystem {
        guard let found = all.first(where: { $0.name == name }) else {
            throw Failure.unknownStepKind(StepKind("dependencies.build of \(name)"))
        }
        return found
    }
}
