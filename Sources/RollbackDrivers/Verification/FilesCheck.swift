import Glibc
import RollbackCore

/// Files without which the platform does not work.
struct FilesCheck {
    let root: String

    func measure(_ paths: [String]) -> (Verdict, String) {
        let missing = paths.filter { access($0.hasPrefix("/") ? $0 : "\(root)/\($0)", R_OK) != 0 }
        guard missing.isEmpty else { return (.bad, "missing or unreadable: \(missing.joined(separator: ", "))") }
        return (.healthy, paths.count == 1 ? "\(paths[0]) is there" : "all \(paths.count) files are there")
    }
}
