"""What a rollback of the fixture has to lead to, worked out by git and this file alone: nothing of lastgood's.

It turns the start into the target in the plainest way, with no thought of crashes; what is seen then is golden.
"""

from __future__ import annotations

import os
import shutil
import stat
from typing import Optional

from . import files
from .fixture import Fixture
from .shell import git

OWN = "rollback/"


def apply(platform: str, fixture: Fixture, scratch: str) -> frozenset[str]:
    """Rolls the checkout back. Returns the paths that were written anew."""
    target = tracked(platform, fixture.good)
    here = set(git(platform, "ls-files", "-z").split("\0")) | tracked(platform, fixture.bad)
    export(platform, fixture.good, scratch)
    writes = {path for path in target if not is_database(platform, path) and not same(platform, scratch, path)}
    removals = {path for path in here - target if is_there(platform, path) and not is_database(platform, path)}
    remove(platform, removals)
    for path in sorted(writes):
        put(platform, scratch, path)
    move_git(platform, fixture, scratch)
    return frozenset(writes)


def tracked(platform: str, commit: str) -> set[str]:
    listed = git(platform, "ls-tree", "-r", "-z", "--name-only", commit).split("\0")
    return {path for path in listed if path and not path.startswith(OWN)}


def export(platform: str, commit: str, scratch: str) -> None:
    own = {"GIT_INDEX_FILE": f"{scratch}.index"}
    git(platform, "read-tree", commit, extra=own)
    git(platform, "checkout-index", "--all", "--force", f"--prefix={scratch}/", extra=own)


def is_there(platform: str, path: str) -> bool:
    """Whether the path itself is there: not one behind a link."""
    parent = platform
    for name in path.split("/")[:-1]:
        parent = f"{parent}/{name}"
        if os.path.islink(parent):
            return False
    return bool(path) and not path.startswith(OWN) and os.path.lexists(f"{platform}/{path}")


def is_database(platform: str, path: str) -> bool:
    if not is_there(platform, path) or not stat.S_ISREG(os.lstat(f"{platform}/{path}").st_mode):
        return False
    with open(f"{platform}/{path}", "rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def same(platform: str, scratch: str, path: str) -> bool:
    if not is_there(platform, path):
        return False
    (here, there) = (files.entry(f"{platform}/{path}"), files.entry(f"{scratch}/{path}"))
    return (here.kind, here.content, here.mode & 0o100) == (there.kind, there.content, there.mode & 0o100)


def remove(platform: str, paths: set[str]) -> None:
    for path in paths:
        os.unlink(f"{platform}/{path}")
    folders = {os.path.dirname(path) for path in paths}
    while folders:
        folder = max(folders, key=len)
        folders.discard(folder)
        drop_caches(f"{platform}/{folder}")
        if folder and not os.listdir(f"{platform}/{folder}"):
            os.rmdir(f"{platform}/{folder}")
            folders.add(os.path.dirname(folder))


def drop_caches(folder: str) -> None:
    shutil.rmtree(f"{folder}/__pycache__", ignore_errors=True)


def put(platform: str, scratch: str, path: str) -> None:
    """A file keeps what the one before it allowed, and to whom; a new one is as readable as its folder."""
    full = f"{platform}/{path}"
    old: Optional[os.stat_result] = os.lstat(full) if is_there(platform, path) else None
    make_folders(platform, path)
    folder = os.lstat(os.path.dirname(full))
    if os.path.isdir(full) and not os.path.islink(full):
        shutil.rmtree(full)
    elif os.path.lexists(full):
        os.unlink(full)
    shutil.copy2(f"{scratch}/{path}", full, follow_symlinks=False)
    like = old or folder
    if os.geteuid() == 0:
        os.lchown(full, like.st_uid, like.st_gid)
    if not os.path.islink(full):
        base = old.st_mode if old and stat.S_ISREG(old.st_mode) else folder.st_mode
        executable = (base & 0o444) >> 2 if os.lstat(f"{scratch}/{path}").st_mode & 0o100 else 0
        os.chmod(full, base & 0o666 | executable)


def make_folders(platform: str, path: str) -> None:
    parent = platform
    for name in path.split("/")[:-1]:
        (above, parent) = (os.lstat(parent), f"{parent}/{name}")
        if os.path.lexists(parent) and not stat.S_ISDIR(os.lstat(parent).st_mode):
            os.unlink(parent)
        if not os.path.lexists(parent):
            os.mkdir(parent)
            os.chmod(parent, stat.S_IMODE(above.st_mode))
            if os.geteuid() == 0:
                os.chown(parent, above.st_uid, above.st_gid)


def move_git(platform: str, fixture: Fixture, scratch: str) -> None:
    """The target's entries in the index, but for rollback/; HEAD on a new branch, or a commit on the live one."""
    own = {"GIT_INDEX_FILE": f"{scratch}.index"}
    git(platform, "rm", "-r", "--force", "--cached", "--quiet", "--ignore-unmatch", "--", OWN, extra=own)
    kept = git(platform, "ls-files", "--stage", "-z", "--", OWN)
    git(platform, "update-index", "-z", "--index-info", extra=own, stdin=kept.encode())
    index = git(platform, "rev-parse", "--path-format=absolute", "--git-path", "index").strip()
    shutil.move(f"{scratch}.index", index)
    if fixture.moves_branch:
        tree = git(platform, "write-tree").strip()
        commit = git(platform, "commit-tree", "-p", fixture.bad, "-m", "Roll back", tree).strip()
        git(platform, "update-ref", "HEAD", commit)
    else:
        git(platform, "update-ref", "refs/heads/rollback/run-1", fixture.good)
        git(platform, "symbolic-ref", "HEAD", "refs/heads/rollback/run-1")
