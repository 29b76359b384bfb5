import RollbackCore

/// `rollback/scripts/`: what a person types in an emergency. Each hands its options to the program as they are.
struct ScriptFiles {
    let facts: PlatformFacts

    init(_ facts: PlatformFacts) { self.facts = facts }

    var files: [TreeFile] {
        [
            script("emergency-rollback.sh", EmergencyScript.text),
            script("rollback-database.sh", DatabaseScript.text), script("verify-rollback.sh", VerifyScript.text),
            script("backup-current-state.sh", BackupScript.text), script(RecordScript.name, RecordScript.text),
            script("emergency-rollback.ps1", PowerShellScript.text),
            file("break-glass.sh", BreakGlass.text), file("break-glass-services.sh", BreakGlassServices(facts).text),
        ] + serviceScripts
    }

    static let folder = "rollback/scripts"

    private func script(_ name: String, _ text: String) -> TreeFile {
        TreeFile("\(Self.folder)/\(name)", text, executable: true)
    }

    private func file(_ name: String, _ text: String) -> TreeFile { TreeFile("\(Self.folder)/\(name)", text) }

    /// One for each service, and one under the name of its framework.
    private var serviceScripts: [TreeFile] {
        serviceNames.map { file, service in script("rollback-\(file).sh", ServiceScript.text(service, file: file)) }
    }

    /// What the script is called after, and its service. `rollback-database.sh` is the database's own.
    var serviceNames: [(file: String, service: ServiceName)] {
        var found: [(file: String, service: ServiceName)] = facts.services.map { ($0.name.rawValue, $0.name) }
        for service in facts.services {
            guard let framework = facts.frameworks[service.name]?.rawValue else { continue }
            if !found.contains(where: { $0.file == framework }) { found.append((framework, service.name)) }
        }
        return found.filter { $0.file != "database" }
    }
}
