import RollbackCore
@testable import RollbackDrivers
import Testing

/// Whether one service's code can go back alone.
struct ServiceFoldersTests {
    private func service(_ name: String, in folder: String?) -> Service {
        Service(
            name: ServiceName(name),
            launch: folder.map { LaunchSpecification(arguments: ["run"], directory: $0) })
    }

    private func answer(_ folder: String?, others: [String?]) -> ServiceFolders.Answer {
        ServiceFolders(checkout: "/srv", root: "/srv/shop", running: []).answer(
            for: [service("web", in: folder)],
            others: others.enumerated().map { service("other\($0.offset)", in: $0.element) })
    }

    @Test func oneInAFolderOfItsOwnCan() {
        #expect(answer("/srv/shop/services/web", others: ["/srv/shop/services/web2"]) == .own(["shop/services/web"]))
        #expect(answer("/srv/shop/web", others: ["/srv/shop"]) == .shared("other0 runs in /srv/shop"))
    }

    @Test(
        arguments: [
            ("/srv/shop", ["/srv/shop/api"], "web runs in the platform's own folder"),
            ("/opt/web", ["/srv/shop/api"], "web runs in /opt/web"),
            (nil, ["/srv/shop/api"], "nothing says in which folder web is"),
            ("/srv/shop/web", [nil], "nothing says in which folder other0 is"),
            ("/srv/shop/web", ["/srv/shop/web"], "other0 runs in the same folder"),
            ("/srv/shop/web", ["/srv/shop/web/admin"], "other0 runs in /srv/shop/web/admin"),
        ] as [(String?, [String?], String)])
    func whatIsSharedSaysWhy(folder: String?, others: [String?], why: String) {
        #expect(answer(folder, others: others) == .shared(why))
    }

    /// Where no configuration says it, the processes do.
    @Test func aRunningServiceTellsItsFolder() {
        let setting = ProcessSetting(
            arguments: ["x"], executable: "/x", directory: "/srv/shop/web", environment: [:],
            owner: UserIdentity(user: 0, group: 0), outputFile: nil, errorFile: nil, controlGroup: "")
        let facts = ServiceFacts(service: "web", manager: .process, processes: [], setting: setting)
        let folders = ServiceFolders(checkout: "/srv/shop", root: "/srv/shop", running: [facts])
        #expect(folders.answer(for: [service("web", in: nil)], others: []) == .own(["web"]))
    }
}
