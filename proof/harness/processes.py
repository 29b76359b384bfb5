"""The processes that the proof has started, found by descent and never by name.

Each worker of the proof adopts the orphans among its descendants (PR_SET_CHILD_SUBREAPER), so nothing that it has
started, or that these have started, can get out of its sight; and nothing else is ever signalled.
"""

from __future__ import annotations

import ctypes
import os
import signal
import time
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Process:
    id: int
    parent: int
    # R, S, D, Z, …
    state: str
    # Since boot; with the id it names a process for good.
    start: int


def adopt_orphans() -> None:
    control(PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent() -> None:
    control(PR_SET_PDEATHSIG, signal.SIGTERM)


def control(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def table() -> dict[int, Process]:
    found: dict[int, Process] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                text = file.read()
        except OSError:
            continue
        # The name in brackets may hold anything, brackets too.
        fields = text[text.rindex(b")") + 2:].split()
        found[int(name)] = Process(int(name), int(fields[1]), fields[0].decode(), int(fields[19]))
    return found


def descendants(ancestor: int) -> list[Process]:
    """Living ones; ended ones that nobody has waited for are no processes any more."""
    everyone = table()
    children: dict[int, list[Process]] = {}
    for process in everyone.values():
        children.setdefault(process.parent, []).append(process)
    (found, pending) = ([], [ancestor])
    while pending:
        for child in children.get(pending.pop(), []):
            pending.append(child.id)
            if child.state not in ("Z", "X"):
                found.append(child)
    return found


def reap(kept: set[int]) -> None:
    """Collects adopted children that have ended. `kept`: children that somebody else waits for."""
    for process in table().values():
        if process.parent == os.getpid() and process.state == "Z" and process.id not in kept:
            try:
                os.waitpid(process.id, os.WNOHANG)
            except ChildProcessError:
                pass


def end(processes: list[Process]) -> None:
    """Kills exactly these and returns when they are gone."""
    for process in processes:
        try:
            os.kill(process.id, signal.SIGKILL)
        except ProcessLookupError:
            pass
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        now = table()
        if not any(now.get(old.id) and now[old.id].start == old.start and now[old.id].state not in "ZX"
                   for old in processes):
            return
        time.sleep(0.002)


def arguments(process: int) -> list[str]:
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return [os.fsdecode(part) for part in file.read().split(b"\0")[:-1]]
    except OSError:
        return []


def environment(process: int) -> dict[str, str]:
    try:
        with open(f"/proc/{process}/environ", "rb") as file:
            pairs = [os.fsdecode(part).partition("=") for part in file.read().split(b"\0") if part]
    except OSError:
        return {}
    return {name: value for name, _, value in pairs}


def word(process: int, name: str) -> str:
    """A line of /proc/PID/status."""
    try:
        with open(f"/proc/{process}/status", encoding="utf-8", errors="replace") as file:
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith(f"{name}:")), "")
    except OSError:
        return ""


def open_files(process: int) -> list[str]:
    try:
        numbers = os.listdir(f"/proc/{process}/fd")
    except OSError:
        return []
    found = []
    for number in numbers:
        try:
            found.append(os.readlink(f"/proc/{process}/fd/{number}"))
        except OSError:
            continue
    return found


def name(process: int) -> str:
    try:
        with open(f"/proc/{process}/comm", encoding="utf-8", errors="replace") as file:
            return file.read().rstrip("\n")
    except OSError:
        return ""
