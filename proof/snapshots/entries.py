"""Listings that nobody should follow. Used against the program, and against tools/recover-snapshot.py."""

from __future__ import annotations

from typing import Callable

import snapshot_fixture as fixture
from snapshot_fixture import Entry


def hostile_entries(add: Callable[[bytes], str]) -> dict[str, list[Entry]]:
    return {
        "above": [Entry(b"../above", fixture.FILE)],
        "absolute": [Entry(b"/absolute", fixture.FILE)],
        "beyond": [Entry(b"a", fixture.FOLDER), Entry(b"a/../../above", fixture.FILE)],
        "here": [Entry(b".", fixture.FOLDER), Entry(b"./a", fixture.FILE)],
        "doubled": [Entry(b"a", fixture.FOLDER), Entry(b"a//b", fixture.FILE), Entry(b"a/", fixture.FILE)],
        "through a link": [Entry(b"a", fixture.LINK, target=b"../../outside"), Entry(b"a/inside", fixture.FILE)],
        "over a link": [Entry(b"a", fixture.LINK, target=b"../../outside/kept"),
                        Entry(b"a", fixture.FILE, size=1, holes=[(0, 1)])],
        "folder over a link": [Entry(b"a", fixture.LINK, target=b"../../outside"), Entry(b"a", fixture.FOLDER, 0o777),
                               Entry(b"a/inside", fixture.FILE)],
        "root is a link": [Entry(b"", fixture.LINK, target=b"../outside"), Entry(b"a", fixture.FILE)],
        "hard link out": [Entry(b"a", fixture.HARD_LINK, target=b"../../outside/kept")],
        "hard link through a link": [Entry(b"a", fixture.LINK, target=b"../../outside"),
                                     Entry(b"b", fixture.HARD_LINK, target=b"a/kept")],
        "hard link to a folder": [Entry(b"a", fixture.FOLDER), Entry(b"b", fixture.HARD_LINK, target=b"a")],
        "zero byte": [Entry(b"a\0b", fixture.FILE)],
        "unknown kind": [Entry(b"a", 9)],
        "content too short": [Entry(b"a", fixture.FILE, size=5)],
        "holes not in order": [Entry(b"a", fixture.FILE, size=5, holes=[(9, 9), (1, 1)])],
        "content too long": [Entry(b"a", fixture.FILE, size=3, chunks=[add(b"longer")])],
        "a chunk too many": [Entry(b"a", fixture.FILE, size=3, chunks=[add(b"one"), add(b"two")])],
    }
