"""Everything that can be seen of a folder's files, to compare two moments."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from typing import Optional

# Made from the code again at any time, and removed by a rollback: no part of any state.
CACHES = ("__pycache__", ".pytest_cache")


@dataclass(frozen=True)
class Entry:
    kind: str
    mode: int
    user: int
    group: int
    # Digest of a file's bytes, target of a link.
    content: str
    # None: not to be compared (a file that is written anew).
    attributes: Optional[tuple[tuple[str, bytes], ...]]
    modified: Optional[int]

    def rewritten(self) -> "Entry":
        return replace(self, attributes=None, modified=None)


Files = dict[str, Entry]


# Git's own files are looked at by git; reports are written where the configuration says, and so are snapshots. What SQLite
# puts beside a database that somebody reads is SQLite's.
APART = (".git", "rollback/logs", "rollback/backups")


def look(root: str) -> Files:
    """All entries below a folder, by path. Folders have no time: it changes with any name in them."""
    found: Files = {}
    pending = [""]
    while pending:
        folder = pending.pop()
        for item in os.scandir(os.path.join(root, folder)):
            path = os.path.join(folder, item.name)
            if path in APART or item.name in CACHES or item.name.endswith((".pyc", ".db-shm")):
                continue
            found[path] = entry(item.path)
            if found[path].kind == "folder":
                pending.append(path)
    return found


def entry(path: str) -> Entry:
    facts = os.lstat(path)
    kind = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}.get(
        stat.S_IFMT(facts.st_mode), "other")
    content = ""
    if kind == "file":
        with open(path, "rb") as file:
            content = hashlib.sha1(file.read()).hexdigest()
    elif kind == "link":
        content = os.readlink(path)
    return Entry(
        kind, stat.S_IMODE(facts.st_mode), facts.st_uid, facts.st_gid, content, attributes(path),
        facts.st_mtime_ns if kind == "file" else None)


def attributes(path: str) -> tuple[tuple[str, bytes], ...]:
    try:
        names = os.listxattr(path, follow_symlinks=False)
        return tuple((name, os.getxattr(path, name, follow_symlinks=False)) for name in sorted(names))
    except OSError:
        return ()


def differences(expected: Files, found: Files) -> list[str]:
    said = [f"{path} is missing ({expected[path].kind})" for path in sorted(expected.keys() - found.keys())]
    said += [f"{path} should not be there ({found[path].kind})" for path in sorted(found.keys() - expected.keys())]
    for path in sorted(expected.keys() & found.keys()):
        said += [f"{path}: {what}" for what in entry_differences(expected[path], found[path])]
    return said


def entry_differences(expected: Entry, found: Entry) -> list[str]:
    said = []
    for what in ("kind", "mode", "user", "group", "content", "attributes", "modified"):
        (old, new) = (getattr(expected, what), getattr(found, what))
        if old is not None and old != new and not (what == "modified" and new is None):
            said.append(f"{what} is {shown(what, new)}, should be {shown(what, old)}")
    return said


def shown(what: str, value: object) -> str:
    return oct(value) if what == "mode" and isinstance(value, int) else str(value)
