import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackProject
import RollbackReporting
import RollbackSystem

/// What a project's tree is made from: its files, what runs, and its configuration.
struct ProjectInputs: Sendable {
    let platform: Platform
    /// Deployments are to be recorded by GitHub Actions.
    var wantsWorkflow = false

    func detection() async throws -> ProjectDetection {
        let machine = platform.machine
        let found = try await ServiceDiscovery(
            table: machine.effects.table, processes: machine.effects.processes, roots: [platform.root],
            process: machine.host.process, home: machine.environment["HOME"]
        ).services()
        let running = found.map { found in
            RunningService(
                service: found.service, arguments: found.facts.setting?.arguments ?? [],
                directory: found.facts.setting?.directory ?? platform.root, why: found.why)
        }
        return ProjectDetection(
            try FolderFiles(root: platform.root), root: platform.root, running: running,
            known: platform.configuration.services)
    }

    /// Documents and scripts come from the configuration as it will be: the platform's own files where there are any.
    /// Where what was detected contradicts them, they are right, nothing is added to them, and that is said.
    func tree(
        _ detection: ProjectDetection, _ record: GeneratedRecord?, updates: Bool, text: (String) throws -> String?
    ) throws -> (tree: RollbackTree, notes: [ProjectGuess]) {
        let generated = ConfigurationFiles(detection, title: title(detection)).texts
        let future = try TreePlan(
            RollbackTree(configuration: generated), record: record, updates: updates, text: text
        ).texts
        do {
            return (RollbackTree(try facts(future, detection, record), configuration: generated), [])
        } catch let contradiction as Failure {
            var there: [String: String] = [:]
            for path in ConfigurationFiles.paths { there[path] = try text(path) }
            guard !there.isEmpty, there != future else { throw contradiction }
            return (RollbackTree(try facts(there, detection, record), configuration: [:]), [Self.note(contradiction)])
        }
    }

    private static func note(_ contradiction: Failure) -> ProjectGuess {
        let why = FailureText.message(for: contradiction).happened.joined(separator: " ")
        let reason = "it stays as it is, because what was found contradicts it: \(why)"
        return ProjectGuess(.note, "rollback/config", reasons: [reason])
    }

    private func title(_ detection: ProjectDetection) -> String {
        detection.repositoryName ?? platform.root.split(separator: "/").last.map(String.init) ?? "this platform"
    }

    private func loaded(_ texts: [String: String]) throws -> PlatformConfiguration {
        var bytes: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases { bytes[file] = texts[file.path].map { Array($0.utf8) } }
        return try ConfigurationLoader.configuration(root: platform.root, bytes)
    }

    private func facts(
        _ texts: [String: String], _ detection: ProjectDetection, _ record: GeneratedRecord?
    ) throws -> PlatformFacts {
        let configuration = try loaded(texts)
        let written = WrittenWords(texts[ConfigurationFiles.rollback] ?? "")
        var facts = PlatformFacts(
            root: platform.root, title: title(detection), environment: configuration.environment,
            services: configuration.services.map(written.only), checks: configuration.checks,
            contacts: configuration.contacts.map { .init(name: $0.name, how: $0.how) },
            dashboards: configuration.dashboards, logRetentionDays: configuration.settings.logRetentionDays,
            detection: detection)
        // Once asked for, it is refreshed with the rest.
        facts.hasRecordWorkflow = wantsWorkflow || record?.digests[RecordWorkflow.path] != nil
        return facts
    }

    /// What somebody could ask for and has not.
    func offers(_ record: GeneratedRecord?) -> [ProjectGuess] {
        guard access("\(platform.root)/.github/workflows", F_OK) == 0, platform.root == platform.git.root,
            !wantsWorkflow,
            record?.digests[RecordWorkflow.path] == nil
        else { return [] }
        let reason = "each deployment can be recorded as a release by it: lastgood init --workflow"
        return [ProjectGuess(.note, "GitHub Actions", reasons: [reason])]
    }
}

/// What a configuration file says in so many words. A value that came from elsewhere can be a secret, and what is made
/// from the configuration is committed.
struct WrittenWords {
    private let text: String
    init(_ text: String) { self.text = text }

    func only(_ service: Service) -> Service {
        var service = service
        guard let launch = service.launch else { return service }
        service.launch = launch.arguments.allSatisfy(holds) ? launch : nil
        service.launch?.environment = launch.environment.filter { !SecretNames.isSecret($0.key) && holds($0.value) }
        return service
    }

    private func holds(_ value: String) -> Bool {
        guard let quoted = try? JSONText.data(JSONValue.string(value)) else { return false }
        return text.contains(value) || text.contains(String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self))
    }
}
