import Foundation
import Glibc
import Testing

/// The scripts of a tree, with the program on the PATH.
struct InitScriptTests {
    @Test func everyScriptHelpsItself() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            #expect(project.scripts.count == 9)
            for script in project.scripts {
                for hidden in [false, true] {
                    let help = try await project.script(script, "--help", hidden: hidden)
                    #expect(help.status == 0, "\(script): \(help.everything)")
                    #expect(help.output.hasPrefix("usage: rollback/scripts/\(script) "), "\(help.output)")
                }
            }
        }
    }

    /// dash is the strictest shell; what it reads, every POSIX shell reads.
    @Test(arguments: [InitTests.demo, ProjectLayouts.compose])
    func everyScriptCanBeReadByDash(files: [String: String]) async throws {
        try await ProjectPlace.with(files) { project in
            try await project.lastgood("init")
            let all = Folders.entries("\(project.root)/rollback/scripts").filter { $0.hasSuffix(".sh") }
            for script in all {
                let read = try await Running(["dash", "-n", "rollback/scripts/\(script)"], in: project.root).end()
                #expect(read.status == 0, "\(script): \(read.errors)")
            }
            guard try await Running(["sh", "-c", "command -v shellcheck"], in: project.root).end().status == 0 else {
                return
            }
            let words =
                ["shellcheck", "-x", "-s", "sh", "-P", "rollback/scripts"] + all.map { "rollback/scripts/\($0)" }
            let checked = try await Running(words, in: project.root).end()
            #expect(checked.status == 0, "\(checked.output)")
        }
    }

    @Test func thePowerShellScriptFollowsTheGrammar() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            let script = "rollback/scripts/emergency-rollback.ps1"
            for option in ["$Fast", "$Full", "$Manual", "$DryRun", "$AutoConfirm"] {
                #expect(project.text(script).contains("[switch]\(option)"), "\(option)")
            }
            #expect(project.text(script).contains("[string]$Commit"))
            let grammar = """
                import sys, tree_sitter, tree_sitter_powershell
                language = tree_sitter.Language(tree_sitter_powershell.language())
                tree = tree_sitter.Parser(language).parse(open(sys.argv[1], "rb").read())
                sys.exit(1 if tree.root_node.has_error else 0)
                """
            let python = ProjectPlace.repository + "/.build/powershell-grammar/bin/python"
            // `make setup` fetches it; where it cannot be had, CI is not green without it.
            guard access(python, X_OK) == 0 || ProcessInfo.processInfo.environment["CI"] != nil else { return }
            let parsed = try await Running([python, "-c", grammar, script], in: project.root).end()
            #expect(parsed.status == 0, "\(parsed.everything)")
            try project.write("broken.ps1", "if ($a { exit 1\n")
            #expect(try await Running([python, "-c", grammar, "broken.ps1"], in: project.root).end().status == 1)
        }
    }

    @Test func theScriptsCallTheProgram() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            try project.write("VERSION", "1.4.1\n")
            try await project.git("commit", "--quiet", "--all", "--message", "Release 1.4.1")
            let head = try await project.git("rev-parse", "HEAD")
            for script in ["emergency-rollback.sh", "rollback-fastapi.sh", "rollback-gradio.sh"] {
                let shown = try await project.script(script, "--fast", "--dry-run", "--commit", "HEAD~1")
                #expect(shown.status == 0, "\(script): \(shown.everything)")
                #expect(shown.output.contains("Release 1.0"), "\(shown.output)")
                #expect(shown.output.contains("restart"), "\(shown.output)")
            }
            #expect(try await project.script("emergency-rollback.sh", "--fast", "--dry-run").status == 10)
            let looked = try await project.script("verify-rollback.sh", "--check-only", "--json")
            #expect(looked.status == 3, "\(looked.everything)")
            #expect(try JSONOutput(looked).exit?["outcome"] as? String == "unhealthy")
            #expect(try await project.git("rev-parse", "HEAD") == head)
        }
    }
}
