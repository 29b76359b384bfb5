/// What kinds of programs there are, for telling services from everything else that works in a checkout.
enum ProgramKinds {
    static let interpreters: Set<String> = [
        "python", "pypy", "node", "nodejs", "ruby", "perl", "php", "deno", "bun", "java", "lua", "luajit", "Rscript",
        "tsx", "ts-node",
    ]
    static let shells: Set<String> = [
        "sh", "bash", "zsh", "dash", "ash", "ksh", "mksh", "fish", "tcsh", "csh", "busybox",
    ]

    /// Programs that start another one and wait: a service behind them is named after the other one.
    private static let wrappers: Set<String> = [
        "npm", "npx", "yarn", "pnpm", "make", "poetry", "uv", "uvx", "pipenv", "pdm", "hatch", "rye", "env", "nohup",
        "setsid", "nice", "ionice", "timeout", "dotenv", "direnv", "tini", "dumb-init", "stdbuf", "chpst", "bundle",
        "npm-cli.js", "npx-cli.js", "yarn.js", "pnpm.cjs", "honcho", "foreman", "overmind", "hivemind", "concurrently",
        "nodemon", "watchmedo", "watchfiles", "air",
    ]
    /// Never services: people's tools, and tools that come and go.
    private static let tools: Set<String> = [
        // Editors, pagers, terminals.
        "vi", "vim", "nvim", "nano", "emacs", "emacsclient", "ed", "helix", "hx", "micro", "kak", "code", "code-server",
        "less", "more", "most", "man", "tail", "watch", "top", "htop", "btop", "screen", "tmux", "tmux: server",
        "script", "mosh-server", "zellij",
        // Version control and remote work.
        "git", "hg", "svn", "gh", "glab", "lazygit", "tig", "ssh", "sshd", "scp", "sftp", "sftp-server", "rsync",
        "sshd-session",
        // Interactive interpreters, notebooks, database consoles.
        "ipython", "bpython", "ptpython", "irb", "pry", "psql", "mysql", "sqlite", "sqlite3", "redis-cli", "mongosh",
        "jupyter", "jupyter-lab", "jupyter-notebook", "ipykernel_launcher",
        // Tests, builds, checks.
        "pytest", "py.test", "tox", "nox", "unittest", "jest", "vitest", "mocha", "playwright", "cypress", "rspec",
        "phpunit", "pip", "pip3", "conda", "cargo", "rustc", "cmake", "ninja", "gcc", "cc", "clang", "tsc", "eslint",
        "ruff", "mypy", "black", "pre-commit", "alembic", "swift-build", "swift-test",
        // Looking and moving.
        "cat", "tee", "grep", "rg", "head", "sed", "awk", "gawk", "mawk", "sort", "uniq", "wc", "cut", "tr", "jq",
        "find", "ls", "du", "cp", "mv", "rm", "tar", "gzip", "sleep", "xargs", "curl",
        "wget", "ps", "strace", "gdb", "perf", "sudo", "su", "runuser", "doas", "pkexec", "login",
        // Started where somebody happened to be: agents, tunnels, watchers, build daemons.
        "ssh-agent", "gpg-agent", "dbus-daemon", "dbus-launch", "autossh", "ngrok", "cloudflared", "socat", "nc",
        "ncat",
        "tcpdump", "watchman", "inotifywait", "entr", "gitstatusd", "GradleDaemon", "bazel", "turbo", "nx",
        // Clients of what runs elsewhere.
        "docker", "docker-compose", "podman", "podman-compose", "kubectl", "helm", "systemctl", "journalctl", "railway",
        "lastgood",
    ]
    /// Stores of data: not part of a release, and restarted only by people.
    private static let stores: Set<String> = [
        "postgres", "postmaster", "mysqld", "mariadbd", "redis-server", "valkey-server", "keydb-server", "mongod",
        "memcached", "etcd", "rabbitmq-server", "beam.smp", "minio", "clickhouse-server",
    ]
    /// What container engines run on the host for each container, or for all of them. Some work in the folder in which a
    /// container was made; to end one takes containers away from their engine.
    private static let engineHelpers: Set<String> = [
        "conmon", "conmonrs", "aardvark-dns", "netavark", "slirp4netns", "rootlessport", "rootlessport-child", "pasta",
        "pasta.avx2", "passt", "runc", "crun", "youki", "catatonit", "docker-proxy", "docker-init", "dockerd",
        "containerd", "buildkitd", "fuse-overlayfs", "rootlesskit",
    ]
    /// Programs that start others again when these end.
    private static let supervisors: Set<String> = [
        "supervisord", "circusd", "monit", "runsv", "runsvdir", "s6-supervise", "s6-svscan", "pm2", "god", "forever",
        "immortal", "daemontools", "supervise", "dinit", "runit",
    ]
    /// Hosts of processes that other people start: what they are the parent of is not theirs.
    private static let hosts: Set<String> = supervisors.union([
        "systemd", "init", "sshd", "sshd-session", "cron", "crond", "atd", "tmux", "tmux: server", "screen", "dockerd",
        "containerd", "conmon", "login", "sudo", "su",
    ])

    /// Whether a program is by its name no service. Language servers are known by how they are called.
    static func isTool(_ program: Program) -> Bool {
        let candidates = [program, program.interpreted].map { Program.fileName($0.name) }
        return candidates.contains { name in
            tools.contains(name) || name.hasPrefix("git-") || stores.contains(name) || isLanguageServer(name)
        } || isSupervisor(program) || isEngineHelper(program)
    }

    /// Whether a program only starts another one and waits for it.
    static func isWrapper(_ program: Program) -> Bool {
        [program.name, Program.fileName(program.interpreted.name)]
            .contains { wrappers.contains($0) || shells.contains($0) }
    }

    static func isHost(_ program: Program) -> Bool {
        hosts.contains(program.name) || isSupervisor(program) || isContainerHost(program)
    }

    /// The parents of containers' main processes.
    static func isContainerHost(_ program: Program) -> Bool {
        ["conmon", "conmonrs"].contains(program.name) || program.name.hasPrefix("containerd-shim")
    }

    private static func isEngineHelper(_ program: Program) -> Bool {
        engineHelpers.contains(program.name) || isContainerHost(program) || program.name.hasPrefix("runc:")
    }

    /// Programs that run one command for somebody elsewhere who waits for it.
    static func isRemoteHost(_ program: Program) -> Bool {
        ["sshd", "sshd-session", "sshd-auth", "dropbear"].contains(program.name)
    }

    static func isSupervisor(_ program: Program) -> Bool { supervisorName(program) != nil }

    /// `supervisord`, also behind an interpreter; nil for any other program.
    static func supervisorName(_ program: Program) -> String? {
        [program, program.interpreted].map { Program.fileName($0.name).lowercased() }.first(where: supervisors.contains)
    }

    private static func isLanguageServer(_ name: String) -> Bool {
        let endings = ["language-server", "languageserver", "langserver", "-lsp", "lsp", "-ls", "tsserver.js", "gopls"]
        let stem = name.hasSuffix(".js") ? String(name.dropLast(3)) : name
        let known: Set = [
            "gopls", "pyright", "pylance", "clangd", "rust-analyzer", "sourcekit-lsp", "tsserver", "copilot",
        ]
        return known.contains(stem) || endings.contains { stem.lowercased().hasSuffix($0) }
    }
}
