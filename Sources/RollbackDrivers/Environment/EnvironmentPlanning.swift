import Crypto
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// A release's environment, opened for planning.
package struct OpenedEnvironment: Sendable {
    /// `v41`.
    package var release: String
    package var digest: EnvironmentDigest
    package var values: EnvironmentValues

    package init(release: String, digest: EnvironmentDigest, values: EnvironmentValues) {
        self.release = release
        self.digest = digest
        self.values = values
    }
}

/// Plans how the environment goes back. Looks only; changes nothing, and puts no value into the plan.
package struct EnvironmentPlanning: Sendable {
    private let root: String
    /// Absolute: files that go back with the code.
    private let withCode: Set<String>
    /// Absolute folders; nil: everything.
    private let only: [String]?

    package init(root: String, withCode: Set<String>, only: [String]? = nil) {
        self.root = root
        self.withCode = withCode
        self.only = only
    }

    /// What the environment contributes to a plan.
    package struct Part: Sendable {
        package var contributions: [Contribution] = []
        package var restores: [String] = []
        package var leaves: [String] = []
        package var warnings: [String] = []
        /// Of the files as they are now; nil where none of them is looked at.
        package var fingerprint: String?

        package init() {}
    }

    /// - Parameter bad: nil: what the release that goes away had was never recorded.
    package func part(good: OpenedEnvironment, bad: OpenedEnvironment?) throws -> Part {
        var part = Part()
        var files: [EnvironmentFileChange] = []
        var state = SHA256()
        let names = Set(good.values.files.keys).union(bad?.values.files.keys.map(\.self) ?? []).sorted()
        for file in names {
            let path = path(of: file)
            guard !withCode.contains(path), only?.contains(where: { Paths.contains($0, path) }) ?? true else {
                continue
            }
            let data = try FileCall.read(path)
            state.update(data: Self.facts(path))
            let difference = EnvironmentDifference(
                good: good.values.files[file] ?? [:], bad: bad.map { $0.values.files[file] ?? [:] },
                live: data.map(DotenvEdit.variables) ?? [:])
            if !difference.kept.isEmpty {
                part.leaves.append("\(Self.list(difference.kept)) of \(file): changed since by somebody")
            }
            guard !difference.isEmpty else { continue }
            guard FileCall.facts(FileCall.parent(of: path) ?? "/") != nil else {
                part.leaves.append("\(file): its folder is not here")
                continue
            }
            let change = EnvironmentFileChange(
                path: path, file: file, sets: difference.sets, removals: difference.removals)
            files.append(change)
            part.restores.append("environment: \(change.summary), as in \(good.release)")
        }
        part.fingerprint = Hexadecimal.text(state.finalize().prefix(16))
        guard !files.isEmpty else {
            part.restores.append("environment: nothing differs from \(good.release)'s")
            return part
        }
        if bad == nil {
            part.warnings.append(
                "nobody recorded the environment of the release that goes away: whatever differs from \(good.release)'s goes back"
            )
        }
        let settings = EnvironmentSettings(release: good.release, digest: good.digest.rawValue, files: files)
        part.contributions = try EnvironmentSteps.contributions(settings)
        return part
    }

    private func path(of file: String) -> String {
        let path = file.hasPrefix("/") ? file : "\(root)/\(file)"
        // A link is followed: what it leads to is the file that is read.
        return FileCall.realPath(path) ?? path
    }

    /// Not of its content: a plain hash of secrets can be guessed at.
    private static func facts(_ path: String) -> Data {
        guard let facts = FileCall.facts(path) else { return Data("\(path) -\n".utf8) }
        let time = "\(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)"
        return Data("\(path) \(facts.st_ino) \(facts.st_size) \(time)\n".utf8)
    }

    static func list(_ names: [String]) -> String {
        names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
    }
}
