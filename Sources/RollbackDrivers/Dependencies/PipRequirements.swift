import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// `requirements*.txt` and `requirements/*.txt`, installed with pip into a virtual environment.
struct PipRequirements: PythonEcosystem {
    let name = "pip"

    func groups(in changed: [String]) -> [LockGroup] {
        let locks = changed.filter(Self.isRequirements)
        return Dictionary(grouping: locks, by: Self.home).map { LockGroup(folder: $0.key, locks: $0.value.sorted()) }
            .sorted { $0.folder < $1.folder }
    }

    private static func isRequirements(_ path: String) -> Bool {
        let name = LockPath.name(path)
        guard name.hasSuffix(".txt") else { return false }
        return name.hasPrefix("requirements") || LockPath.name(LockPath.folder(path)) == "requirements"
    }

    /// The folder that a platform's requirements belong to: above `requirements/`.
    private static func home(_ path: String) -> String {
        let folder = LockPath.folder(path)
        return LockPath.name(folder) == "requirements" ? LockPath.folder(folder) : folder
    }

    /// `requirements.txt`, and those others whose packages are all installed: what only developers install is not
    /// part of a server's set, and an unchanged file beside a changed one may well be.
    func relevant(_ group: LockGroup, live: LiveSet, root: String) throws -> [String] {
        let installed = try InstalledPackages(in: live.folder)
        let folder = group.folder
        let beside = try ["", "requirements"].flatMap { part -> [String] in
            let place = part.isEmpty ? folder : LockPath.join(folder, part)
            guard FileCall.facts("\(root)/\(place)").map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false else { return [] }
            return try FileCall.names(in: "\(root)/\(place)").map { LockPath.join(place, $0) }
        }
        let all = Set(beside.filter(Self.isRequirements) + group.locks)
        return try all.filter { path in
            if path == LockPath.join(folder, "requirements.txt") { return true }
            guard let data = try FileCall.read("\(root)/\(path)") else { return false }
            let text = RequirementsText(String(decoding: data, as: UTF8.self))
            let names = text.packages.map { (name: $0.name, version: String?.none) }
            return installed.has(names) && !(names.isEmpty && text.includes.isEmpty)
        }.sorted()
    }

    func inputs(of locks: [String], read: FileReader) async throws -> [DependencyInput] {
        var found: [DependencyInput] = []
        var waiting = locks
        while !waiting.isEmpty {
            let path = waiting.removeFirst()
            guard !found.contains(where: { $0.path == path }), let content = try await read(path) else { continue }
            let input = DependencyInput(path: path, content: content)
            found.append(input)
            waiting += RequirementsText(input.text).includes.compactMap { LockPath.resolved($0, from: path) }
        }
        return found
    }

    func meaning(of input: DependencyInput) -> String { RequirementsText(input.text).meaning }

    func obstacle(_ inputs: [DependencyInput], live: LiveSet, root: String) throws -> String? {
        for input in inputs {
            let text = RequirementsText(input.text)
            if let local = text.localPaths.first { return "\(input.path) installs \(local) from the checkout itself" }
            let missing = text.includes.first { name in
                !inputs.contains { $0.path == LockPath.resolved(name, from: input.path) }
            }
            if let missing { return "\(input.path) includes \(missing), which the target does not have" }
        }
        return try referenceObstacle(live)
    }

    func holds(_ inputs: [DependencyInput], in folder: String, _ interpreter: InterpreterFacts) throws -> Bool {
        let number = interpreter.title.split(separator: " ").last.map(String.init) ?? ""
        guard PythonConfiguration(of: folder).version?.hasPrefix(number) ?? false else { return false }
        return try InstalledPackages(in: folder).has(inputs.flatMap { RequirementsText($0.text).packages })
    }

    /// pip runs where the live lock file lies, so that relative folders of wheels are found; isolated, so that no
    /// module of the platform there is taken for one of pip's.
    func commands(for build: DependencyBuild) -> [BuildCommand] {
        let files = build.inputs.prefix(build.locks).flatMap { ["-r", build.input($0)] }
        let pip = ["\(setPath(of: build))/bin/python", "-I", "-m", "pip", "install"]
        let quiet = ["--no-input", "--disable-pip-version-check"]
        let here = Self.home(build.lock)
        return [
            environmentCommand(for: build),
            BuildCommand(
                doing: "pip installs \(build.inputs.prefix(build.locks).joined(separator: ", "))",
                command: Command(pip + quiet + files, in: here.isEmpty ? build.root : "\(build.root)/\(here)")),
        ]
    }

    /// Packages of the live set that neither the new set has nor the live lock file names: somebody installed them
    /// beside it.
    func losses(in build: DependencyBuild) throws -> [String] {
        let new = try InstalledPackages(in: setPath(of: build)).versions
        let named = try build.inputs.flatMap { path in
            RequirementsText(String(decoding: try FileCall.read("\(build.root)/\(path)") ?? Data(), as: UTF8.self))
                .packages.map(\.name)
        }
        let tools = ["pip", "setuptools", "wheel"]
        let lost = try InstalledPackages(in: build.live.folder).versions.keys.filter { name in
            new[name] == nil && !named.contains(name) && !tools.contains(name)
        }
        guard !lost.isEmpty else { return [] }
        let names = lost.sorted().joined(separator: ", ")
        return ["the target's lock file does not lead to \(names), which the live set has"]
    }
}
