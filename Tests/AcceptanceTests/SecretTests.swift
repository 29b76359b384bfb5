import Foundation
import Glibc
import Testing

/// Secrets of `.env` stay where they are: in no output, report, event, or argument of a child.
struct SecretTests {
    private static let canary = "k4n4ry+/=secret\"value"

    /// Programs in PATH that note how they were called.
    private func watched(_ platform: AcceptancePlatform) throws -> [String: String] {
        let folder = "\(platform.notes)/bin"
        for name in ["git", "python3", "sh"] {
            let script =
                "#!/bin/sh -f\nprintf '%s\\n' \"$0 $*\" >> \(platform.notes)/called\nPATH=${PATH#*:}\nexec \(name) \"$@\"\n"
            try Folders.write(script, to: "\(folder)/\(name)")
            chmod("\(folder)/\(name)", 0o755)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": "\(folder):\(path)"]
    }

    /// Every form in which a secret could be written down.
    private func forms() -> [String] {
        let data = Data(Self.canary.utf8)
        let percent = Self.canary.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [Self.canary, data.base64EncodedString(), percent, #"k4n4ry+/=secret\"value"#, "k4n4ry"]
    }

    @Test func noneIsEverWrittenDown() async throws {
        try await AcceptancePlatform.with { platform in
            var service = TestService.web()
            service.environmentFile = ".env"
            try platform.write(".env", "API_SECRET='\(Self.canary)'\nMODE=live\n")
            // The broken release says its secret in its log and in its answer.
            let server = platform.text("app/server.py")
                .replacingOccurrences(
                    of: "(release, os.environ.get(\"MODE\"", with: "(release, os.environ.get(\"API_SECRET\""
                )
                .replacingOccurrences(of: "print(\"serving", with: "print(os.environ.get(\"API_SECRET\"), \"serving")
            try platform.write("app/server.py", server)
            try await platform.commit("Release 1.2 that tells")
            try await platform.configure([service])
            try await platform.startByHand(service, environment: ["API_SECRET": Self.canary])
            try #require(try await platform.answer(service).contains(Self.canary))
            let environment = try watched(platform)
            var said = ""
            for arguments in [
                ["status"], ["plan"], ["verify"], ["logs"], ["rollback", "--auto-confirm", "--json"],
                ["logs", "--json"],
                ["undo"], ["rollback", "--auto-confirm"],
            ] { said += try await platform.start(arguments, environment: environment).end().everything }
            let good = try await platform.answer(service)
            #expect(good.hasPrefix("release good mode live"), "\(said)")
            let called = Folders.text("\(platform.notes)/called")
            #expect(called.contains("git -C"))
            let reports = Folders.entries("\(platform.root)/rollback/logs").map { platform.text("rollback/logs/\($0)") }
            #expect(reports.count >= 4)
            let records = ["journal", "events.jsonl"].flatMap { name in
                (1...2).map {
                    String(decoding: Folders.bytes("\(platform.stateFolder)/runs/\($0)/\(name)"), as: UTF8.self)
                }
            }
            #expect(records.allSatisfy { $0.contains("restart/web") })
            for form in forms() {
                for text in [said, called] + reports + records { #expect(!text.contains(form)) }
            }
        }
    }

    /// The target's own last words, from a variable that only the running process had.
    @Test func aFailingStartTellsNone() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            let told = platform.text("app/server.py").replacingOccurrences(
                of: "\"cannot read the settings\"", with: "\"cannot use \" + os.environ[\"API_SECRET\"]")
            try platform.write("app/server.py", told)
            try platform.write("app/release", "crash\n")
            try await platform.commit("Release 1.2 that crashes and tells")
            try platform.write("app/release", "failing\n")
            try await platform.commit("Release 1.3")
            try await platform.startByHand(service, environment: ["API_SECRET": Self.canary])
            let result = try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(result.status == 12, "\(result.everything)")
            #expect(result.output.contains("cannot use [masked]"), "\(result.output)")
            let folder = "\(platform.stateFolder)/runs/1"
            for name in ["journal", "events.jsonl", "run-1.md", "run-1.html"] {
                let text = String(decoding: Folders.bytes("\(folder)/\(name)"), as: UTF8.self)
                #expect(!text.isEmpty && forms().allSatisfy { !text.contains($0) }, "\(name)")
            }
            #expect(forms().allSatisfy { !result.everything.contains($0) })
        }
    }

    /// The state holds environments: nobody else may read it.
    @Test func theStateIsForItsOwnerOnly() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.startByHand(.web())
            try platform.write("app/release", "edited\n")
            #expect(try await platform.lastgood("plan", "--commit", "HEAD~1").status == 0)
            #expect(try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm").status == 0)
            let entries = Folders.entries(platform.stateFolder)
            #expect(entries.contains("runs/1/journal"))
            let open = ([""] + entries).filter { path in
                var facts = stat()
                guard lstat("\(platform.stateFolder)/\(path)", &facts) == 0 else { return false }
                return facts.st_mode & S_IFMT != S_IFLNK && facts.st_mode & 0o077 != 0
            }
            // What git is given by link keeps the mode that git gives it, behind closed folders.
            #expect(open.filter { !$0.hasPrefix("runs/1/") } == [])
            #expect(
                open.allSatisfy { path in
                    var facts = stat()
                    return lstat("\(platform.stateFolder)/\(path)", &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
                }, "\(open)")
        }
    }
}
