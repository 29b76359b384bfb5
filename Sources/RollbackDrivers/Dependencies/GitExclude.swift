import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Keeps git from taking the new link for a file of somebody's: a pattern like `.venv/` ignores folders only. The
/// line stays when the switch is taken back; the folder was ignored before it.
enum GitExclude {
    static func add(_ line: String?, to file: String?) throws {
        guard let line, let file else { return }
        let text = String(decoding: try FileCall.read(file) ?? Data(), as: UTF8.self)
        guard !text.split(whereSeparator: \.isNewline).contains(line[...]) else { return }
        if let folder = FileCall.parent(of: file) { try FileCall.makeDirectory(folder, mode: 0o755) }
        let mode = FileCall.facts(file).map { $0.st_mode & 0o777 } ?? 0o644
        let separator = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
        try AtomicFile.write(Data("\(text)\(separator)\(line)\n".utf8), to: file, mode: mode)
    }
}
