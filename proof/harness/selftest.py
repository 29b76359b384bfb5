"""Damages a platform in every way that the proof has to see, and says which of them it does not see."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
from typing import Callable, Optional

from . import processes
from .platform import Platform
from .shell import git

# Does the damage, and gives a file to hold open meanwhile, if any.
Damage = Callable[[Platform], Optional[int]]


def unseen(platform: Platform) -> list[str]:
    """Names of the damages that go unnoticed. A sound platform must be seen as one, too."""
    platform.reset()
    said = [f"a sound platform: {what}" for what in platform.differences(platform.start, settling=2)]
    for group in GROUPS:
        platform.reset()
        held = [damage(platform) for damage in group]
        seen = "\n".join(platform.differences(platform.start, settling=0))
        said += [f"not seen: {damage.__name__}" for damage, words in group.items() if words not in seen]
        for descriptor in held:
            if descriptor is not None:
                os.close(descriptor)
    return said


def changed_byte(platform: Platform) -> None:
    path = f"{platform.path}/binary.bin"
    facts = os.stat(path)
    with open(path, "r+b") as file:
        file.seek(5)
        file.write(b"!")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def changed_mode(platform: Platform) -> None:
    os.chmod(f"{platform.path}/app/same.py", 0o664)


def changed_folder(platform: Platform) -> None:
    os.chmod(f"{platform.path}/private", 0o755)


def stray_file(platform: Platform) -> None:
    open(f"{platform.path}/app/.same.py.lastgood-back", "wb").close()


def lost_untracked_file(platform: Platform) -> None:
    os.unlink(f"{platform.path}/notes.txt")


def touched_ignored_file(platform: Platform) -> None:
    os.utime(f"{platform.path}/platform.db", (1, 1))


def moved_link(platform: Platform) -> None:
    os.unlink(f"{platform.path}/change/link_moves")
    os.symlink("../README.md", f"{platform.path}/change/link_moves")


def lost_empty_folder(platform: Platform) -> None:
    os.rmdir(f"{platform.path}/empty/folder")


def changed_owner(platform: Platform) -> None:
    """Only root can; for others it is the lost attribute's turn."""
    path = f"{platform.path}/edited_same.txt"
    os.chown(path, 1, 1) if os.geteuid() == 0 else os.removexattr(path, "user.proof")


def index_lock(platform: Platform) -> None:
    open(f"{os.path.dirname(platform.state_folder)}/index.lock", "wb").close()


def branch_lock(platform: Platform) -> None:
    common = git(platform.path, "rev-parse", "--path-format=absolute", "--git-common-dir").strip()
    open(f"{common}/refs/heads/other.lock", "wb").close()


def unstaged(platform: Platform) -> None:
    git(platform.path, "update-index", "--force-remove", "--", "staged_new.txt")


def other_branch(platform: Platform) -> None:
    git(platform.path, "branch", "other-branch")


def moved_head(platform: Platform) -> None:
    git(platform.path, "update-ref", "HEAD", platform.fixture.good)


def pinned(platform: Platform) -> None:
    os.makedirs(platform.state_folder, exist_ok=True)
    with open(f"{platform.state_folder}/pin.json", "w", encoding="utf-8") as file:
        file.write('{"badRelease": "a", "target": "b"}')


def held_lock(platform: Platform) -> int:
    descriptor = os.open(os.path.dirname(platform.state_folder), os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def lost_object(platform: Platform) -> None:
    common = git(platform.path, "rev-parse", "--path-format=absolute", "--git-common-dir").strip()
    blob = git(platform.path, "rev-parse", ":README.md").strip()
    loose = f"{common}/objects/{blob[:2]}/{blob[2:]}"
    if not os.path.exists(loose):
        packs = f"{common}/objects/pack"
        loose = next(f"{packs}/{name}" for name in os.listdir(packs) if name.endswith(".pack"))
    os.unlink(loose)


def service_gone(platform: Platform) -> None:
    os.kill(platform.by_hand[1].pid, signal.SIGKILL)
    platform.by_hand[1].wait()


def service_twice(platform: Platform) -> None:
    command = processes.arguments(platform.by_hand[2].pid)
    platform.by_hand.append(subprocess.Popen(command, cwd=platform.path, start_new_session=True))


def other_environment(platform: Platform) -> None:
    os.kill(platform.by_hand[0].pid, signal.SIGTERM)
    platform.by_hand[0].wait()
    service = platform.start.services["api"]
    variables = dict(service.environment) | {"MODE": "other"}
    platform.by_hand[0] = subprocess.Popen(
        service.arguments, cwd=platform.path, env=variables, start_new_session=True)


def orphan(platform: Platform) -> None:
    platform.by_hand.append(subprocess.Popen(["sleep", "60"], cwd="/"))


# Each with words of how it must be seen. A group's damages do not hide each other.
GROUPS: list[dict[Damage, str]] = [
    {
        changed_byte: "binary.bin: content", changed_mode: "app/same.py: mode", changed_folder: "private: mode",
        stray_file: "lastgood-back should not be there", lost_untracked_file: "notes.txt is missing",
        touched_ignored_file: "platform.db: modified", moved_link: "change/link_moves: content",
        lost_empty_folder: "empty/folder is missing", changed_owner: "edited_same.txt: ",
        unstaged: "git index lacks", other_branch: "other-branch", moved_head: "git commit",
        # Locks after what needs git.
        index_lock: "index.lock", branch_lock: "other.lock", pinned: "the pin is", held_lock: "lock is still held",
        service_gone: "web does not run", service_twice: "worker runs again", other_environment: "MODE is 'other'",
        orphan: "left over: sleep",
    },
    {lost_object: "git "},
]
