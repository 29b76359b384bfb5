"""The platform's services: started as a person would start them by hand, and looked at from outside."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import Callable, Optional

from . import processes
from .fixture import Fixture, commands
from .shell import Trouble, environment

# The user's own setting in the shell that started the services: it must outlive every restart.
BY_HAND = {"SET_BY_HAND": "by the user", "SHARED": "1"}


@dataclass(frozen=True)
class Service:
    """What can be seen of one running service."""

    # What it says of itself: release and digest of the tree that it was started on.
    says: str
    arguments: tuple[str, ...]
    folder: str
    environment: tuple[tuple[str, str], ...]
    mask: str
    # User, group and further groups.
    identity: tuple[str, str, str]
    # Processes that belong to it.
    count: int
    # It leads a session of its own: no terminal's end takes it along.
    leads: bool


def variables(platform: str) -> dict[str, str]:
    """The platform's `.env`, as a shell reads it."""
    with open(f"{platform}/.env", encoding="utf-8") as file:
        pairs = [line.strip().split("=", 1) for line in file if "=" in line]
    return {name: "".join(shlex.split(value)) for name, value in pairs}


def start(platform: str, fixture: Fixture, log: str) -> list[subprocess.Popen[bytes]]:
    started = []
    whole = environment("/nonexistent") | BY_HAND | variables(platform)
    owner = fixture.owner
    open(log, "ab").close()
    if owner:
        os.chown(log, owner, owner)
    for command in commands(fixture.ports).values():
        with open(log, "ab") as output:
            started.append(subprocess.Popen(
                command, cwd=platform, env=whole, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, user=owner, group=owner, extra_groups=[owner] if owner else None))
        # The others depend on the first one, so it is waited for.
        if len(started) == 1:
            await_answer(fixture.ports.api)
    await_answer(fixture.ports.web)
    await_condition("the worker is not ready", lambda: processes.name(started[2].pid).startswith("w) "))
    return started


def await_answer(port: int) -> None:
    await_condition(f"a service started by hand does not answer on port {port}", lambda: ask(port) is not None)


def await_condition(otherwise: str, condition: Callable[[], bool], limit: float = 20) -> None:
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise Trouble(otherwise)
        time.sleep(0.003)


def ask(port: int) -> Optional[str]:
    """The first two words that a service answers, or None."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while part := connection.recv(4096):
                answer += part
    except OSError:
        return None
    return b" ".join(answer.split(b"\r\n\r\n", 1)[-1].split()[:2]).decode(errors="replace") or None


def look(fixture: Fixture, worker: int) -> tuple[dict[str, Service], list[str]]:
    """The services that run below a worker of the proof, and in words what runs besides, or twice."""
    alive = processes.descendants(worker)
    starts = {tuple(command): name for name, command in commands(fixture.ports).items()}
    found: dict[str, Service] = {}
    troubles: list[str] = []
    mains: dict[int, str] = {}
    for process in sorted(alive, key=lambda process: process.start):
        arguments = processes.arguments(process.id)
        name = starts.get(tuple(arguments))
        if name and process.parent not in mains and name not in found:
            mains[process.id] = name
            found[name] = describe(name, process.id, fixture)
        elif name and mains.get(process.parent) == name:
            continue
        elif name:
            troubles.append(f"{name} runs again as process {process.id}")
        elif arguments:
            troubles.append(f"process {process.id} is left over: {' '.join(arguments)}")
    for main, name in mains.items():
        count = 1 + sum(process.parent == main for process in alive)
        found[name] = Service(**{**vars(found[name]), "count": count})
        troubles += held_files(name, main)
    return found, troubles


def describe(name: str, process: int, fixture: Fixture) -> Service:
    port = getattr(fixture.ports, name, None)
    folder = ""
    try:
        folder = os.readlink(f"/proc/{process}/cwd")
    except OSError:
        pass
    return Service(
        says=(ask(port) or "no answer") if port else processes.name(process),
        arguments=tuple(processes.arguments(process)), folder=folder,
        environment=tuple(sorted(processes.environment(process).items())), mask=processes.word(process, "Umask"),
        identity=(processes.word(process, "Uid"), processes.word(process, "Gid"), processes.word(process, "Groups")),
        count=1, leads=processes.word(process, "NSsid").split()[-1:] == [str(process)])


def held_files(name: str, process: int) -> list[str]:
    """A service that inherits the journal, or the folder that the lock is on, would keep it for as long as it runs."""
    return [
        f"{name} holds {path} open" for path in processes.open_files(process)
        if "/.git" in path and (path.endswith("/journal") or os.path.isdir(path))
    ]


def differences(expected: dict[str, Service], found: dict[str, Service]) -> list[str]:
    said = [f"{name} does not run" for name in sorted(expected.keys() - found.keys())]
    for name in sorted(expected.keys() & found.keys()):
        for what in vars(expected[name]):
            (old, new) = (getattr(expected[name], what), getattr(found[name], what))
            if what == "environment":
                said += [f"{name}'s environment: {line}" for line in variable_differences(dict(old), dict(new))]
            elif old != new:
                said.append(f"{name}'s {what}: {new}, should be {old}")
    return said


def variable_differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    names = sorted(expected.keys() | found.keys())
    return [
        f"{name} is {found.get(name)!r}, should be {expected.get(name)!r}"
        for name in names if expected.get(name) != found.get(name)
    ]
