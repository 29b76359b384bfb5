import Foundation
import Testing

/// `monitoring` and `environment` of the configuration: what is printed, kept and named.
struct MonitoringTests {
    private func rollback(_ platform: AcceptancePlatform, _ level: String) async throws -> String {
        let result = try await platform.lastgood(
            "rollback", "--commit", "main~1", "--auto-confirm",
            environment: ["LASTGOOD_CONFIG__monitoring__log_level": level])
        #expect(result.status == 0, "\(result.everything)")
        return result.output
    }

    @Test func theLevelSaysWhatIsPrinted() async throws {
        try await AcceptancePlatform.with { platform in
            let (debug, info) = (try await rollback(platform, "DEBUG"), try await rollback(platform, "INFO"))
            let warning = try await rollback(platform, "WARNING")
            #expect(debug.contains("stage verify") && debug.contains("                 $ "), "\(debug)")
            #expect(info.contains("stage verify") && !info.contains("                 $ "))
            #expect(!warning.contains("stage verify") && warning.contains("degraded: "), "\(warning)")
            let wrong = try await platform.lastgood(
                "status", environment: ["LASTGOOD_CONFIG__monitoring__log_level": "loud"])
            #expect(wrong.status == 64)
            #expect(
                wrong.firstError.hasPrefix(
                    "Nothing was done: LASTGOOD_CONFIG__monitoring__log_level: monitoring.log_level: expected \"DEBUG\""
                ))
        }
    }

    @Test func oldReportsGoAndNothingElseDoes() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([], extra: ["monitoring": ["log_retention_days": 30]])
            let logs = "rollback/logs"
            let others = ["incident-2.md", "run-x.html", "run-0101.md", "rollback-history.log", "run-5.txt"]
            for name in others { try platform.write("\(logs)/\(name)", name) }
            for run in 101...112 {
                for ending in ["html", "md"] { try platform.write("\(logs)/run-\(run).\(ending)", "\(run)") }
            }
            try platform.write("\(logs)/run-100.html", "young")
            let folder = "\(platform.root)/\(logs)"
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/run-90.md", withDestinationPath: "incident-2.md")
            for name in Folders.entries(folder) where name != "run-100.html" {
                let run = Double(name.filter(\.isNumber)) ?? 0
                let date = Date(timeIntervalSinceNow: -(60 * 86_400) + run * 60)
                try? FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(folder)/\(name)")
            }
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 0)
            // The run's own, the young one, and eight of the old ones: the newest ten.
            let kept = (105...112).flatMap { ["run-\($0).html", "run-\($0).md"] }
            let expected = kept + others + ["run-1.html", "run-1.md", "run-100.html", "run-90.md"]
            #expect(Folders.entries(folder) == expected.sorted())
        }
    }

    /// Too much of the old is no reason to call a rollback anything but what it was.
    @Test func aFolderThatCannotBeTidiedIsAWarning() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            try platform.write("rollback/logs", "a file in its place")
            let result = try await platform.lastgood("rollback", "--auto-confirm")
            #expect(result.status == 0, "\(result.everything)")
            #expect(
                result.output.contains(
                    " warning old reports could not be removed: Could not list the folder \(platform.root)/rollback/logs"
                ))
            #expect(result.output.contains("Report: \(platform.stateFolder)/runs/1/run-1.html"))
            let output = try JSONOutput(
                try await platform.start(["rollback", "--auto-confirm", "--json"]).end(within: 2 * patience))
            let types = output.lines.compactMap { $0["type"] as? String }.filter { $0 != "run-snapshot" }
            #expect(types.suffix(2) == ["warning", "exit"])
        }
    }

    @Test func theEnvironmentIsNamedEverywhere() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure(
                [], extra: ["environments": ["staging": [String: String](), "production": [:]]])
            try platform.write("rollback/config/service-endpoints.json", #"{"environment": "production"}"#)
            let plan = try await platform.lastgood("plan")
            #expect(plan.output.hasPrefix("Roll back \(platform.root), production (fast)\n"), "\(plan.everything)")
            let status = try await platform.start(
                ["status", "--json"], environment: ["LASTGOOD_ENVIRONMENT": "staging"]
            ).end()
            #expect(status.output.contains(#""environment":"staging""#))
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 0)
            #expect(platform.text("rollback/logs/run-1.md").contains("| Environment | production |"))
            let wrong = try await platform.lastgood("status", environment: ["LASTGOOD_ENVIRONMENT": "prodction"])
            #expect(wrong.status == 64)
            #expect(
                wrong.firstError.hasPrefix(
                    "Nothing was done: LASTGOOD_ENVIRONMENT: \"prodction\" is not an environment of this platform;"
                        + " did you mean \"production\"?"))
        }
    }
}
