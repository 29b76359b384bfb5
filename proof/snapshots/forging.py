"""What a person with the key can write into a store: listings, records, manifests, parts, indexes and packs that lie."""

from __future__ import annotations

import json
import os
from typing import Any, Callable

import snapshot_fixture as fixture
from snapshot_fixture import DATA, FILE, FOLDER, METADATA, Entry, Store

from .entries import hostile_entries

ROOT = Entry(b"", FOLDER, 0o755)
RECORD = 2
LISTING = b"LGTREE1\n"
Forge = Callable[[Store], object]


def listing(*entries: Entry) -> Forge:
    return lambda store: store.snapshot([store.tree("code", [ROOT, *entries])])


def raw_listing(data: bytes) -> Forge:
    """Any bytes as a tree's listing."""
    def forge(store: Store) -> None:
        blobs = store.pieces(data, 64 << 10, METADATA)
        store.snapshot([store.part("code", "tree", blobs, 0, 1)])
    return forge


def entry_bytes(**changes: Any) -> bytes:
    return Entry(**{"path": b"a", "kind": FILE, **changes}).packed()


def patched(at: int, value: bytes) -> Forge:
    """A listing in which a length or count at some place lies."""
    whole = ROOT.packed() + entry_bytes()
    begin = 8 + len(ROOT.packed()) + at
    data = b"LGTREE1\n" + whole
    return raw_listing(data[:begin] + value + data[begin + len(value):])


def record(**changes: Any) -> Forge:
    """A record that says something else than its name, or nothing that can be."""
    def forge(store: Store) -> None:
        name = store.snapshot([store.tree("code", [ROOT])])
        for path in (f"{store.folder}/{name}", f"{store.folder}/{name}.copy"):
            os.unlink(path)
        manifest = store.pieces(json.dumps({"parts": [store.tree("code", [ROOT])]}, sort_keys=True).encode(),
                                1 << 20, METADATA)
        told = {"format": 1, "id": name[-32:], "manifest": manifest, "program": "0", "reason": "", "sequence": 1,
                "taken": "2026-11-26T05:00:00Z", **changes}
        store.sealed(name, RECORD, 1, json.dumps(told).encode())
    return forge


def raw_record(data: bytes) -> Forge:
    return lambda store: store.sealed(f"snapshots/0000000001-{'a' * 32}", RECORD, 1, data)


def raw_manifest(data: bytes) -> Forge:
    def forge(store: Store) -> None:
        blobs = store.pieces(data, 1 << 20, METADATA)
        store.flush()
        store.index(store.packs)
        record_of(store, blobs)
    return forge


def record_of(store: Store, blobs: list[str]) -> None:
    told = {"format": 1, "id": "a" * 32, "manifest": blobs, "program": "0", "reason": "", "sequence": 1,
            "taken": "2026-11-26T05:00:00Z"}
    store.sealed(f"snapshots/0000000001-{'a' * 32}", RECORD, 1, json.dumps(told).encode())


def part(**changes: Any) -> Forge:
    """A part of which something is not true."""
    def forge(store: Store) -> None:
        store.snapshot([{**store.stream("code", b"the content of a stream"), **changes}])
    return forge


def parts(*names: str) -> Forge:
    return lambda store: store.snapshot([store.stream(name, b"x") for name in names] + [
        store.tree("code", [ROOT, Entry(b"/absolute", FILE)])])


def index(**changes: int) -> Forge:
    """An index that leads to another place than the blob's."""
    def forge(store: Store) -> None:
        content = [store.add(bytes([65 + n]) * 20) for n in range(3)]
        tree = store.tree("code", [ROOT] + [Entry(b"abc"[n:n + 1], FILE, size=20, chunks=[content[n]])
                                            for n in range(3)])
        manifest = store.add(json.dumps({"parts": [tree]}).encode(), METADATA)
        store.flush()
        first = bytes.fromhex(content[0])
        for pack in store.packs:
            pack.places = [moved(place, changes) if place[0] == first else place for place in pack.places]
        store.index(store.packs)
        record_of(store, [manifest])
    return forge


def moved(place: tuple[bytes, int, int, int, int], changes: dict[str, int]) -> tuple[bytes, int, int, int, int]:
    (blob, offset, ordinal, at, length) = place
    return (blob, changes.get("offset", offset), changes.get("ordinal", ordinal), changes.get("at", at),
            changes.get("length", length))


def raw_index(data: bytes) -> Forge:
    def forge(store: Store) -> None:
        store.snapshot([store.tree("code", [ROOT])])
        store.sealed("index/0000000002", 1, 2, data)
    return forge


def wrong_content(store: Store) -> None:
    """A blob under another one's id: authentic in its pack, and still not what the id says."""
    right = store.add(b"the right content...")
    store.waiting[DATA] = [(bytes.fromhex(right), b"some other content..")]
    store.snapshot([store.tree("code", [ROOT, Entry(b"a", FILE, size=20, chunks=[right])])])


def frame_bomb(store: Store) -> None:
    """A small frame that unfolds to 1 GiB where its segment says 1 MiB."""
    blob = store.add(b"")
    store.waiting = {kind: [] for kind in store.waiting}
    pack = fixture.Pack(store, DATA)
    pack.places = [(bytes.fromhex(blob), 56, 0, 0, 30)]
    pack.seal(DATA, bytes(1 << 30), raw=1 << 20)
    store.finish(pack)
    store.index([pack])
    store.snapshot([store.tree("code", [ROOT, Entry(b"a", FILE, size=30, chunks=[blob])])])


def repeated(kind: str, times: int) -> Forge:
    """One blob of 4 MiB, named again and again: a few bytes that become many gigabytes."""
    def forge(store: Store) -> None:
        blob = store.add(b" " * (4 << 20), METADATA)
        if kind == "manifest":
            store.flush()
            store.index(store.packs)
            record_of(store, [blob] * times)
        else:
            store.snapshot([store.part("code", kind, [blob] * times, 5, 1)])
    return forge


def shared(name: str) -> Forge:
    """One that tools/recover-snapshot.py is asked about, too."""
    def forge(store: Store) -> None:
        entries = hostile_entries(store.add)[name]
        store.snapshot([store.tree("code", ([] if entries[0].path == b"" else [ROOT]) + entries)])
    return forge
