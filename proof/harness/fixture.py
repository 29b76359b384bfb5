"""Builds the checkout that every round starts from: the bad release, with what its user left uncommitted."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import Optional

from . import trees
from .shell import git

# Configured: with rollback/. Day one: without anything. Forward: the target is a newer release, and activated.
# Directories: each release is a folder, and a link is switched. Clean: nothing is uncommitted, so that the release can
# be recorded. The others vary what git's state looks like.
FORWARD = "forward"
DIRECTORIES = "directories"
CLEAN = "clean"
VARIANTS = ["configured", "day-one", "commit", "worktree", FORWARD, DIRECTORIES, CLEAN]
# Root rolls back the checkout of another user, whose services run as that user: git and files are theirs, too.
FOREIGN = "foreign"
# As configured, with a hook that holds a run at its beginning until a file beside the checkout is there.
GATED = "gated"
# Files of somebody else.
OWNED = ("owned.txt", "notes.txt")


@dataclass(frozen=True)
class Ports:
    api: int
    web: int


@dataclass(frozen=True)
class Fixture:
    """A prepared platform on disk."""

    variant: str
    ports: Ports
    good: str
    bad: str

    @property
    def configured(self) -> bool:
        return self.variant in ("configured", "commit", FORWARD, DIRECTORIES, CLEAN, GATED)

    @property
    def owner(self) -> Optional[int]:
        """The user whose platform it is; None: whoever runs the proof."""
        return trees.OWNER if self.variant == FOREIGN else None

    @property
    def forward(self) -> bool:
        """The target is the newer commit: it is activated, and nothing is pinned."""
        return self.variant == FORWARD

    @property
    def directories(self) -> bool:
        return self.variant == DIRECTORIES

    @property
    def beside(self) -> tuple[str, ...]:
        """The commands of `release` that work beside what is live, and are killed here too."""
        return {DIRECTORIES: ("build",), CLEAN: ("build", "record")}.get(self.variant, ())

    @property
    def moves_branch(self) -> bool:
        """The rollback is a new commit on the live branch instead of a branch of its own."""
        return self.variant == "commit"


def commands(ports: Ports) -> dict[str, list[str]]:
    """How a person starts the services; the configuration says the same."""
    # Services also run as another user, who may not enter the folder of an interpreter in root's home.
    own = os.path.realpath(sys.executable)
    python = [own if not own.startswith(os.path.expanduser("~/")) else "/usr/bin/python3", "-S", "-E"]
    return {
        "api": [*python, "services/api.py", str(ports.api)],
        "web": [*python, "services/web.py", str(ports.web)],
        "worker": [*python, "services/worker.py"],
    }


def configuration(fixture: Fixture) -> trees.Tree:
    starts = commands(fixture.ports)
    ports = {"api": {"port": fixture.ports.api}, "web": {"port": fixture.ports.web}}
    services = {
        name: ports.get(name, {}) | {
            "start": start, "environment_file": ".env", "depends_on": [] if name == "api" else ["api"],
            "stop_timeout_seconds": 5, "ready_timeout_seconds": 20,
        } | ({} if name == "worker" else {"health_endpoint": "/health"})
        for name, start in starts.items()
    }
    main: dict[str, object] = {"service_dependencies": services, "critical_files": ["app/version.py"]}
    if fixture.directories:
        main["layout"] = "release_directories"
    if fixture.moves_branch:
        main["code"] = {"head": "commit"}
    if fixture.variant == GATED:
        main["hooks"] = [{
            "name": "gate", "stage": "before capture", "timeout_seconds": 120, "on_failure": "stop",
            "command": ["sh", "-c", "until test -e ../../open; do sleep 0.01; done"],
        }]
    return {"rollback/config/rollback-config.json": trees.text(json.dumps(main, indent=2))}


def build(top: str, platform: str, variant: str, ports: Ports) -> Fixture:
    """Makes the repository and the checkout. Only a linked worktree needs anything in `top` but the platform."""
    repository = f"{top}/repository" if variant == "worktree" else platform
    os.makedirs(repository)
    git(repository, "init", "--quiet", "-b", "main")
    git(repository, "config", "user.name", "Proof")
    git(repository, "config", "user.email", "proof@localhost")
    draft = Fixture(variant, ports, "", "")
    bad_tree = trees.BAD | (configuration(draft) if draft.configured else {})
    if draft.forward:
        bad = release(repository, bad_tree, "The bad release")
        git(repository, "checkout", "--quiet", "-b", "next")
        clear(repository, bad_tree)
        good = release(repository, trees.GOOD | older(draft), "The good release")
        git(repository, "checkout", "--quiet", "main")
    else:
        good = release(repository, trees.GOOD | older(draft), "The good release")
        git(repository, "tag", "first")
        clear(repository, trees.GOOD | older(draft))
        bad = release(repository, bad_tree, "The bad release")
    if variant == "worktree":
        git(repository, "gc", "--quiet")
        git(repository, "worktree", "add", "--quiet", "-b", "live", platform, "main")
    if variant == "day-one":
        git(repository, "gc", "--quiet")
        git(platform, "checkout", "--quiet", "--detach")
    if variant == CLEAN:
        os.chmod(f"{platform}/.env", 0o600)
    else:
        leave_uncommitted(platform)
    if draft.owner:
        give(top, draft.owner)
    return Fixture(variant, ports, good, bad)


def older(fixture: Fixture) -> trees.Tree:
    """The good release's own rollback/: it must not come back with the code."""
    if not fixture.configured:
        return {}
    return {
        "rollback/config/rollback-config.json": trees.text('{"service_dependencies": {"old": {"port": 1}}}'),
        "rollback/README.md": trees.text("of the good release\n"),
    }


def release(repository: str, tree: trees.Tree, message: str) -> str:
    write(repository, tree)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--no-gpg-sign", "-m", message)
    return git(repository, "rev-parse", "HEAD").strip()


def write(folder: str, tree: trees.Tree) -> None:
    for path, node in tree.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        if os.path.lexists(full):
            os.unlink(full)
        if isinstance(node, trees.Link):
            os.symlink(node.target, full)
            continue
        with open(full, "wb") as file:
            file.write(node.content)
        os.chmod(full, 0o755 if node.executable else 0o644)


def clear(folder: str, tree: trees.Tree) -> None:
    for path in tree:
        full = os.path.join(folder, path)
        os.unlink(full)
        parent = os.path.dirname(full)
        while parent != folder and not os.listdir(parent):
            os.rmdir(parent)
            parent = os.path.dirname(parent)


def leave_uncommitted(platform: str) -> None:
    os.chmod(f"{platform}/private", 0o700)
    write(platform, trees.STAGED)
    git(platform, "add", "--", *trees.STAGED)
    for tree in (trees.UNTRACKED, trees.IGNORED, trees.EDITED, trees.EDITED_AFTER_STAGING):
        write(platform, tree)
    for path in trees.DELETED:
        os.unlink(f"{platform}/{path}")
    for folder in trees.EMPTY_FOLDERS:
        os.makedirs(f"{platform}/{folder}")
    os.chmod(f"{platform}/.env", 0o600)
    os.chmod(f"{platform}/notes.txt", 0o640)
    mark(platform)


def give(place: str, owner: int) -> None:
    """Everything below to one user, but for the files that have owners of their own."""
    kept = {f"{place}/platform/{path}" for path in OWNED}
    for folder, folders, names in os.walk(place):
        for name in [folder, *(f"{folder}/{name}" for name in [*names, *folders])]:
            if name not in kept:
                os.lchown(name, owner, owner)


def mark(platform: str) -> None:
    """Extended attributes and foreign owners, where this file system and user can have them."""
    for path in ("notes.txt", "edited_same.txt", "app/version.py"):
        try:
            os.setxattr(f"{platform}/{path}", "user.proof", b"marked")
        except OSError:
            break
    if os.geteuid() == 0:
        for path in OWNED:
            os.chown(f"{platform}/{path}", trees.OTHER_USER, trees.OTHER_USER)
