/// Which of the known ways a project changes its database's schema.
struct MigrationSystems {
    let found: [MigrationGuess]

    init(_ files: any ProjectFiles) {
        let alembic = Self.alembic(files)
        let sql = Self.folders(files).map { Self.sql($0.folder, $0.files, files) }
        found = alembic + sql
    }

    private static func alembic(_ files: any ProjectFiles) -> [MigrationGuess] {
        files.named("alembic.ini").compactMap { file in
            let lines = Text.lines(files.text(file) ?? "")
            let setting = lines.first { $0.hasPrefix("script_location") }?.split(separator: "=", maxSplits: 1).last
            let value = Text.trimmed(setting ?? "alembic").split(separator: "%(here)s").last.map(String.init) ?? ""
            let relative = value.hasPrefix("/") ? String(value.dropFirst()) : value
            guard let folder = ProjectPath.joined(ProjectPath.folder(file), relative) else { return nil }
            let versions = files.paths.filter { $0.hasPrefix("\(folder)/versions/") && $0.hasSuffix(".py") }
            return MigrationGuess(
                system: "Alembic", folder: folder, files: versions.count, reasons: ["\(file) says so"])
        }
    }

    /// Folders that hold SQL files whose names begin with a time or a number.
    private static func folders(_ files: any ProjectFiles) -> [(folder: String, files: [String])] {
        let numbered = files.paths.filter { path in
            let digits = ProjectPath.name(path).prefix { $0.isASCII && ($0.isNumber) || $0 == "V" }.count
            return path.hasSuffix(".sql") && digits >= 3
        }
        return Dictionary(grouping: numbered, by: ProjectPath.folder).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    private static func sql(_ folder: String, _ paths: [String], _ files: any ProjectFiles) -> MigrationGuess {
        let first = paths.first ?? folder
        if folder == "supabase/migrations" || folder.hasSuffix("/supabase/migrations") {
            return MigrationGuess(
                system: "Supabase", folder: folder, files: paths.count,
                reasons: ["\(first) lies where Supabase keeps them"])
        }
        if paths.contains(where: { files.text($0).map { Text.holds("-- migrate:up", in: $0) } ?? false }) {
            return MigrationGuess(
                system: "dbmate", folder: folder, files: paths.count, reasons: ["\(first) has the mark -- migrate:up"])
        }
        return MigrationGuess(
            system: "plain SQL files", folder: folder, files: paths.count, reasons: ["\(first) is numbered"])
    }
}
