"""Release directories as the proof sees them: which one is live, whatever it is called, and whether the others are whole.

What a rollback has to lead to is worked out here by git and this file alone, as in `reference`.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from dataclasses import replace

from . import files, reference, services
from .fixture import Fixture

OWN = ".lastgood"
LIVE = "releases/LIVE"
# Databases of the checkout, which every release goes on using.
SHARED = ("platform.db", "state.db")


def edit(platform: str) -> None:
    """Somebody has worked in the live release: a file edited, one added, one deleted."""
    with open(f"{platform}/current/app/modified.py", "a", encoding="utf-8") as file:
        file.write("# edited where it runs\n")
    with open(f"{platform}/current/app/added_live.py", "w", encoding="utf-8") as file:
        file.write("ADDED_LIVE = 1\n")
    os.unlink(f"{platform}/current/README.md")


def apply(platform: str, fixture: Fixture, scratch: str) -> frozenset[str]:
    """Makes the good release live. Returns the paths that were written anew, as `normal` calls them."""
    reference.export(platform, fixture.good, scratch)
    shutil.rmtree(f"{scratch}/rollback", ignore_errors=True)
    live = os.path.realpath(f"{platform}/current")
    new = f"{platform}/releases/golden"
    shutil.copytree(scratch, new, symlinks=True)
    for path in SHARED:
        if os.path.lexists(f"{new}/{path}"):
            os.unlink(f"{new}/{path}")
        os.symlink(f"../../{path}", f"{new}/{path}")
    dress(platform, live, new)
    written = {f"{LIVE}/{os.path.relpath(path, new)}" for path in entries(new)}
    os.makedirs(f"{new}/{OWN}")
    with open(f"{new}/{OWN}/release.json", "w", encoding="utf-8") as file:
        json.dump({"commit": fixture.good}, file)
    os.unlink(f"{platform}/current")
    os.symlink("releases/golden", f"{platform}/current")
    return frozenset(written)


def entries(folder: str) -> list[str]:
    return [f"{place}/{name}" for place, folders, names in os.walk(folder) for name in folders + names]


def dress(platform: str, live: str, new: str) -> None:
    """As open, and owned, as what is live; what is new there as the platform's own folder."""
    root = os.lstat(platform)
    os.chmod(new, stat.S_IMODE(root.st_mode))
    for path in entries(new):
        (facts, old) = (os.lstat(path), f"{live}/{os.path.relpath(path, new)}")
        same = os.lstat(old) if os.path.lexists(old) else None
        if same and stat.S_IFMT(same.st_mode) != stat.S_IFMT(facts.st_mode):
            same = None
        if os.geteuid() == 0:
            os.lchown(path, (same or root).st_uid, (same or root).st_gid)
        if stat.S_ISDIR(facts.st_mode):
            os.chmod(path, stat.S_IMODE((same or root).st_mode))
        elif stat.S_ISREG(facts.st_mode):
            base = same.st_mode & 0o666 if same else root.st_mode & 0o664
            os.chmod(path, base | ((base & 0o444) >> 2 if facts.st_mode & 0o100 else 0))


def normal(platform: str, found: files.Files, scratch: str) -> tuple[files.Files, list[str]]:
    """The same whatever the live directory is called, without the others; and in words what is wrong with those."""
    live = os.readlink(f"{platform}/current") if os.path.islink(f"{platform}/current") else ""
    troubles = [] if os.path.isdir(f"{platform}/{live}") and live else ["current leads to no release"]
    kept: files.Files = {}
    for path, entry in found.items():
        if path == "current":
            kept[path] = replace(entry, content=LIVE)
        elif live and (path == live or path.startswith(f"{live}/")):
            if path.split("/")[2:3] != [OWN]:
                kept[LIVE + path[len(live):]] = entry
        elif not path.startswith("releases/"):
            kept[path] = entry
    for name in os.listdir(f"{platform}/releases"):
        if f"releases/{name}" != live:
            troubles += wrong(platform, name, scratch)
    return kept, troubles


def wrong(platform: str, name: str, scratch: str) -> list[str]:
    """A directory beside the live one is complete, or it is not there."""
    path = f"{platform}/releases/{name}"
    try:
        with open(f"{path}/{OWN}/release.json", encoding="utf-8") as file:
            commit = json.load(file)["commit"]
    except (OSError, ValueError, KeyError):
        return [f"releases/{name} is half of a release"]
    shutil.rmtree(scratch, ignore_errors=True)
    reference.export(platform, commit, scratch)
    said = []
    for full in entries(scratch):
        below = os.path.relpath(full, scratch)
        if below.split("/")[0] == "rollback" or below in SHARED or os.path.isdir(full) and not os.path.islink(full):
            continue
        there = f"{path}/{below}"
        if not os.path.lexists(there):
            said.append(f"releases/{name}/{below} is missing")
        elif files.entry(there).content != files.entry(full).content:
            said.append(f"releases/{name}/{below} is not the release's")
    # The live one of the start, where somebody has edited.
    return [] if os.path.exists(f"{path}/app/added_live.py") else said


def at_home(platform: str, running: dict[str, services.Service]) -> dict[str, services.Service]:
    """A service's folder, by the name of the live release."""
    live = os.path.realpath(f"{platform}/current")
    return {
        name: replace(service, folder=service.folder.replace(live, f"{platform}/current", 1))
        if service.folder == live or service.folder.startswith(f"{live}/") else service
        for name, service in running.items()
    }


__all__ = ["apply", "at_home", "edit", "normal"]
