"""Everything that git says of a checkout, and whether its own files are as git leaves them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from .shell import git, run


@dataclass(frozen=True)
class GitState:
    # The branch's full name, or "detached".
    head: str
    # A commit's name, or what a new one consists of.
    commit: str
    refs: tuple[tuple[str, str], ...]
    index: str
    status: str
    # Names in the git folder beside objects, references, logs and lastgood's state.
    own_files: frozenset[str]


def look(platform: str, known: frozenset[str]) -> GitState:
    """`known`: the commits of the fixture; any other is described by its tree and parents."""
    folder = os.path.abspath(os.path.join(platform, git(platform, "rev-parse", "--git-dir").strip()))
    with open(f"{folder}/HEAD", encoding="utf-8") as file:
        text = file.read().strip()
    refs = [line.split(" ", 1) for line in git(platform, "show-ref", "--head").splitlines()]
    commit = next(name for name, ref in refs if ref == "HEAD")
    described = {name: describe(platform, name, known) for name, _ in refs}
    return GitState(
        head=text.removeprefix("ref: ") if text.startswith("ref: ") else "detached",
        commit=described[commit],
        refs=tuple(sorted((ref, described[name]) for name, ref in refs if ref != "HEAD")),
        index=git(platform, "ls-files", "--stage", "-v", "-z"),
        status=git(platform, "status", "--porcelain=v1", "-z", "--untracked-files=all"),
        own_files=own_files(folder))


def describe(platform: str, commit: str, known: frozenset[str]) -> str:
    if commit in known:
        return commit
    return git(platform, "show", "--no-patch", "--format=tree %T parents %P", commit).strip()


def own_files(folder: str) -> frozenset[str]:
    found = set()
    for place, folders, names in os.walk(folder):
        inside = os.path.relpath(place, folder)
        if inside == ".":
            folders[:] = [name for name in folders if name not in ("objects", "lastgood", "logs")]
        found |= {os.path.normpath(os.path.join(inside, name)) for name in names if inside.split("/")[0] != "refs"}
        found |= {os.path.normpath(os.path.join(inside, name)) for name in names if name.endswith(".lock")}
    return frozenset(found)


def health(platform: str) -> list[str]:
    """What `git fsck` complains of, and lock files anywhere."""
    said = run(["git", "fsck", "--no-progress", "--no-dangling"], platform, check=False).decode(errors="replace")
    troubles = [f"git fsck: {line}" for line in said.splitlines() if not line.startswith("notice: ")]
    common = os.path.join(platform, git(platform, "rev-parse", "--git-common-dir").strip())
    owner = os.stat(common).st_uid
    for place, folders, names in os.walk(common):
        folders[:] = [name for name in folders if name != "lastgood"]
        troubles += [f"{os.path.join(place, name)} is left behind" for name in names if name.endswith(".lock")]
        troubles += [
            f"{path} is not its owner's" for path in (os.path.join(place, name) for name in [*names, *folders])
            if os.lstat(path).st_uid != owner
        ]
    return troubles


def differences(expected: GitState, found: GitState) -> list[str]:
    said = [
        f"git {what}: {getattr(found, what)}, should be {getattr(expected, what)}"
        for what in ("head", "commit", "refs") if getattr(expected, what) != getattr(found, what)
    ]
    for what in ("index", "status"):
        said += [f"git {what} {line}" for line in lines(getattr(expected, what), getattr(found, what))]
    said += [f"git folder lacks {name}" for name in sorted(expected.own_files - found.own_files)]
    said += [f"git folder has {name}, which is not git's" for name in sorted(found.own_files - expected.own_files)]
    return said


def lines(expected: str, found: str) -> list[str]:
    (old, new) = (expected.split("\0"), found.split("\0"))
    return [f"lacks {line!r}" for line in old if line not in new] + [f"has {line!r}" for line in new if line not in old]
