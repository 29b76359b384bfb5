import Crypto
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// What belongs to a release and is not in git: built files, and the images that containers run.
package struct ReleaseArtifacts: Sendable {
    private let root: String
    private let patterns: [String]
    private let services: [Service]
    private let processes: any ProcessRunning

    /// - Parameter patterns: paths from the root, with `*` and `?` as in a shell.
    package init(root: String, patterns: [String], services: [Service], processes: any ProcessRunning) {
        self.root = root
        self.patterns = patterns
        self.services = services
        self.processes = processes
    }

    package struct Part: Sendable {
        /// By the file's path, or `image/` and the service's name.
        package var artifacts: [String: String] = [:]
        package var notes: [String] = []
    }

    package func part() async throws -> Part {
        var part = Part()
        for pattern in patterns {
            let found = try files(pattern)
            if found.isEmpty { part.notes.append("nothing is there that artifacts names as \(pattern)") }
            for path in found { part.artifacts[path] = try digest(of: path) }
        }
        await addImages(&part)
        return part
    }

    private func files(_ pattern: String) throws -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        // The root is a path and no pattern, whatever stands in it.
        let place = root.reduce(into: "") { $0 += ("*?[\\".contains($1) ? "\\" : "") + String($1) }
        guard glob("\(place)/\(pattern)", 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
        let found = (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
        return try found.flatMap { try entries(String($0.dropFirst(root.count + 1))) }
    }

    /// A folder stands for all files in it.
    private func entries(_ path: String) throws -> [String] {
        let full = "\(root)/\(path)"
        guard FileFacts.isDirectory(full) else { return [path] }
        var found: [String] = []
        try TreeWalk.walk(full, enter: { _ in true }) { name, _, isFolder in
            if !isFolder { found.append("\(path)/\(name)") }
        }
        return found.sorted()
    }

    private func digest(of path: String) throws -> String {
        let full = "\(root)/\(path)"
        if let text = FileCall.linkText(full) { return "link to \(text)" }
        guard let facts = FileCall.facts(full), facts.st_mode & S_IFMT == S_IFREG else { return "no file" }
        var hash = SHA256()
        let descriptor = try FileCall.check(full, "open") { open(full, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try FileCall.check(full, "read") { read(descriptor, &buffer, buffer.count) }
            if count == 0 { return "sha256:" + Hexadecimal.text(hash.finalize()) }
            hash.update(data: buffer[..<count])
        }
    }

    private func addImages(_ part: inout Part) async {
        let composed = services.filter { $0.manager == .compose }
        guard !composed.isEmpty else { return }
        do {
            let program = try await ComposeProgram(processes: processes).choice().engine
            let containers = try await ComposeEngine(processes: processes, program: program).containers()
            for service in composed {
                let unit = ComposeUnit(service)
                let own = containers.first { container in
                    container.service == unit.service
                        && (unit.project.map { $0 == container.project } ?? Paths.contains(root, container.directory))
                }
                if let own, !own.imageID.isEmpty { part.artifacts["image/\(service.name)"] = own.imageID }
            }
        } catch {
            part.notes.append("no container engine answers: which images run is not part of the release")
        }
    }
}
