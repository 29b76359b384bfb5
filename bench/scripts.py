"""What people do by hand, as shell scripts: the peers, and the means by which all of them restart services.

Each is the strongest honest form: services stop and start at the same time, nothing sleeps longer than it needs, pid
files are exact. The scripts lie outside the checkout, so that a checkout or clean cannot change them under way.
"""

import shlex
from pathlib import Path

from platforms import Platform

CODE_DONE = "code done"


def functions(platform: Platform, directory: Path) -> str:
    """start_NAME, stop_NAME and restart_NAME for each service, run in `directory`."""
    run = shlex.quote(str(platform.scripts))
    lines = ["set -u", f"cd {shlex.quote(str(directory))}"]
    if platform.environment_file:
        lines.append(f"set -a; . ./{platform.environment_file}; set +a")
    for one in platform.services:
        lines += [
            f"start_{one.name}() {{",
            f"  setsid {shlex.join(one.argv)} </dev/null >>{run}/{one.name}.log 2>&1 &",
            f"  echo $! >{run}/{one.name}.pid",
            "}",
            f"stop_{one.name}() {{",
            f"  {{ read -r pid <{run}/{one.name}.pid; }} 2>/dev/null || return 0",
            '  kill -TERM "$pid" 2>/dev/null || return 0',
            '  while kill -0 "$pid" 2>/dev/null; do sleep 0.01; done',
            "}",
            f"restart_{one.name}() {{ stop_{one.name}; start_{one.name}; }}",
        ]
    return "\n".join(lines) + "\n"


def at_once(platform: Platform, verb: str) -> str:
    return " ".join(f"{verb}_{one.name} &" for one in platform.services) + " wait\n"


def curl_loop(platform: Platform) -> str:
    """A sleep of 0.1 s is kind: the usual one is a second."""
    return "".join(
        f"until curl -sf -o /dev/null --max-time 2 http://127.0.0.1:{one.port}{one.path}; do sleep 0.1; done\n"
        for one in platform.services)


def write(platform: Platform, name: str, text: str) -> Path:
    script = platform.scripts / f"{name}.sh"
    script.write_text(text)
    return script


def start(platform: Platform, directory: Path | None = None) -> Path:
    return write(platform, "start", functions(platform, directory or platform.root)
                 + "".join(f"start_{one.name}\n" for one in platform.services))


def restart(platform: Platform, directory: Path) -> Path:
    """Capistrano's restart task."""
    return write(platform, "restart", functions(platform, directory) + at_once(platform, "restart"))


def checkout_and_restart(platform: Platform) -> Path:
    """As `git checkout C && systemctl restart a b c` does it: all services in parallel, and nobody looks whether they
    answer. The bench's own clients do."""
    return write(platform, "checkout-and-restart", functions(platform, platform.root)
                 + f"git checkout --quiet --detach {platform.good} || exit 1\n" + at_once(platform, "restart"))


def usual(platform: Platform) -> Path:
    """The script that most platforms have: stash, reset --hard, clean, find caches, kill, start, curl loop. All
    services stop at once, and start at once, because a start does not wait."""
    return write(platform, "usual", functions(platform, platform.root) + (
        "git stash push --quiet --include-untracked || exit 1\n"
        f"git reset --quiet --hard {platform.good} || exit 1\n"
        "git clean -fdq || exit 1\n"
        "find . -name __pycache__ -type d -prune -exec rm -rf {} + || exit 1\n"
        "find . -name '*.pyc' -delete || exit 1\n"
        f"echo '{CODE_DONE}'\n")
        + at_once(platform, "stop")
        + "".join(f"start_{one.name}\n" for one in platform.services) + curl_loop(platform))


def change_and_stat(platform: Platform) -> Path:
    """What git needs for the change itself: one stat of each tracked file, one look into each folder, the change."""
    return write(platform, "change-and-stat", (
        f"cd {shlex.quote(str(platform.root))}\n"
        "git ls-files --others --exclude-standard >/dev/null || exit 1\n"
        f"git checkout --quiet --detach {platform.good} || exit 1\n"))
