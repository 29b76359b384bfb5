"""Capistrano 3 from Debian against an SSH server of its own on a loopback port, with keys made for this run."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import machine
import scripts
from platforms import Platform
from probing import DidNotWork
from rounds import Contender

SSHD = "/usr/sbin/sshd"
START_SECONDS = 10

CAPFILE = """\
require "capistrano/setup"
require "capistrano/deploy"
require "capistrano/scm/git"
install_plugin Capistrano::SCM::Git
"""

DEPLOY = """\
set :application, "bench"
set :repo_url, ENV.fetch("BENCH_REPOSITORY")
set :branch, ENV.fetch("BENCH_BRANCH", "main")
set :deploy_to, ENV.fetch("BENCH_DEPLOY_TO")
set :local_user, "bench"
set :log_level, :info

namespace :deploy do
  task :restart do
    on roles(:app) do
      execute :sh, ENV.fetch("BENCH_RESTART")
    end
  end
  after :publishing, :restart

  # After the services are back Capistrano archives the failed release and deletes it. Nobody waits for that: it is
  # left out, and so each round finds both releases.
  Rake::Task["deploy:cleanup_rollback"].clear
end
"""

PRODUCTION = """\
server "127.0.0.1", user: ENV.fetch("BENCH_USER"), roles: %w[app], ssh_options: {
  port: ENV.fetch("BENCH_SSH_PORT").to_i, keys: [ENV.fetch("BENCH_KEY")], keys_only: true, config: false,
  auth_methods: %w[publickey], verify_host_key: :never, use_agent: false
}
"""

SSHD_CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {keys}/host
AuthorizedKeysFile {keys}/user.pub
PidFile none
# Without PAM, so that no session rules of the machine are needed or measured.
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
PrintMotd no
# bash reads the user's .bashrc for each command of a session like this, but not at a deeper level of shells. What
# people have in theirs is no time of Capistrano's.
SetEnv SHLVL=1
"""


def install() -> None:
    """From Debian, where they are missing."""
    if not shutil.which("cap") or not Path(SSHD).exists():
        machine.install("capistrano", "openssh-server", "openssh-client")


class Capistrano:
    """Two releases deployed below `platform.root`, the bad one live; a rollback is `cap production deploy:rollback`."""

    def __init__(self, platform: Platform, repository: Path, port: int) -> None:
        install()
        self.platform, self.work = platform, platform.work
        self.home = platform.work / "capistrano"
        keys = self.home / "keys"
        keys.mkdir(parents=True, mode=0o700)
        for name in ("host", "user"):
            # RSA as PEM: Debian 12's net-ssh signs with no other kind of key under OpenSSL 3.
            machine.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-m", "PEM", "-N", "", "-f", keys / name],
                        self.work, self.home)
        (self.home / "config/deploy").mkdir(parents=True)
        (self.home / "Capfile").write_text(CAPFILE)
        (self.home / "config/deploy.rb").write_text(DEPLOY)
        (self.home / "config/deploy/production.rb").write_text(PRODUCTION)
        # The platform's own branches move from round to round.
        origin = self.home / "origin.git"
        machine.git(self.work, self.home, "clone", "--quiet", "--bare", str(repository), str(origin))
        self.environment = {
            "BENCH_REPOSITORY": f"file://{origin}", "BENCH_DEPLOY_TO": str(platform.root),
            "BENCH_RESTART": str(scripts.restart(platform, platform.root / "current")),
            "BENCH_USER": getpass.getuser(), "BENCH_SSH_PORT": str(port), "BENCH_KEY": str(keys / "user"),
        }
        self.listen(port, keys)

    def listen(self, port: int, keys: Path) -> None:
        if os.geteuid() == 0:
            # Where the server puts its unprivileged half; Debian's start script makes it, and that is not used here.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        configuration = self.home / "sshd_config"
        configuration.write_text(SSHD_CONFIG.format(port=port, keys=keys))
        log = self.home / "sshd.log"
        self.server = subprocess.Popen([SSHD, "-D", "-f", configuration, "-E", log], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not speaks_ssh(port):
            if time.monotonic() > deadline or self.server.poll() is not None:
                raise DidNotWork(f"sshd did not start: {log.read_text() if log.exists() else ''}")
            time.sleep(machine.BETWEEN_POLLS)

    def close(self) -> None:
        self.server.terminate()
        self.server.wait()

    def cap(self, task: str, **more: str) -> None:
        machine.run(["cap", "production", task], self.work, self.home, **self.environment, **more)

    def reset(self) -> None:
        """Both releases are deployed once; before each round the bad one is made current, as deploying it does."""
        root, live = self.platform.root, self.platform.root / "current"
        if not live.exists():
            self.cap("deploy", BENCH_BRANCH=self.platform.good)
            self.cap("deploy", BENCH_BRANCH=self.platform.bad)
        newest = max((root / "releases").iterdir())
        machine.run(["ln", "-sfn", newest, live], self.work, root)
        self.platform.stop()
        self.platform.start(scripts.start(self.platform, live), self.platform.bad_marker)

    def check(self) -> None:
        said = (self.platform.root / "current/app/VERSION").read_text().strip()
        if said != self.platform.good_marker:
            raise DidNotWork(f"Capistrano left release {said}")

    def contender(self) -> Contender:
        return Contender("Capistrano", self.platform, ["cap", "production", "deploy:rollback"], self.home, self.reset,
                         self.environment, self.check)


def speaks_ssh(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False
