import FoundationEssentials
import RollbackCore
import RollbackProject
import Testing

struct TreePlanTests {
    private static let facts = PlatformFacts(
        root: "/srv/shop", title: "shop", services: [Service(name: "web", port: 8000)], detection: ProjectDetection([:])
    )
    private static let tree = RollbackTree(facts, configuration: [ConfigurationFiles.rollback: "{}\n"])
    private static let readme = "rollback/README.md"
    private static let script = "rollback/scripts/emergency-rollback.sh"

    /// A tree on a disk that is a dictionary.
    private struct Disk {
        var texts: [String: String] = [:]
        var record: GeneratedRecord?

        mutating func perform(_ tree: RollbackTree, updates: Bool = false) -> [String: TreeChange.Action] {
            let plan = TreePlan(tree, record: record, updates: updates) { texts[$0] }
            for change in plan.changes where change.action == .remove { texts[change.path] = nil }
            for (path, text) in plan.texts
            where !plan.changes.contains(where: { $0.path == path && $0.action == .remove }) {
                texts[path] = text
            }
            record = plan.record
            return Dictionary(uniqueKeysWithValues: plan.changes.map { ($0.path, $0.action) })
        }
    }

    @Test func theFirstTimeAllIsWrittenAndTheSecondNothing() {
        var disk = Disk()
        #expect(Set(disk.perform(Self.tree).values) == [.write])
        let before = disk.texts
        #expect(Set(disk.perform(Self.tree).values) == [.same])
        #expect(Set(disk.perform(Self.tree, updates: true).values) == [.same])
        #expect(disk.texts == before)
    }

    @Test func anEditIsKeptAndTheRestRefreshed() {
        var disk = Disk()
        _ = disk.perform(Self.tree)
        disk.texts[Self.script] = "#!/bin/sh\necho mine\n"
        var newer = Self.tree
        for index in newer.files.indices { newer.files[index].text = "newer\n" + newer.files[index].text }
        #expect(Set(disk.perform(newer).values) == [.keep])
        let updated = disk.perform(newer, updates: true)
        #expect(updated[Self.script] == .keep)
        #expect(updated[Self.readme] == .refresh)
        #expect(disk.texts[Self.script] == "#!/bin/sh\necho mine\n")
        #expect(disk.texts[Self.readme]?.hasPrefix("newer\n") == true)
        #expect(disk.perform(newer, updates: true)[Self.script] == .keep)
    }

    @Test func wordsBelowTheMarkStayThroughARefresh() throws {
        var disk = Disk()
        _ = disk.perform(Self.tree)
        disk.texts[Self.readme, default: ""] += "\nCall Ada first.\n"
        var newer = Self.tree
        let index = try #require(newer.files.firstIndex { $0.path == Self.readme })
        newer.files[index].text = "newer\n" + newer.files[index].text
        #expect(disk.perform(newer, updates: true)[Self.readme] == .refresh)
        #expect(disk.texts[Self.readme]?.hasPrefix("newer\n") == true)
        #expect(disk.texts[Self.readme]?.hasSuffix("\nCall Ada first.\n") == true)
    }

    @Test func whatBelongsToNothingAnyMoreGoesUnlessItWasEdited() {
        var disk = Disk()
        _ = disk.perform(Self.tree)
        let without = RollbackTree(
            PlatformFacts(title: "shop", services: [], detection: ProjectDetection([:])), configuration: [:])
        let script = "rollback/scripts/rollback-web.sh"
        var edited = disk
        edited.texts[script] = "mine"
        #expect(disk.perform(without)[script] == .keep)
        #expect(disk.perform(without, updates: true)[script] == .remove)
        #expect(disk.texts[script] == nil)
        #expect(disk.texts[ConfigurationFiles.rollback] != nil)
        #expect(edited.perform(without, updates: true)[script] == .keep)
        #expect(edited.texts[script] == "mine")
    }

    @Test func somebodyElsesTreeIsAdoptedItsConfigurationNever() {
        let texts = [Self.script: "#!/bin/bash\ngit reset --hard\n", ConfigurationFiles.rollback: "{ }\n"]
        let plan = TreePlan(Self.tree, record: nil, updates: true) { texts[$0] }
        let actions = Dictionary(uniqueKeysWithValues: plan.changes.map { ($0.path, $0.action) })
        #expect(plan.adopts)
        #expect(actions[Self.script] == .adopt)
        #expect(actions[ConfigurationFiles.rollback] == .keep)
        #expect(plan.differences.contains("-git reset --hard"))
        #expect(!TreePlan(Self.tree, record: nil, updates: false) { _ in nil }.adopts)
        #expect(!TreePlan(Self.tree, record: GeneratedRecord(), updates: false) { texts[$0] }.adopts)
    }

    /// The record is written last: without it, what is there in so many words is taken up again.
    @Test func aTreeThatWasCutShortIsFinishedWithoutAQuestion() {
        let first = Self.tree.files.prefix(4)
        let plan = TreePlan(Self.tree, record: nil, updates: false) { path in first.first { $0.path == path }?.text }
        #expect(!plan.adopts)
        #expect(plan.changes.count { $0.action == .same } == 4)
        #expect(plan.record.digests.count == Self.tree.files.count)
    }

    @Test func aRecordFromANewerProgramIsRefused() throws {
        #expect(throws: Failure.stateFromNewerVersion(path: "r", version: 2, known: 1, neededBy: nil)) {
            try GeneratedRecord(Data(#"{"version": 2}"#.utf8), path: "r")
        }
        for damaged in ["", "[]", #"{"version": 1}"#, #"{"version": 1, "files": [1]}"#] {
            #expect(throws: Failure.self) { try GeneratedRecord(Data(damaged.utf8), path: "r") }
        }
    }
}
