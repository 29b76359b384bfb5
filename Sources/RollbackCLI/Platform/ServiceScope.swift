import RollbackCore
import RollbackDrivers

/// Which code goes back: the platform's, or with `--service` that of the chosen services alone.
struct ServiceScope: Sendable {
    let code: CodeScope
    /// What a person should know of it; nil: everything goes back.
    let note: String?

    /// - Parameter chosen: empty: all services.
    init(_ platform: Platform, chosen: [Service], _ running: [ServiceFacts]) {
        let whole = platform.access.scope
        let others = platform.services.filter { service in !chosen.contains { $0.name == service.name } }
        guard !chosen.isEmpty, !others.isEmpty else {
            code = whole
            note =
                whole.isWhole ? nil : "only \(whole.shown) goes back: the platform is a folder of a larger repository"
            return
        }
        guard platform.access.folders == nil else {
            code = whole
            note =
                "the code goes back as a whole, although only some services are restarted: a release is one directory"
            return
        }
        let folders = ServiceFolders(checkout: platform.git.root, root: platform.root, running: running)
        switch folders.answer(for: chosen, others: others) {
        case .own(let folders):
            code = CodeScope(prefix: whole.prefix, folders: folders)
            note = "only \(code.shown) goes back: code that services share stays as it is"
        case .shared(let why):
            code = whole
            note = "the code goes back as a whole, although only some services are restarted: \(why)"
        }
    }
}
