import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Removes the reports of old runs from the folder where people look for them. Only what is called like a report of a
/// run, and is a file, is ever removed: incidents and other people's notes lie in the same folder.
struct ReportRetention: Sendable {
    let folder: String
    let days: Int
    let now: Date

    /// These stay whatever their age.
    static let kept = 10

    private struct Report {
        var paths: [String] = []
        var written = Date.distantPast
    }

    /// - Throws: what kept a report from being removed, after trying the others.
    func apply() throws {
        let limit = now.addingTimeInterval(-Double(days) * 86_400)
        var trouble: (any Error)?
        for report in try reports().dropFirst(Self.kept) where report.written < limit {
            for path in report.paths {
                do { try FileCall.check(path, "remove the old report") { unlink(path) } } catch {
                    trouble = trouble ?? error
                }
            }
        }
        if let trouble { throw trouble }
    }

    /// The newest first, by the time when they were written: numbers begin anew in a new clone.
    private func reports() throws -> [Report] {
        var reports: [RunID: Report] = [:]
        for name in try FileCall.names(in: folder) {
            guard let run = run(name), let written = written("\(folder)/\(name)") else { continue }
            var report = reports[run] ?? Report()
            report.paths.append("\(folder)/\(name)")
            report.written = max(report.written, written)
            reports[run] = report
        }
        return reports.values.sorted { $0.written > $1.written }
    }

    /// `run-7.html` and `run-7.md`.
    private func run(_ name: String) -> RunID? {
        for ending in [".html", ".md"] where name.hasSuffix(ending) {
            guard let run = RunID(text: String(name.dropLast(ending.count))), "\(run)\(ending)" == name else {
                return nil
            }
            return run
        }
        return nil
    }

    /// Nil for anything but a file of its own.
    private func written(_ path: String) -> Date? {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Date(timeIntervalSince1970: Double(facts.st_mtim.tv_sec))
    }
}
