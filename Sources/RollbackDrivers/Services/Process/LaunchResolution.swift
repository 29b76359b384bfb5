import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Decides how a service is started: by its configuration, and where that is silent as it ran before.
struct LaunchResolution {
    let machine: ServiceMachine
    let service: Service
    /// How it ran; nil: never seen.
    let old: ProcessSetting?

    /// - Throws: `Failure.cannotStart` saying what is not known or not there.
    func launch(_ change: EnvironmentChange) throws -> ProcessLaunch {
        do { return try resolved(change) } catch let obstacle as StartObstacle {
            throw Failure.cannotStart(service: service.name, why: obstacle.why)
        }
    }

    /// What `launch` would fail with. A file that cannot be read is the start's own to report.
    func obstacle(_ change: EnvironmentChange) -> StartObstacle? {
        do { _ = try resolved(change) } catch let obstacle as StartObstacle { return obstacle } catch {}
        return nil
    }

    private func resolved(_ change: EnvironmentChange) throws -> ProcessLaunch {
        guard let arguments = service.launch?.arguments ?? old.map(ProcessTitle.command), !arguments.isEmpty else {
            throw StartObstacle(why: "nothing says how it is started: configure its start command")
        }
        let directory = directory
        guard FileFacts.isDirectory(directory) else {
            throw StartObstacle(why: "its directory \(directory) does not exist", liesInRelease: isOwn(directory))
        }
        let environment = try environment(change, directory)
        let output = log(old?.outputFile)
        return ProcessLaunch(
            arguments: arguments, executable: try executable(arguments, environment, directory), directory: directory,
            environment: environment, owner: try owner(directory), outputFile: output,
            errorFile: old?.errorFile == nil ? output : log(old?.errorFile), mask: old?.mask)
    }

    /// Before the first activation of a release directory, and after the undo of it, there is none to run in.
    private var directory: String {
        let configured = service.launch?.directory ?? old?.directory ?? machine.checkout
        guard let old, let home = machine.home, Paths.contains(home, configured), FileCall.facts(home) == nil else {
            return configured
        }
        return old.directory
    }

    /// What it ran with; over it the release's change, then the configured values and secrets, then the configured
    /// file. A file that is not there adds nothing.
    private func environment(_ change: EnvironmentChange, _ directory: String) throws -> [String: String] {
        var variables = change.applied(to: old?.environment ?? unknown(directory))
        variables.merge(service.launch?.environment ?? [:]) { $1 }
        variables.merge(try SecretValues(environment: machine.environment).all(of: service)) { $1 }
        if let file = service.launch?.environmentFile, let data = try FileCall.read(file) {
            variables.merge(DotenvFile.variables(in: String(decoding: data, as: UTF8.self))) { $1 }
        }
        if variables["PWD"] != nil { variables["PWD"] = directory }
        return variables
    }

    /// Where nothing is known: the caller's variables, but for those of the caller's home when another user owns it.
    private func unknown(_ directory: String) -> [String: String] {
        guard let owner = try? owner(directory), let account = FileFacts.account(of: owner.user) else {
            return machine.environment
        }
        let own = ["HOME": account.home, "USER": account.name, "LOGNAME": account.name]
        return machine.environment.merging(own) { $1 }
    }

    private func executable(_ arguments: [String], _ variables: [String: String], _ directory: String) throws -> String
    {
        let path = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let program = arguments[0]
        let found = ProgramLookup.file(for: program, path: path, directory: directory, isProgram: FileFacts.isProgram)
        let isTitle = ProcessTitle.isTitle(arguments, of: service.launch == nil ? old?.executable : nil)
        if let found, !isTitle { return found }
        if isTitle {
            throw StartObstacle(
                why: "it has overwritten its command line with `\(arguments[0])`: configure its start command")
        }
        if let old, old.arguments == arguments, FileFacts.isProgram(old.executable) { return old.executable }
        let isPath = program.contains("/")
        let places =
            isPath ? [program.hasPrefix("/") ? program : directory] : path.split(separator: ":").map(String.init)
        throw StartObstacle(
            why: "there is no program `\(program)` in \(isPath ? directory : "its PATH")",
            liesInRelease: places.contains(where: isOwn))
    }

    /// Part of the checkout, and so of what a rollback changes.
    private func isOwn(_ path: String) -> Bool { Paths.contains(machine.checkout, path) }

    /// Whom it ran as. Never seen: whom its directory belongs to, for a service must not become root's by an accident.
    private func owner(_ directory: String) throws -> UserIdentity? {
        let own = FileFacts.own
        guard let owner = old?.owner ?? (own.user == 0 ? FileFacts.owner(of: directory) : nil), owner != own else {
            return nil
        }
        guard own.user == 0 else {
            throw StartObstacle(why: "it runs as user \(owner.user), and only root can start it so: use sudo")
        }
        return owner
    }

    /// The configured log, the file it wrote to before, or one of lastgood's own.
    private func log(_ before: String?) -> String {
        if let file = service.launch?.logFile { return file }
        if let before, FileFacts.isDirectory(Paths.parent(before)) { return before }
        let name = service.name.rawValue.split(separator: "/").joined(separator: "_")
        return "\(machine.stateDirectory)/logs/\(name).log"
    }
}
