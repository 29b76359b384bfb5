import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// Sets built by the real pip, from a package made here: no network.
struct BuildDependenciesTests {
    private let place: DependencyPlace
    private var requirements: String { "--no-index\n--find-links \(place.base)/wheels\ntiny==1.0\n" }
    private var target: [String: String] { ["requirements.txt": requirements] }

    init() async throws {
        place = try DependencyPlace()
        try place.write("tiny==2.0", to: "\(place.root)/requirements.txt")
    }

    /// A wheel is a zip file with three files of metadata (Python packaging, "Binary distribution format").
    private func makeWheel() async throws {
        try place.make("\(place.base)/wheels")
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
                info = 'tiny-1.0.dist-info/'
                wheel.writestr('tiny.py', 'def main(): print("tiny")')
                wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n')
                kind = 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n'
                wheel.writestr(info + 'WHEEL', kind)
                wheel.writestr(info + 'entry_points.txt', '[console_scripts]\\ntiny = tiny:main\\n')
                wheel.writestr(info + 'RECORD', '')
            """
        let file = "\(place.base)/wheels/tiny-1.0-py3-none-any.whl"
        _ = try await RealProcesses.runner().require(Command(["python3", "-c", script, file]))
    }

    private func plan(hints: [String] = []) async throws -> [Contribution] {
        try await place.planning(target: target, hints: hints)
            .part(changedPaths: ["requirements.txt"], keep: false).contributions
    }

    @Test func aBadReleasesFolderGivesWayToTheTargetsSetAndComesBack() async throws {
        try await makeWheel()
        let live = try await place.environment("\(place.root)/.venv", packages: ["tiny-2.0", "gunicorn-1"])
        try place.write("#!/bin/sh\n", to: "\(live)/bin/tiny")
        let contributions = try await plan(hints: ["\(live)/bin/tiny"])
        let build = try place.step(contributions[0], target: target)
        let settings = try contributions[0].step.settings.decoded(as: DependencyBuild.self)
        #expect(try await build.observe().word == "not applied")
        // What a build that was killed leaves.
        try place.write("half", to: "\(settings.folder)/venv/half")
        let said = SaidLines()
        let output = try await build.perform(said.progress)
        #expect(try await build.observe().word == "applied")
        #expect(try await build.perform(.silent) == output)
        #expect(!place.exists("\(settings.folder)/venv/half"))
        #expect(said.doing == ["making an environment with \(settings.interpreter)", "pip installs requirements.txt"])
        #expect(said.warnings == ["the target's lock file does not lead to gunicorn, which the live set has"])
        try await switchThereAndBack(contributions[1], live)
        try await build.undo(output, .silent)
        #expect(try await plan().map(\.slot) == [.swap])
    }

    private func switchThereAndBack(_ contribution: Contribution, _ live: String) async throws {
        let change = try place.step(contribution, target: target)
        _ = try await change.perform(.silent)
        let program = Command(["\(live)/bin/tiny"])
        #expect(try await RealProcesses.runner().require(program).text == "tiny\n")
        try await change.undo(nil, .silent)
        #expect(place.text("\(live)/bin/tiny") == "#!/bin/sh\n")
    }

    @Test func aFailedBuildSaysWhyAndLeavesNothing() async throws {
        let live = try await place.environment("\(place.root)/.venv")
        let processes = ScriptedProcesses()
        let contributions = try await plan()
        let settings = try contributions[0].step.settings.decoded(as: DependencyBuild.self)
        processes.on("\(live)/bin/python")
        processes.on(
            "\(settings.folder)/venv/bin/python", errors: "ERROR: none at https://kim:secret@index/x", status: 1)
        let build = try place.step(contributions[0], target: target, processes: processes)
        let failure = await #expect(throws: Failure.self) { _ = try await build.perform(.silent) }
        guard case .commandFailed(_, 1, let said)? = failure else {
            return #expect(Bool(false), "\(String(describing: failure))")
        }
        #expect(said.contains("none at https://[masked]@index/x") && said.contains("--keep-dependencies"))
        #expect(place.exists(settings.folder))
        for _ in 0..<2 { try await build.undo(nil, .silent) }
        #expect(place.names(place.store) == [])
        #expect(processes.ran.map { $0.arguments.contains("pip") } == [false, true])
        #expect(processes.ran.last?.directory == place.root)
    }

    @Test func aProgramThatServicesNeedMustBeThere() async throws {
        let live = try await place.environment("\(place.root)/.venv")
        try place.write("", to: "\(live)/bin/gunicorn")
        let contributions = try await plan(hints: ["\(live)/bin/gunicorn"])
        let processes = ScriptedProcesses()
        processes.on(answer: { _ in CommandResult(status: 0) })
        let build = try place.step(contributions[0], target: target, processes: processes)
        let failure = await #expect(throws: Failure.self) { _ = try await build.perform(.silent) }
        guard case .commandMissing("bin/gunicorn", _)? = failure else {
            return #expect(Bool(false), "\(String(describing: failure))")
        }
    }

    @Test func aChangedTargetIsNotBuilt() async throws {
        try await place.environment("\(place.root)/.venv")
        let build = try place.step(
            try await plan()[0], target: ["requirements.txt": "evil"], processes: ScriptedProcesses())
        await #expect(throws: Failure.objectMissing("requirements.txt of the target")) {
            _ = try await build.perform(.silent)
        }
    }

    @Test func aSharedSetIsReadableByItsServices() async throws {
        let live = try await place.environment("\(place.root)/.venv")
        chmod(live, 0o755)
        chmod(place.store, 0o700)
        let contributions = try await plan()
        let settings = try contributions[0].step.settings.decoded(as: DependencyBuild.self)
        let processes = ScriptedProcesses()
        let module = "\(settings.folder)/venv/module.py"
        processes.on { [place] _ in
            try place.write("", to: module)
            chmod(module, 0o600)
            return CommandResult(status: 0)
        }
        _ = try await place.step(contributions[0], target: target, processes: processes).perform(.silent)
        #expect(mode(module) == 0o644 && mode(settings.folder) == 0o755)
        #expect(mode(place.store) == 0o711)
    }

    private func mode(_ path: String) -> mode_t {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }
}
