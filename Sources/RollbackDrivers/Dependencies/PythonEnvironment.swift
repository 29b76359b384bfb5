import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What all kinds of lock files share that install into a virtual environment (PEP 405).
protocol PythonEcosystem: DependencyEcosystem {}

extension PythonEcosystem {
    var liveNames: [String] { [".venv", "venv", "env"] }
    func setPath(of build: DependencyBuild) -> String { "\(build.folder)/venv" }

    func isSet(_ folder: String) -> Bool { access("\(folder)/pyvenv.cfg", F_OK) == 0 }

    func interpreter(of live: LiveSet, _ shell: DependencyShell) async throws -> InterpreterFacts? {
        // Isolated and without site packages: quick, and nothing of the platform's is imported.
        let script = "import sys, sysconfig; sys.stdout.write(sys.version + '\\0' + sysconfig.get_platform())"
        let program = "\(live.path)/bin/python"
        guard let answer = try await shell.answer([program, "-I", "-S", "-c", script]) else { return nil }
        let parts = answer.split(separator: "\0").map(String.init)
        guard parts.count == 2, let number = parts[0].split(separator: " ").first else { return nil }
        return InterpreterFacts(title: "Python \(number)", version: parts[0], platform: parts[1])
    }

    func holds(_ inputs: [DependencyInput], in folder: String, _ interpreter: InterpreterFacts) throws -> Bool {
        let number = interpreter.title.split(separator: " ").last.map(String.init) ?? ""
        return PythonConfiguration(of: folder).version?.hasPrefix(number) ?? false
    }

    /// A folder that is installed by reference would be missing in the new set.
    func referenceObstacle(_ live: LiveSet) throws -> String? {
        try InstalledPackages(in: live.folder).references().first.map {
            "folders of this machine are installed in it by reference (\($0))"
        }
    }

    func environmentCommand(for build: DependencyBuild) -> BuildCommand {
        let system = build.seesSystem ? ["--system-site-packages"] : []
        return BuildCommand(
            doing: "making an environment with \(build.interpreter)",
            command: Command(["\(build.live.path)/bin/python", "-I", "-m", "venv"] + system + [setPath(of: build)]))
    }
}

/// The few lines of `pyvenv.cfg` that matter (PEP 405: `key = value`).
struct PythonConfiguration: Sendable {
    private let values: [String: String]

    init(of environment: String) {
        let data = (try? FileCall.read("\(environment)/pyvenv.cfg")) ?? nil
        var values: [String: String] = [:]
        for line in String(decoding: data ?? Data(), as: UTF8.self).split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            if pair.count == 2 { values[pair[0].lowercased()] = pair[1] }
        }
        self.values = values
    }

    /// `version` is written by venv, `version_info` by virtualenv and uv.
    var version: String? { values["version"] ?? values["version_info"] }
    var seesSystem: Bool { values["include-system-site-packages"]?.lowercased() == "true" }
}
