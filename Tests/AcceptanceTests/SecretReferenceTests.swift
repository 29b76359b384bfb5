import Foundation
import Testing

/// Secrets that the configuration only refers to: the service gets them, and nobody else.
struct SecretReferenceTests {
    private static let canary = "k4n4ry-of-a-variable", other = "k4n4ry-of-a-file"

    private func service() -> TestService {
        var service = TestService.web()
        service.variables = ["MODE": "<${CANARY}>", "PLAIN": "$${CANARY}"]
        service.secretFiles = ["API_SECRET": "secrets/key"]
        return service
    }

    /// The good release says its secrets in its answer and in its log.
    private func prepare(_ platform: AcceptancePlatform, _ service: TestService) async throws {
        try platform.write(".gitignore", ".env\n*.log\nsecrets/\n")
        try platform.write("secrets/key", Self.other + "\n")
        let server = platform.text("app/server.py")
            .replacingOccurrences(of: "print(\"serving", with: "print(dict(os.environ), \"serving")
            .replacingOccurrences(
                of: "os.environ.get(\"MODE\", \"none\")",
                with: "\" \".join(str(os.environ.get(name)) for name in (\"MODE\", \"API_SECRET\", \"PLAIN\"))")
        try platform.write("app/server.py", server)
        try platform.write("app/release", "good\n")
        try await platform.commit("Release 1.2 that tells")
        try platform.write("app/release", "failing\n")
        try await platform.commit("Release 1.3")
        try await platform.configure([service])
        try await platform.startByHand(service, environment: ["MODE": "none"])
    }

    @Test func theyReachTheServiceAndNothingElse() async throws {
        try await AcceptancePlatform.with { platform in
            let service = service()
            try await prepare(platform, service)
            var said = ""
            for arguments in [
                ["plan"], ["rollback", "--commit", "HEAD~1", "--auto-confirm", "--json"], ["logs"], ["verify"],
                ["status"], ["doctor"], ["history"], ["report", "--format", "text"], ["undo"],
                ["rollback", "--commit", "HEAD~1", "--auto-confirm"],
            ] {
                let running = try platform.start(arguments, environment: ["CANARY": Self.canary])
                said += try await running.end().everything
            }
            #expect(
                try await platform.answer(service).hasPrefix(
                    "release good mode <\(Self.canary)> \(Self.other) ${CANARY}"), "\(said)")
            #expect(said.contains("[masked]"))
            let reports = Folders.entries("\(platform.root)/rollback/logs").map { platform.text("rollback/logs/\($0)") }
            #expect(reports.count >= 4)
            // How a service ran is kept for its owner only, so that it can be started so again; the rest is for everybody.
            let state = Folders.entries(platform.stateFolder)
                .filter { $0.hasPrefix("plans/") || $0.hasSuffix("/journal") || $0.hasSuffix("/events.jsonl") }
                .map { String(decoding: Folders.bytes("\(platform.stateFolder)/\($0)"), as: UTF8.self) }
            #expect(state.count >= 5)
            #expect(state.contains { $0.contains("${CANARY}") }, "the plan holds the reference")
            for text in [said] + reports + state {
                #expect(!text.contains(Self.canary) && !text.contains(Self.other), "\(text.prefix(400))")
            }
        }
    }

    @Test func aMissingOneIsToldBeforeAnythingIsDone() async throws {
        try await AcceptancePlatform.with { platform in
            let service = service()
            try await prepare(platform, service)
            let before = try await platform.state
            let running = try platform.start(
                ["rollback", "--commit", "HEAD~1", "--auto-confirm"], without: ["CANARY"])
            let result = try await running.end()
            #expect(result.status == 64)
            #expect(
                result.firstError
                    == "web cannot be started without its variable MODE: the variable CANARY is not set where lastgood was started.",
                "\(result.everything)")
            try FileManager.default.removeItem(atPath: "\(platform.root)/secrets/key")
            let plan = try await platform.lastgood("plan", environment: ["CANARY": Self.canary])
            #expect(
                plan.firstError
                    == "web cannot be started without its variable API_SECRET: there is no file \(platform.root)/secrets/key."
            )
            try platform.write("secrets/key", Self.other + "\n")
            #expect(try await platform.state == before)
        }
    }
}
