import Testing

/// What a person sees and types.
struct TerminalTests {
    @Test func aKeyPicksAndYGoesBack() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let terminal = try platform.terminal("rollback")
            #expect(try await terminal.shows("Release 1.0"), "\(terminal.screen)")
            #expect(try await terminal.shows("Number"))
            terminal.type("1\n")
            #expect(try await terminal.shows("[y/N]"), "\(terminal.screen)")
            #expect(terminal.screen.contains("lastgood undo"))
            terminal.type("y\n")
            #expect(try await terminal.shows("service restored after"), "\(terminal.screen)")
            #expect(try await terminal.end() == 0)
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    @Test(arguments: ["n\n", "\n", "no\n", "\u{4}"])
    func anythingButYesChangesNothing(typed: String) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.startByHand(.web())
            let before = try await platform.state
            let terminal = try platform.terminal("rollback", "--commit", "HEAD~1")
            #expect(try await terminal.shows("[y/N]"), "\(terminal.screen)")
            terminal.type(typed)
            #expect(try await terminal.end() == 130)
            #expect(terminal.screen.contains("Cancelled; nothing was changed."))
            #expect(try await platform.state == before)
        }
    }

    @Test func noChoiceIsNoRollback() async throws {
        try await AcceptancePlatform.with { platform in
            let before = try await platform.state
            let terminal = try platform.terminal("rollback")
            #expect(try await terminal.shows("Number"))
            terminal.type("\n")
            #expect(try await terminal.end() == 130)
            #expect(try await platform.state == before)
        }
    }

    /// One screen, then `y`.
    @Test func whatIsAskedFitsOneScreen() async throws {
        try await AcceptancePlatform.with { platform in
            let services = (1...6).map { TestService.web("web\($0)") }
            try await platform.configure(services)
            let terminal = try platform.terminal("rollback")
            #expect(try await terminal.shows("[y/N]"), "\(terminal.screen)")
            let lines = terminal.screen.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 24)
            #expect(lines.allSatisfy { $0.count <= 120 })
            terminal.type("n\n")
            #expect(try await terminal.end() == 130)
        }
    }

    /// Somebody reads the list and thinks: the platform is free meanwhile.
    @Test func whoChoosesKeepsNobodyWaiting() async throws {
        try await AcceptancePlatform.with { platform in
            let terminal = try platform.terminal("rollback", "-y")
            #expect(try await terminal.shows("Number"), "\(terminal.screen)")
            #expect(try await platform.lastgood("unpin").status == 0)
            terminal.type("1\n")
            #expect(try await terminal.end() == 0, "\(terminal.screen)")
            #expect(platform.text("app/release") == "good\n")
        }
    }

    /// A second operator on a terminal joins the live view of the first one's run.
    @Test(arguments: [["rollback", "--auto-confirm"], ["rollback"]])
    func theSecondOperatorJoinsTheView(arguments: [String]) async throws {
        try await AcceptancePlatform.with { platform in
            var slow = TestService.web()
            slow.stubborn = true
            slow.stop = 8
            try await platform.startByHand(slow)
            try await platform.configure([slow])
            let first = try platform.start(["rollback", "--auto-confirm", "--actor", "kim"])
            #expect(try await eventually { first.output.contains("stopping web") })
            let second = try Terminal(arguments, in: platform.root)
            #expect(try await second.shows("Joining its live view."), "\(second.screen)")
            #expect(second.screen.contains("held by kim on host"))
            #expect(try await second.shows("service restored after"), "\(second.screen)")
            #expect(try await second.end() == 11)
            #expect(try await first.end().status == 0)
        }
    }
}
