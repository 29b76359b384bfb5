"""The two releases of the platform that is rolled back, and what its user has left uncommitted.

Every kind of difference that a checkout can have is here once: each of them is a way to go wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from . import programs


@dataclass(frozen=True)
class File:
    content: bytes
    executable: bool = False


@dataclass(frozen=True)
class Link:
    target: str


Node = Union[File, Link]
Tree = dict[str, Node]


def text(content: str, executable: bool = False) -> File:
    return File(content.encode(), executable)


COMMON: Tree = {
    ".gitignore": text("__pycache__/\n*.db\n*.db-wal\n*.db-shm\n*.log\nignored/\n!state.db\nrollback/logs/\nrollback/backups/\n"),
    ".gitattributes": text("*.dos text eol=crlf\n"),
    "README.md": text("The platform.\n"),
    "app/__init__.py": text(""),
    "app/same.py": text("SAME = True\n"),
    "private/keep.txt": text("in a folder for its owner only\n"),
    "services/common.py": text(programs.COMMON),
    "services/api.py": text(programs.API),
    "services/web.py": text(programs.WEB),
    "services/worker.py": text(programs.WORKER),
    "untouched/deep/same.txt": text("same in both\n"),
}

GOOD: Tree = COMMON | {
    ".env": text("MODE=good\nONLY_GOOD='yes, it is'\nSHARED=1\n"),
    # Both are as long, so that a cache of the other release passes for this one's by size.
    "app/version.py": text('RELEASE = "good"\n'),
    "app/modified.py": text("".join(f"LINE_{n} = {n}\n" for n in range(200))),
    "app/removed_by_bad.py": text("REMOVED = 1\n"),
    "app/edited_in_good.txt": text("as released\n"),
    "app/was_empty.txt": text(""),
    "app/became_empty.txt": text("full of words\n"),
    "bin/lost_its_bit": text("#!/bin/sh\necho tool\n", executable=True),
    "bin/gained_a_bit": text("data\n"),
    "bin/script": text("#!/bin/sh\necho good\n", executable=True),
    "binary.bin": File(bytes(range(256)) * 64),
    "change/link_to_file": Link("../README.md"),
    "change/file_to_link": text("a file in the good release\n"),
    "change/file_to_folder": text("a file in the good release\n"),
    "change/folder_to_file/one": text("1\n"),
    "change/folder_to_file/deep/two": text("2\n"),
    "change/link_to_folder": Link("../untouched"),
    # In the bad release this is a link: whoever writes through it changes a file elsewhere.
    "change/folder_to_link/deep/same.txt": text("not the file behind the link\n"),
    "change/link_moves": Link("../app/version.py"),
    "change/dangling": Link("nowhere/at/all"),
    "collide.txt": text("the release's own\n"),
    "collide_folder": text("a file of the release, where the user made a folder\n"),
    "collide_file/inside.txt": text("a folder of the release, where the user made a file\n"),
    "lines.dos": text("one\ntwo\nthree\n"),
    "names/-rf": text("a name like an option\n"),
    "names/with space.txt": text("good\n"),
    "names/größe\t\"x\".txt": text("good\n"),
    "only_good/nested/very/deep/file.txt": text("comes back\n"),
    "only_good/tool": text("#!/bin/sh\n", executable=True),
    "owned.txt": text("of another user, good\n"),
    "private/new/secret.txt": text("comes into the owner's folder\n"),
    "state.db": File(b"SQLite format 3\0" + b"good" * 20),
    "staged.txt": text("staged, good\n"),
    "deleted_here.txt": text("deleted here, good\n"),
    "unstaged.txt": text("unstaged, good\n"),
    "edited_same.txt": text("the same in both releases, edited here\n"),
}

BAD: Tree = COMMON | {
    ".env": text("MODE=bad\nONLY_BAD=oops\nSHARED=1\n"),
    "app/version.py": text('RELEASE = "evil"\n'),
    "app/modified.py": text("".join(f"LINE_{n} = {n + 1}\n" for n in range(190))),
    "app/added_by_bad.py": text("ADDED = 1\n"),
    "app/edited_in_good.txt": text("as released, worse\n"),
    "app/was_empty.txt": text("no longer\n"),
    "app/became_empty.txt": text(""),
    "bin/lost_its_bit": text("#!/bin/sh\necho tool\n"),
    "bin/gained_a_bit": text("data\n", executable=True),
    "bin/script": text("#!/bin/sh\necho bad\n", executable=True),
    "binary.bin": File(bytes(reversed(range(256))) * 64),
    "change/link_to_file": text("a file in the bad release\n"),
    "change/file_to_link": Link("../README.md"),
    "change/file_to_folder/one": text("1\n"),
    "change/file_to_folder/deep/two": text("2\n"),
    "change/folder_to_file": text("a file in the bad release\n"),
    "change/link_to_folder/deep/three": text("3\n"),
    "change/folder_to_link": Link("../untouched"),
    "change/link_moves": Link("../app/modified.py"),
    "lines.dos": text("one\n2\nthree\n"),
    "names/with space.txt": text("bad\n"),
    "names/größe\t\"x\".txt": text("bad\n"),
    "only_bad/nested/very/deep/file.txt": text("goes away\n"),
    "only_bad/with_untracked/tracked.txt": text("goes, but its folder stays\n"),
    "only_bad/with_cache/module.py": text("CACHED = 1\n"),
    "owned.txt": text("of another user, bad\n"),
    "state.db": File(b"SQLite format 3\0" + b"evil" * 25),
    "staged.txt": text("staged, bad\n"),
    "deleted_here.txt": text("deleted here, bad\n"),
    "unstaged.txt": text("unstaged, bad\n"),
    "edited_same.txt": text("the same in both releases, edited here\n"),
}

# What the user has in the tree beside the bad release. None of it may be lost.
UNTRACKED: Tree = {
    "collide.txt": text("the user's own, where the target has a file\n"),
    "collide_folder/inside.txt": text("the user's folder, where the target has a file\n"),
    "collide_file": text("the user's file, where the target has a folder\n"),
    "notes.txt": text("the user's notes\n"),
    "only_bad/with_untracked/mine.txt": text("the user's, in a folder that goes away\n"),
    "untracked/folder/link": Link("../../notes.txt"),
}
IGNORED: Tree = {
    "platform.db": File(b"SQLite format 3\0" + b"row" * 400),
    "platform.db-wal": File(b"wal" * 30),
    "app.log": text("a line\n"),
    "ignored/inside.txt": text("ignored\n"),
    "only_bad/with_cache/__pycache__/module.pyc": File(b"stale"),
}
EDITED: Tree = {
    "unstaged.txt": text("unstaged, edited by the user\n"),
    "edited_same.txt": text("edited by the user\n"),
    "app/modified.py": text("LINE_0 = 'edited by the user'\n"),
}
STAGED: Tree = {
    "staged.txt": text("staged, edited by the user\n"),
    "staged_new.txt": text("new and staged\n"),
}
EDITED_AFTER_STAGING: Tree = {"staged.txt": text("staged, then edited again\n")}
DELETED = ["deleted_here.txt"]
EMPTY_FOLDERS = ["empty/folder"]
# Whom owned.txt belongs to where the proof runs as root, and whose the platform is that root rolls back for another.
OTHER_USER = 12345
OWNER = 12346
