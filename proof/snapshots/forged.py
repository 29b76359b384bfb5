"""Stores that somebody who has the key has written to do harm: refused with a clear error, and nothing is written
outside, no wrong byte accepted, no more memory taken than a machine has."""

from __future__ import annotations

import os
import resource
import shutil
import struct
import subprocess
import time
from pathlib import Path
from typing import Any

import snapshot_fixture as fixture
from harness.odd_tree import differences, look
from snapshot_fixture import FILE, FOLDER, Entry, Store

from .entries import hostile_entries
from .forging import (
    LISTING, ROOT, Forge, entry_bytes, frame_bomb, index, listing, part, parts, patched, raw_index, raw_listing,
    raw_manifest, raw_record, record, repeated, shared, wrong_content)
from .place import PATIENCE_SECONDS, Ended, Place

# Address space: far less than what the bombs unfold to.
MEMORY_BYTES = 3 << 30
COMMANDS = (("list",), ("show", "1"), ("diff", "1", "1"), ("verify",), ("verify", "--structure"),
            ("verify", "--sample", "2"))


class Forged:
    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/forged")
        self.place.create()
        self.master = self.place.key
        self.outside = f"{self.place.work}/outside"
        os.makedirs(self.outside)
        Path(f"{self.outside}/kept").write_text("kept", encoding="utf-8")

    def round(self, number: int) -> list[str]:
        # Neighbours are much alike: fewer rounds than there are cases are from all over them.
        (name, forge) = list(CASES.items())[number * STRIDE % len(CASES)]
        shutil.rmtree(self.place.store)
        store = Store(self.place.store, self.master)
        forge(store)
        Path(f"{self.place.store}/LOCK").touch(mode=0o600)
        before = self.look()
        lines = []
        for words in COMMANDS:
            lines += self.run(*words).unclear()
        verified = self.run("verify").status
        (ended, target) = self.restore()
        lines += ended.unclear() + self.run("restore", "1", "--to", f"{target}-all").unclear()
        if name in HARMLESS:
            lines += [] if ended.status == 0 else [f"it is not restored: {ended.text}"]
        else:
            lines += ["verify finds nothing"] if verified == 0 and name not in TOO_LARGE else []
            if name not in UNNEEDED:
                lines += ["it is restored"] if ended.status == 0 else []
                lines += ["a part is there"] if os.path.lexists(f"{target}/code") else []
        lines += differences(before, self.look())
        for place in (target, f"{target}-all"):
            shutil.rmtree(place, ignore_errors=True)
        lines += self.run("create").unclear() + self.run("prune", "--days", "0", "--keep", "1").unclear()
        return [f"{name}: {line}" for line in lines]

    def look(self) -> dict[bytes, Any]:
        """Everything but the store and the folder to restore to."""
        seen = look(self.place.work, left_out=(b"platform/.git", b"platform/rollback/backups", b"state"))
        return {path: one for path, one in seen.items() if path and not path.startswith(b"restored-")}

    def restore(self) -> tuple[Ended, str]:
        target = self.place.target()
        return (self.run("restore", "1", "--to", target, "--part", "code"), target)

    def run(self, *words: str) -> Ended:
        began = time.monotonic()
        process = subprocess.Popen(
            [self.place.program, "snapshot", *words], cwd=self.place.root, env=self.place.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bounded)
        ended = self.place.end(process, words, began)
        if ended.seconds > PATIENCE_SECONDS / 2:
            ended.errors += f"Crash: it took {ended.seconds:.0f} s"
        return ended


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))


CASES: dict[str, Forge] = {
    "none": listing(Entry(b"good", FILE)),
    "listing: twice": listing(Entry(b"a", FILE), Entry(b"a", FILE)),
    "listing: not in order": listing(Entry(b"b", FILE), Entry(b"a", FILE)),
    "listing: a folder twice": listing(Entry(b"a", FOLDER), Entry(b"a", FOLDER)),
    "listing: a link to itself": listing(Entry(b"a", fixture.HARD_LINK, target=b"a")),
    "listing: links in a ring": listing(Entry(b"a", fixture.HARD_LINK, target=b"b"),
                                        Entry(b"b", fixture.HARD_LINK, target=b"a")),
    "listing: a link to a later one": listing(Entry(b"a", fixture.HARD_LINK, target=b"b"), Entry(b"b", FILE)),
    "listing: a name of 256 bytes": listing(Entry(b"n" * 256, FILE)),
    "listing: a hole of 2^62": listing(Entry(b"a", FILE, size=1 << 62, holes=[(0, 1 << 62)])),
    "listing: holes beyond all numbers": listing(Entry(b"a", FILE, size=(1 << 63) - 1,
                                                       holes=[((1 << 63) - 1, (1 << 63) - 1)])),
    "listing: holes over each other": listing(Entry(b"a", FILE, size=9, holes=[(0, 5), (3, 5)])),
    "listing: a size beyond all numbers": listing(Entry(b"a", FILE, size=1 << 63)),
    "listing: blobs that nobody has": listing(Entry(b"a", FILE, size=5, chunks=["ab" * 32])),
    "listing: no beginning": raw_listing(b"NOTHING\n"),
    "listing: empty": raw_listing(LISTING),
    "listing: ends early": raw_listing((LISTING + ROOT.packed())[:-3]),
    "listing: a path's length": patched(0, b"\xff\xff"),
    "listing: a mode of more bits": patched(5, b"\xff\xff\xff\xff"),
    "listing: many attributes": patched(len(entry_bytes()) - 10, b"\xff\xff"),
    "listing: many holes": patched(len(entry_bytes()) - 8, b"\xff\xff\xff\xff"),
    "listing: many chunks": patched(len(entry_bytes()) - 4, b"\xff\xff\xff\xff"),
    "listing: an attribute without a name": listing(Entry(b"a", FILE, attributes=[(b"", b"x")])),
    "listing: an attribute with a zero byte": listing(Entry(b"a", FILE, attributes=[(b"user.a\0b", b"x")])),
    "listing: a million nanoseconds too many": raw_listing(
        LISTING + ROOT.packed() + struct.pack("<H", 1) + b"a" + struct.pack(
            "<BBIIIQqIqIQQ", FILE, 0, 0o644, 0, 0, 0, 0, 2 * 10**9, 0, 0, 1, 1) + bytes(12)),
    "record: another number": record(sequence=7),
    "record: another id": record(id="b" * 32),
    "record: no number": record(sequence="1; rm"),
    "record: a number below zero": record(sequence=-1),
    "record: format 99": record(format=99),
    "record: no manifest": record(manifest=[]),
    "record: a manifest that nobody has": record(manifest=["cd" * 32]),
    "record: no hexadecimal digits": record(manifest=["zz" * 32]),
    "record: no JSON": raw_record(b"\xff\xfe{"),
    "record: nested": raw_record(b"[" * 200_000),
    "manifest: no JSON": raw_manifest(b"not JSON"),
    "manifest: nested": raw_manifest(b'{"parts":' + b"[" * 200_000),
    "manifest: a list": raw_manifest(b"[]"),
    "manifest: a part twice": lambda store: store.snapshot(
        [store.tree("code", [ROOT, Entry(b"..", FILE)]), store.stream("code", b"x")]),
    "manifest: names that lead elsewhere": parts("../out", "a/b", "..", "/etc/cron.d/x", "\0"),
    "part: too few bytes": part(bytes=3),
    "part: too many bytes": part(bytes=1 << 40),
    "part: bytes below zero": part(bytes=-1),
    "part: another digest": part(digest="00" * 32),
    "part: an unknown kind": part(kind="device"),
    "part: a tree that is a stream": part(kind="tree"),
    "part: facts with another length": part(kind="facts", bytes=1),
    "index: another offset": index(offset=57),
    "index: behind the end": index(offset=1 << 62),
    "index: another segment": index(ordinal=1),
    "index: another blob's bytes": index(at=20),
    "index: another length": index(length=19),
    "index: nothing but a count": raw_index(b"\xff\xff\xff\xff"),
    "index: a pack that is not there": raw_index(bytes(4) + struct.pack("<I", 1) + b"p" * 16 + struct.pack(
        "<QB", 100, 1) + bytes(4)),
    "index: replaces itself": raw_index(struct.pack("<IQ", 1, 2) + bytes(8)),
    "index: replaces all and knows nothing": raw_index(struct.pack("<IQ", 1, 1) + bytes(8)),
    "blob: another content": wrong_content,
    "bomb: a frame": frame_bomb,
    "bomb: a manifest": repeated("manifest", 3000),
    "bomb: a listing": repeated("tree", 3000),
    "bomb: a stream": repeated("stream", 3000),
    "bomb: facts": repeated("facts", 3000),
}


CASES |= {f"listing: {name}": shared(name) for name in hostile_entries(lambda data: "")}
# Prime, and no divisor of how many there are.
STRIDE = 31
# What is only odd.
HARMLESS = {"none", "index: replaces itself"}
# What is wrong is found, and is nothing that the snapshot needs.
UNNEEDED = {"index: a pack that is not there"}
# Nothing is wrong with it but that no file system takes it.
TOO_LARGE = {"listing: a hole of 2^62"}


def control(program: str, work: str) -> dict[str, bool]:
    """A store that is whole is restored; the same where it should not be is seen, and so is a file outside."""
    own = Forged(program, work)
    CASES["control"] = CASES["none"]
    HARMLESS.discard("control")
    place = list(CASES).index("control")
    lines = own.round(next(number for number in range(len(CASES)) if number * STRIDE % len(CASES) == place))
    del CASES["control"]
    before = own.look()
    Path(f"{own.outside}/planted").write_bytes(b"x")
    return {"a forged store that is restored": any("it is restored" in line for line in lines),
            "a finding that is missing": any("finds nothing" in line for line in lines),
            "a file outside": bool(differences(before, own.look()))}
