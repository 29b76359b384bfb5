import RollbackCore

/// `break-glass-services.sh`: how each service is restarted and asked, from the configuration.
struct BreakGlassServices {
    let facts: PlatformFacts

    init(_ facts: PlatformFacts) { self.facts = facts }

    var text: String {
        ([Self.beginning, list, restarts, checks, criticality, BreakGlassAdvice(facts: facts).text, Self.tools]
            + (facts.services.contains { $0.manager == .compose } ? [BreakGlassCompose.text] : []))
            .joined(separator: "\n") + "\n"
    }

    private static let beginning = #"""
        # shellcheck shell=sh disable=SC2154
        # How the services are restarted and asked where lastgood is missing. Read by break-glass.sh.
        # Written by lastgood init from rollback/config/; after a change there: lastgood init --update
        """#

    /// In the order of dependency.
    private var ordered: [Service] { facts.levels.flatMap(\.self) }

    private var list: String {
        """

        # The services in their order, or the one that is named.
        services() {
            if [ -n "$1" ]; then printf '%s\\n' "$1"; else printf '%s\\n' \(words(ordered.map(\.name.rawValue))); fi
        }
        """
    }

    private func words(_ texts: [String]) -> String {
        texts.isEmpty ? "''" : texts.map(Command.quoted).joined(separator: " ")
    }

    private var restarts: String {
        let cases = ordered.map { "    \(Command.quoted($0.name.rawValue))) \(restart($0)) ;;" }
        return """

            restart_service() {
                case $1 in
            \((cases + ["    *) say \"There is no service $1 here.\"; return 1 ;;"]).joined(separator: "\n"))
                esac
            }
            """
    }

    private func restart(_ service: Service) -> String {
        switch service.manager {
        case .systemd: return TypedRestart.systemd(service).shellText
        case .compose: return "restart_compose \(Command.quoted(service.unit ?? service.name.rawValue))"
        default: break
        }
        let port = service.port.map(String.init) ?? "''"
        guard let launch = service.launch else { return "restart_as_it_runs \(port)" }
        let file = launch.environmentFile.map(quotedPath) ?? "''"
        let log = launch.logFile.map(quotedPath) ?? "\"$root/rollback/logs/\(service.name).log\""
        let set = launch.environment.sorted { $0.key < $1.key }.map { Command.quoted("\($0.key)=\($0.value)") }
        let command = (set.isEmpty ? [] : ["env"] + set) + launch.arguments.map(Command.quoted)
        return
            "restart_process \(port) \(quotedPath(launch.directory)) \(file) \(log) \(command.joined(separator: " "))"
    }

    /// Absolute paths of this machine become paths from the root, wherever the checkout lies.
    private func quotedPath(_ path: String) -> String {
        guard let root = facts.root, path == root || path.hasPrefix(root + "/") else { return Command.quoted(path) }
        let rest = String(path.dropFirst(root.count))
        return "\"$root\"" + (rest.isEmpty ? "" : Command.quoted(rest))
    }

    private var checks: String {
        let lines = ordered.compactMap { service -> String? in
            let result = service.critical ? "result=3" : "say \"(not critical)\""
            if let endpoint = facts.liveness(of: service) {
                return "    wanted '\(service.name)' \"$1\" && { ask '\(service.name)' \(Command.quoted(endpoint.url))"
                    + " \(endpoint.expectedStatus) || \(result); }"
            }
            return service.port.map {
                "    wanted '\(service.name)' \"$1\" && { listens '\(service.name)' \($0) || \(result); }"
            }
        }
        let nothing = "    say \"No service has an address: nothing was proved.\"\n    return 4"
        return """

            wanted() { [ -z "$2" ] || [ "$1" = "$2" ]; }

            # 0 when everything critical answers, otherwise 3.
            check_services() {
                result=0
            \(lines.isEmpty ? nothing : lines.joined(separator: "\n") + "\n    return $result")
            }
            """
    }

    private var criticality: String {
        let others = ordered.filter { !$0.critical }.map { "    \(Command.quoted($0.name.rawValue))) return 1 ;;" }
        return """

            is_critical() {
                case $1 in
            \((others + ["    *) return 0 ;;"]).joined(separator: "\n"))
                esac
            }
            """
    }
}
