import Foundation
import Testing

/// How the scripts restart what Compose runs where the program is missing, whichever Compose there is.
struct BreakGlassComposeTests {
    /// In the place of docker, podman and the programs of Compose: notes its words, and answers as the test says.
    private static let stand = #"""
        #!/bin/sh
        name=${0##*/}
        printf '%s\n' "$name $*" >>"$CALLS"
        case "$name $*" in
        "$COMPOSE version") echo "$VERSION" ;;
        *' version') exit 1 ;;
        *' ps --all '*) echo 4f2a ;;
        *' --dry-run '*) printf '%s\n' 'podman --version' "${MADE:-podman run another}" ;;
        *' build '*) echo "exit code: ${BUILD:-0}" ;;
        *.oneoff*) echo ;;
        *.project.working_dir*) pwd -P ;;
        *.project.config_files*) echo docker-compose.yml ;;
        *.compose.project*) echo shop ;;
        *.Name*) echo /shop-api-1 ;;
        *.Status*) echo "${STATUS:-running}" ;;
        *.Mounts*) printf '%s\n' "${MOUNT:-/usr}" ;;
        *.CreateCommand*) printf '%s\n' "${MADE:-podman run one}" ;;
        esac
        """#

    private static let podman = ["COMPOSE": "podman-compose", "VERSION": "podman-composer version 1.0.3"]
    private static let docker = ["COMPOSE": "docker compose", "VERSION": "Docker Compose version v2.27.0"]

    private struct Answer {
        let finished: Finished
        /// Without the questions.
        let calls: [String]
    }

    private static func with(
        _ body: (ProjectPlace, (String, [String: String]) async throws -> Answer) async throws -> Void
    ) async throws {
        try await ProjectPlace.with(ProjectLayouts.compose) { project in
            try #require(try await project.lastgood("init").status == 0)
            for name in ["docker", "docker-compose", "podman", "podman-compose"] {
                try project.write("stands/\(name)", stand + "\n")
            }
            _ = try await Running(["chmod", "-R", "+x", "stands"], in: project.root).end()
            try await body(project) { try await ask($0, $1, project) }
        }
    }

    private static func ask(
        _ line: String, _ variables: [String: String], _ project: ProjectPlace
    ) async throws -> Answer {
        let script = """
            set -u
            root=$(pwd -P)
            say() { printf '%s\\n' "$*" >&2; }
            . rollback/scripts/break-glass-services.sh
            \(line)
            """
        try project.write("calls", "")
        let path = "\(project.root)/stands:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        let environment = variables.merging(["PATH": path, "CALLS": "\(project.root)/calls"]) { $1 }
        let finished = try await Running(["sh", "-c", script], in: project.root, environment: environment).end()
        let calls = project.text("calls").split(separator: "\n").map(String.init).filter { call in
            ![" version", " ps ", " inspect ", " --dry-run "].contains { call.contains($0) }
        }
        return Answer(finished: finished, calls: calls)
    }

    @Test func podmanComposeMakesAnewWhatItWouldKeep() async throws {
        try await Self.with { project, ask in
            let compose = "podman-compose --project-name shop --file=docker-compose.yml"
            let anew = try await ask("restart_service api", Self.podman)
            #expect(anew.finished.status == 0, "\(anew.finished.everything)")
            #expect(
                anew.calls == [
                    "\(compose) build api", "podman rm --force shop-api-1", "\(compose) up --detach api",
                ])
            let typed = try await ask("how_to_restart api", Self.podman)
            #expect(typed.finished.output == "cd \(project.root)\n" + anew.calls.joined(separator: "\n") + "\n")
            #expect(typed.calls.isEmpty)
            // Where it would make the same, the container and what it has written stay.
            let variables = Self.podman.merging(["MADE": "podman run same", "MOUNT": project.root]) { $1 }
            let same = try await ask("restart_service api", variables)
            #expect(same.finished.status == 0, "\(same.finished.everything)")
            #expect(same.calls == ["podman stop shop-api-1", "podman start shop-api-1"])
        }
    }

    /// It says 0 to everything: what it did is seen at its words and at the containers.
    @Test func whatPodmanComposeCouldNotDoIsNoticed() async throws {
        try await Self.with { project, ask in
            let unbuilt = try await ask("restart_service api", Self.podman.merging(["BUILD": "125"]) { $1 })
            #expect(unbuilt.finished.status == 1)
            #expect(unbuilt.calls.count == 1, "\(unbuilt.calls)")
            let partly = ["BUILD": "125", "MOUNT": "\(project.root)/app"]
            let mounted = try await ask("restart_service api", Self.podman.merging(partly) { $1 })
            #expect(mounted.finished.status == 0)
            #expect(mounted.finished.errors.contains("api goes on with the image that it has."))
            let unstarted = try await ask("restart_service api", Self.podman.merging(["STATUS": "created"]) { $1 })
            #expect(unstarted.finished.status == 1)
        }
    }

    @Test func dockersContainersAreStoppedAndStartedOnTheCodeOfNow() async throws {
        try await Self.with { project, ask in
            let place = "--project-directory \(project.root) --file=docker-compose.yml"
            let compose = "docker compose --project-name shop \(place)"
            let lines = ["\(compose) build api", "docker stop shop-api-1", "\(compose) up --detach --no-deps api"]
            let baked = try await ask("restart_service api", Self.docker)
            #expect(baked.finished.status == 0, "\(baked.finished.everything)")
            #expect(baked.calls == lines)
            let typed = try await ask("how_to_restart api", Self.docker)
            #expect(typed.finished.output == "cd \(project.root)\n" + lines.joined(separator: "\n") + "\n")
            let mounted = try await ask("restart_service api", Self.docker.merging(["MOUNT": project.root]) { $1 })
            #expect(mounted.calls == Array(lines.dropFirst()))
        }
    }

    @Test func whereNoComposeAnswersNothingIsCalledWell() async throws {
        try await Self.with { project, ask in
            let nothing = ["COMPOSE": "none", "VERSION": ""]
            let tried = try await ask("restart_service api", nothing)
            #expect(tried.finished.status == 1)
            #expect(tried.finished.errors.contains("docker-compose nor podman-compose answers"))
            #expect(tried.calls.isEmpty)
            // Even if something answers then: it can be the bad release.
            let whole = """
                here=rollback/scripts
                . rollback/scripts/break-glass.sh
                check_services() { return 0; }
                only='' before=bad target=good
                break_glass_restart
                """
            let ended = try await ask(whole, nothing)
            #expect(ended.finished.status == 3, "\(ended.finished.everything)")
            #expect(ended.finished.errors.contains("api could not be restarted. By hand:\n"))
            #expect(ended.finished.errors.contains("\ncd \(project.root)\ndocker compose "))
            #expect(try await ask(whole, Self.docker).finished.status == 0)
        }
    }
}
