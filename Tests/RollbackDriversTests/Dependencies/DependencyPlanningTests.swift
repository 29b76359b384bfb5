import Crypto
import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// What is decided, with real environments and links; no test here builds anything.
struct DependencyPlanningTests {
    private let place: DependencyPlace
    init() throws { place = try DependencyPlace() }

    private func part(
        _ target: [String: String], changed: [String] = ["requirements.txt"], hints: [String] = [], keep: Bool = false
    ) async throws -> DependencyPlanning.Part {
        try await place.planning(target: target, hints: hints).part(changedPaths: changed, keep: keep)
    }

    private func linked(_ packages: [String] = []) async throws {
        try await place.environment("\(place.base)/cache/new", packages: packages)
        try place.write("a==2\n", to: "\(place.root)/requirements.txt")
        symlink(to: "\(place.base)/cache/new")
    }

    private func symlink(to target: String) {
        try? FileManager.default.createSymbolicLink(
            atPath: "\(place.root)/.venv", withDestinationPath: target)
    }

    @Test func codeAloneDecidesNothing() async throws {
        let part = try await part([:], changed: ["main.py", "docs/notes.txt"])
        #expect(part.contributions == [] && part.warnings == [] && part.fingerprint.isEmpty)
    }

    @Test func aChangedFileIsBuiltAndSwitched() async throws {
        try await linked()
        let part = try await part(["requirements.txt": "a==1\n"])
        #expect(part.contributions.map(\.slot) == [.capture, .swap])
        #expect(part.warnings == [])
        #expect(part.restores == [".venv, installed from requirements.txt (built first)"])
        #expect(part.contributions[1].step.commands.map(\.arguments.first) == ["ln"])
        #expect(part.fingerprint == "\(place.root)/.venv -> \(place.base)/cache/new")
        #expect(place.names(place.store) == [])
    }

    @Test func onRequestTheSetIsKept() async throws {
        try await linked()
        let part = try await part(["requirements.txt": "a==1\n"], keep: true)
        #expect(part.contributions == [])
        #expect(part.warnings == ["requirements.txt differs in the target; the installed set .venv is kept on request"])
    }

    /// Memory is no place for a set that has to outlive a reboot.
    @Test func whatCannotBeBuiltIsKept() async throws {
        try await linked()
        let part = try await place.planning(target: ["requirements.txt": "a==1\n"])
            .part(changedPaths: ["requirements.txt"], keep: false, noBuild: "the disk takes nothing")
        #expect(part.contributions == [])
        #expect(
            part.warnings == [
                "requirements.txt differs in the target; the installed set .venv is kept, because the disk takes nothing"
            ])
    }

    @Test func commentsAndOrderChangeNothing() async throws {
        try await linked()
        let part = try await part(["requirements.txt": "# pinned\na==2 # two\n"])
        #expect(part.contributions == [] && part.warnings == [])
        #expect(part.leaves == [".venv: requirements.txt differs in nothing that is installed there"])
    }

    @Test func aChangedIncludedFileCounts() async throws {
        try await linked()
        try place.write("-r base.txt\n", to: "\(place.root)/requirements.txt")
        try place.write("a==2\n", to: "\(place.root)/base.txt")
        let same = try await part(["requirements.txt": "-r  base.txt", "base.txt": "a==2"])
        #expect(same.contributions == [])
        let other = try await part(["requirements.txt": "-r base.txt", "base.txt": "a==1"])
        #expect(other.contributions.count == 2)
        #expect(
            try other.contributions[0].step.settings.decoded(as: DependencyBuild.self).inputs == [
                "requirements.txt", "base.txt",
            ])
    }

    @Test(arguments: [
        ("-e .", "requirements.txt installs . from the checkout itself"),
        ("-r gone.txt", "requirements.txt includes gone.txt, which the target does not have"),
    ])
    func whatCannotBeBuiltIsKept(line: String, why: String) async throws {
        try await linked()
        let part = try await part(["requirements.txt": line])
        #expect(part.contributions == [])
        #expect(
            part.warnings == ["requirements.txt differs in the target; the installed set .venv is kept, because \(why)"]
        )
    }

    @Test func aCheckoutInstalledByReferenceIsKept() async throws {
        try await linked()
        let library = place.names("\(place.base)/cache/new/lib")[0]
        try place.write("\(place.root)\n", to: "\(place.base)/cache/new/lib/\(library)/site-packages/own.pth")
        let part = try await part(["requirements.txt": "a==1"])
        #expect(part.contributions == [])
        #expect(part.warnings.first?.contains("by reference (own.pth)") == true)
    }

    @Test func withoutASetNothingIsSwitched() async throws {
        try place.write("a==2", to: "\(place.root)/requirements.txt")
        let part = try await part(["requirements.txt": "a==1"])
        #expect(part.contributions == [] && part.warnings.count == 1)
    }

    @Test func aFileThatTheTargetLacksIsNoReasonToBuild() async throws {
        try await linked()
        let part = try await part([:])
        #expect(part.contributions == [])
        #expect(part.warnings.first?.hasSuffix("because the target has no such file") == true)
    }

    @Test func theSetOfTheLastDeploymentIsTaken() async throws {
        try await linked()
        try await place.environment("\(place.base)/cache/old", packages: ["a-1", "b-3"])
        try place.write("a==1\nb\n", to: "\(place.base)/cache/old/requirements.txt")
        let part = try await part(["requirements.txt": "a==1\nb\n"])
        #expect(part.contributions.map(\.slot) == [.swap])
        #expect(
            part.contributions[0].step.commands[0].arguments == [
                "ln", "-sfn", "\(place.base)/cache/old", "\(place.root)/.venv",
            ])
        #expect(part.restores == [".venv, installed from requirements.txt (on disk already)"])
    }

    @Test func aSetThatWasCutShortIsNotTaken() async throws {
        try await linked()
        try await place.environment("\(place.base)/cache/old", packages: ["a-1"])
        try place.write("a==1\nb\n", to: "\(place.base)/cache/old/requirements.txt")
        #expect(try await part(["requirements.txt": "a==1\nb\n"]).contributions.map(\.slot) == [.capture, .swap])
    }

    /// As the demo's cache does it: the hash of the file and the interpreter's version.
    @Test func aSetNamedAfterItsLockFileIsTaken() async throws {
        try await linked()
        let script = "import sys; sys.stdout.write(sys.version)"
        let version = try await RealProcesses.runner().require(Command(["python3", "-c", script])).text
        let digest = SHA256.hash(data: Data("a==1\n\(version)".utf8)).description.split(separator: " ").last ?? ""
        let old = try await place.environment("\(place.base)/cache/venv-\(digest.prefix(16))", packages: ["a-1"])
        let part = try await part(["requirements.txt": "a==1\n"])
        #expect(part.contributions.map(\.slot) == [.swap])
        #expect(part.contributions.first?.step.commands[0].arguments[2] == old)
    }

    @Test func theRightSetStays() async throws {
        try await linked(["a-1"])
        try place.write("a==1", to: "\(place.base)/cache/new/requirements.txt")
        let part = try await part(["requirements.txt": "a==1"])
        #expect(part.contributions == [] && part.leaves == [".venv: it is the target's set already"])
    }

    @Test func aCompleteSetInTheStoreIsTaken() async throws {
        try await linked()
        let first = try await part(["requirements.txt": "a==1"])
        let build = try first.contributions[0].step.settings.decoded(as: DependencyBuild.self)
        try place.write("", to: build.marker)
        let second = try await part(["requirements.txt": "a==1"])
        var expected = first.contributions[1]
        expected.step.needs = nil
        #expect(second.contributions == [expected])
    }

    @Test func whatOnlyDevelopersInstallIsNoPartOfTheSet() async throws {
        try await linked(["a-2"])
        try place.write("pytest", to: "\(place.root)/requirements-dev.txt")
        try place.write("a==2", to: "\(place.root)/requirements/prod.txt")
        let target = ["requirements-dev.txt": "pytest==1", "requirements/prod.txt": "a==1", "requirements.txt": "a==2"]
        let dev = try await part(target, changed: ["requirements-dev.txt"])
        #expect(dev.contributions.isEmpty == false)
        let build = try dev.contributions[0].step.settings.decoded(as: DependencyBuild.self)
        #expect(build.inputs == ["requirements.txt", "requirements/prod.txt"])
    }

    @Test func servicesSayWhichSetIsLive() async throws {
        try await linked()
        try await place.environment("\(place.base)/opt/venv")
        let setting = ProcessSetting(
            arguments: ["bin/python", "bin/serve"], executable: "", directory: "\(place.base)/opt/venv",
            environment: [:], owner: UserIdentity(user: 0, group: 0), outputFile: nil, errorFile: nil, controlGroup: "")
        let hints = DependencyHints.paths(of: [setting])
        #expect(hints == ["\(place.base)/opt/venv/bin/python", "\(place.base)/opt/venv/bin/serve"])
        let part = try await part(["requirements.txt": "a==1"], hints: hints)
        #expect(part.contributions.last?.step.name == StepName("switch/\(place.base)/opt/venv"))
    }

    @Test func aServiceThatGoesAroundTheLinkIsNamed() async throws {
        try await linked()
        let part = try await part(["requirements.txt": "a==1"], hints: ["\(place.base)/cache/new/bin/python"])
        #expect(part.contributions.last?.step.name == "switch/.venv")
        #expect(part.warnings.first?.contains("does not follow its switch") == true)
    }

    @Test func withoutItsToolALockFileIsKept() async throws {
        try await linked()
        let processes = ScriptedProcesses()
        processes.on("uv") { _ in throw Failure.commandMissing("uv", why: "") }
        try place.write("[b]", to: "\(place.root)/uv.lock")
        let part = try await place.planning(target: ["uv.lock": "[a]", "pyproject.toml": ""], processes: processes)
            .part(changedPaths: ["uv.lock"], keep: false)
        #expect(part.contributions == [])
        #expect(part.warnings.first?.hasSuffix("uv or its interpreter does not run here") == true)
    }
}
