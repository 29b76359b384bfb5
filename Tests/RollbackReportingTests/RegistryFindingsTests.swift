import RollbackCore
import RollbackReporting
import Testing

/// Which release a rollback would find, and what is said of the others.
@Suite struct RegistryFindingsTests {
    private let new: CommitID = "1111111111"
    private let old: CommitID = "2222222222"

    private func release(_ state: RegisteredRelease.State, verified: Bool = true) -> RegisteredRelease {
        RegisteredRelease(name: "R", verified: verified, state: state)
    }

    private func judged(
        _ releases: [RegisteredRelease], running: CommitID? = nil, bad: Set<CommitID> = [], shallow: Bool = false
    ) -> RegistryFindings {
        RegistryFindings(releases, running: running, bad: bad, isShallow: shallow)
    }

    @Test func theNewestThatIsNeitherRunningNorBadIsTheTarget() {
        let both = [release(.complete(new)), release(.complete(old))]
        #expect(judged(both).target?.commit == new)
        #expect(judged(both, running: new).target?.commit == old)
        #expect(judged(both, bad: [new]).target?.commit == old)
        #expect(judged(both, running: new, bad: [old]).target == nil)
        #expect(judged([release(.complete(new), verified: false)] + both.dropFirst()).target?.commit == old)
        #expect(judged([release(.absent(why: "gone")), release(.complete(old))]).target?.commit == old)
    }

    /// A rollback does not look at objects before it picks: so the newest is its target, complete or not.
    @Test func aTargetThatCannotBeRestoredIsAProblem() {
        for state in [RegisteredRelease.State.incomplete(new, missing: 2), .damaged(new, why: "torn")] {
            let findings = judged([release(state), release(.complete(old))]).findings()
            #expect(findings.map(\.grade) == [.problem, .problem, .ok])
        }
    }

    @Test func withoutATargetItDependsWhy() {
        #expect(judged([]).findings().map(\.grade) == [.warning])
        #expect(judged([release(.complete(new), verified: false)]).findings().map(\.grade) == [.warning, .ok])
        #expect(judged([release(.complete(new))], running: new).findings().map(\.grade) == [.warning, .ok])
        #expect(judged([release(.complete(new))], bad: [new]).findings().map(\.grade) == [.problem, .ok])
        #expect(judged([release(.absent(why: "gone"))]).findings().map(\.grade) == [.problem, .warning])
        #expect(judged([release(.unexamined(new, why: "late"))]).findings().map(\.grade) == [.ok, .warning])
    }

    @Test func aShallowCloneIsDeepened() {
        let absent = [release(.absent(why: "gone"))]
        #expect(judged(absent, shallow: true).findings().last?.command == "git fetch --unshallow")
        #expect(judged(absent).findings().last?.command == "git fetch --all --tags")
    }
}

@Suite struct DoctorTextTests {
    private let findings = [
        Finding(.ok, "state", "it can be written"),
        Finding(.warning, "pin", "rolled\u{1B}[2J back", advice: "Release it", command: .unpin),
        Finding(.problem, "service web", "it cannot be started", advice: "Start it", command: "sudo start"),
    ]

    @Test func everyFindingIsALineWithItsAdvice() {
        #expect(
            DoctorText.text(findings) == """
                ok       state        it can be written.
                warning  pin          rolled�[2J back.
                                      Release it.
                                        lastgood unpin
                problem  service web  it cannot be started.
                                      Start it.
                                        sudo start
                A rollback would not go well here: 1 problem and 1 warning.

                """)
    }

    @Test func problemsComeFirstAmongWhatToType() {
        #expect(DoctorText.next(findings + findings) == ["sudo start", "lastgood unpin"])
        #expect(DoctorText.worst(findings) == .problem && DoctorText.worst([]) == .ok)
        #expect(DoctorText.worst(Array(findings.prefix(2))) == .warning)
    }
}
