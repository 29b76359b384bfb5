import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What is installed in a Python environment, by the names of its metadata folders: one listing, no program runs.
struct InstalledPackages: Sendable {
    /// Versions by normalized name.
    let versions: [String: String]
    private let folders: [String]

    init(in environment: String) throws {
        folders = try ["lib", "lib64"].flatMap { library in
            try FileCall.names(in: "\(environment)/\(library)").filter { $0.hasPrefix("python") }
                .map { "\(environment)/\(library)/\($0)/site-packages" }
        }.filter { access($0, F_OK) == 0 }
        var found: [String: String] = [:]
        for name in try folders.flatMap(FileCall.names) {
            guard let suffix = [".dist-info", ".egg-info"].first(where: name.hasSuffix) else { continue }
            let parts = name.dropLast(suffix.count).split(separator: "-")
            guard parts.count >= 2 else { continue }
            found[Self.normalized(String(parts[0]))] = parts[1].lowercased()
        }
        versions = found
    }

    /// Names compare without case, and with any run of `-`, `_` and `.` as one (Python packaging, "Names and
    /// normalization").
    static func normalized(_ name: String) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    func has(_ packages: [(name: String, version: String?)]) -> Bool {
        packages.allSatisfy { package in
            guard let installed = versions[package.name] else { return false }
            return package.version.map { $0 == installed } ?? true
        }
    }

    /// Folders outside the environment that are installed in it by reference: `.pth` files name them, or import
    /// a finder for them.
    func references() throws -> [String] {
        try folders.flatMap { folder in
            try FileCall.names(in: folder).filter { $0.hasSuffix(".pth") }.filter { name in
                let text = String(decoding: try FileCall.read("\(folder)/\(name)") ?? .init(), as: UTF8.self)
                return name.hasPrefix("__editable__") || text.split(separator: "\n").contains { $0.hasPrefix("/") }
            }
        }
    }
}
