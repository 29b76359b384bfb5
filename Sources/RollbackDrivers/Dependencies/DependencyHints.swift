package import RollbackCore

/// What running processes say of the sets that they use.
package enum DependencyHints {
    /// Absolute paths: `VIRTUAL_ENV`, and the program and the script that each process was started with.
    package static func paths(of settings: [ProcessSetting]) -> [String] {
        Set(
            settings.flatMap { setting in
                let named = setting.arguments.prefix(2).filter { $0.contains("/") && !$0.hasPrefix("-") }
                return (named + [setting.environment["VIRTUAL_ENV"] ?? ""]).filter { !$0.isEmpty }
                    .map { $0.hasPrefix("/") ? $0 : "\(setting.directory)/\(plain($0))" }
            }
        ).sorted()
    }

    private static func plain(_ path: String) -> String { path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
}
