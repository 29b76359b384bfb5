"""Writes snapshot stores as docs/snapshot-format.md describes them, with nothing of lastgood: it tests the page, too.

For tests only. Nothing here survives a crash, and chunks are cut at a fixed length, which no reader can tell.
Needs `cryptography` (PyPI) and the zstd command.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
import struct
import subprocess
from dataclasses import dataclass, field
from typing import Any, Iterable, Optional

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

END, DATA, METADATA = 0, 1, 2
INDEX, RECORD = 1, 2
FILE, FOLDER, LINK, FIFO, HARD_LINK = 1, 2, 3, 4, 5
SMALL = 128 << 10
GROUP = 256 << 10
CHUNK = 1 << 20
LISTING_CHUNK = 64 << 10


def derived(master: bytes, purpose: str, salt: Optional[bytes] = None) -> bytes:
    return HKDF(SHA256(), 32, salt, f"lastgood snapshot 1 {purpose}".encode()).derive(master)


def counted(layout: str, rows: Iterable[tuple[Any, ...]]) -> bytes:
    """`count u32`, then the rows."""
    packed = [struct.pack("<" + layout, *row) for row in rows]
    return struct.pack("<I", len(packed)) + b"".join(packed)


def text(value: bytes, length: str = "H") -> bytes:
    return struct.pack("<" + length, len(value)) + value


def smaller(body: bytes) -> tuple[int, bytes]:
    """The method and what is sealed with it."""
    frame = subprocess.run(["zstd", "-1", "-q", "-c"], input=body, stdout=subprocess.PIPE, check=True).stdout
    return (1, frame) if len(frame) < len(body) else (0, body)


@dataclass
class Entry:
    """One entry of a tree's listing. Paths and links are bytes, as the file system's are."""
    path: bytes
    kind: int
    mode: int = 0o644
    owner: tuple[int, int] = (0, 0)
    size: int = 0
    modified: int = 0
    flags: int = 0
    target: bytes = b""
    attributes: list[tuple[bytes, bytes]] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)

    def packed(self) -> bytes:
        second = 10**9
        numbers = struct.pack(
            "<BBIIIQqIqIQQ", self.kind, self.flags, self.mode, *self.owner, self.size, self.modified // second,
            self.modified % second, 1, 2, 3, 4)
        attributes = struct.pack("<H", len(self.attributes)) + b"".join(
            text(name) + text(value, "I") for name, value in self.attributes)
        chunks = counted("32s", [(bytes.fromhex(chunk),) for chunk in self.chunks])
        return text(self.path) + numbers + text(self.target) + attributes + counted("QQ", self.holes) + chunks


class Pack:
    def __init__(self, store: Store, kind: int) -> None:
        (self.id, self.salt, self.kind) = (os.urandom(16), os.urandom(32), kind)
        self.cipher = AESGCM(derived(store.master, "pack", self.salt))
        self.bytes = bytearray(b"LGPACK1\n" + self.id + self.salt)
        self.ordinal = 0
        # Id, place in a pack and length, but for the pack's place in an index.
        self.places: list[tuple[bytes, int, int, int, int]] = []

    def add(self, blobs: list[tuple[bytes, bytes]]) -> None:
        at = 0
        for blob, data in blobs:
            self.places.append((blob, len(self.bytes), self.ordinal, at, len(data)))
            at += len(data)
        table = counted("32sI", [(blob, len(data)) for blob, data in blobs])
        self.seal(self.kind, table + b"".join(data for _, data in blobs))

    def end(self) -> None:
        self.seal(END, struct.pack("<I", self.ordinal))

    def seal(self, kind: int, body: bytes, raw: Optional[int] = None) -> None:
        """`raw` is for lies about the length."""
        (method, plain) = smaller(body)
        head = struct.pack("<BBII", kind, method, len(body) if raw is None else raw, len(plain))
        bound = b"LGPACK1\n" + self.id + struct.pack("<Q", self.ordinal) + head
        self.bytes += head + self.cipher.encrypt(struct.pack("<4xQ", self.ordinal), plain, bound)
        self.ordinal += 1


class Store:
    def __init__(self, folder: str, master: bytes, pack_bytes: int = 4 << 20) -> None:
        (self.folder, self.master, self.pack_bytes) = (folder, master, pack_bytes)
        self.id_key = derived(master, "id")
        self.waiting: dict[int, list[tuple[bytes, bytes]]] = {DATA: [], METADATA: []}
        self.known: set[tuple[int, bytes]] = set()
        self.packs: list[Pack] = []
        self.generation = self.sequence = 0
        for name in ("packs", "index", "snapshots", "keys"):
            os.makedirs(f"{folder}/{name}", mode=0o700)
        name = hmac.digest(derived(master, "name"), b"", "sha256")[:8].hex()
        self.write("config", json.dumps({"format": 1, "key": name, "store": os.urandom(16).hex()}).encode())

    def write(self, name: str, data: bytes, copy: bool = False) -> None:
        path = f"{self.folder}/{name}"
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        for place in (path, f"{path}.copy") if copy else (path,):
            with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)

    def add(self, data: bytes, kind: int = DATA) -> str:
        """A blob's id. One that is known as data is written again as metadata, which has a second copy."""
        blob = hmac.digest(self.id_key, data, "sha256")
        if (kind, blob) not in self.known:
            self.known.add((kind, blob))
            self.waiting[kind].append((blob, data))
        return blob.hex()

    def pieces(self, data: bytes, length: int, kind: int = DATA) -> list[str]:
        if kind == DATA and len(data) < SMALL:
            length = SMALL
        return [self.add(data[at:at + length], kind) for at in range(0, len(data), length)]

    def flush(self) -> None:
        """Packs of all blobs that wait: small ones in groups, in the order in which they came."""
        for kind, blobs in self.waiting.items():
            pack = Pack(self, kind)
            for group in grouped(blobs):
                pack.add(group)
                if len(pack.bytes) > self.pack_bytes:
                    self.finish(pack)
                    pack = Pack(self, kind)
            if pack.ordinal:
                self.finish(pack)
            self.waiting[kind] = []

    def finish(self, pack: Pack) -> None:
        pack.end()
        name = pack.id.hex()
        self.write(f"packs/{name[:2]}/{name}", bytes(pack.bytes), copy=pack.kind == METADATA)
        self.packs.append(pack)

    def sealed(self, name: str, kind: int, number: int, plain: bytes) -> None:
        salt = os.urandom(32)
        head = struct.pack("<8sBQ32sI", b"LGSEAL1\n", kind, number, salt, len(plain))
        cipher = AESGCM(derived(self.master, "seal", salt))
        self.write(name, head + cipher.encrypt(bytes(12), plain, head), copy=True)

    def index(self, packs: list[Pack], replaces: Iterable[int] = ()) -> None:
        self.generation += 1
        blobs = sorted((place[0], number, *place[1:]) for number, pack in enumerate(packs) for place in pack.places)
        plain = counted("Q", [(number,) for number in replaces])
        plain += counted("16sQB", [(pack.id, len(pack.bytes), pack.kind) for pack in packs])
        self.sealed(f"index/{self.generation:010}", INDEX, self.generation, plain + counted("32sIQQII", blobs))

    def snapshot(self, parts: list[dict[str, Any]], reason: str = "test") -> str:
        """Writes what waits, and a record of these parts; its file's name."""
        manifest = self.add(json.dumps({"parts": parts}, sort_keys=True).encode(), METADATA)
        before = len(self.packs)
        self.flush()
        self.index(self.packs[before:])
        self.sequence += 1
        record = {"format": 1, "id": os.urandom(16).hex(), "manifest": [manifest], "program": "0.1.0",
                  "reason": reason, "sequence": self.sequence, "taken": "2026-11-26T05:00:00Z"}
        name = f"snapshots/{self.sequence:010}-{record['id']}"
        self.sealed(name, RECORD, self.sequence, json.dumps(record, sort_keys=True).encode())
        return name

    def part(
        self, name: str, kind: str, blobs: list[str], size: int, entries: int = 0, why: str = ""
    ) -> dict[str, Any]:
        digest = hmac.new(self.id_key, b"".join(map(bytes.fromhex, blobs)), hashlib.sha256).hexdigest()
        part = {"name": name, "kind": kind, "bytes": size, "entries": entries, "digest": digest, "blobs": blobs}
        return part | ({"why": why} if why else {})

    def stream(self, name: str, data: bytes) -> dict[str, Any]:
        return self.part(name, "stream", self.pieces(data, CHUNK), len(data))

    def facts(self, name: str, value: Any) -> dict[str, Any]:
        data = json.dumps(value, sort_keys=True).encode()
        return self.part(name, "facts", [self.add(data, METADATA)], len(data))

    def missing(self, name: str, why: str) -> dict[str, Any]:
        return self.part(name, "missing", [], 0, why=why)

    def tree(self, name: str, entries: list[Entry], why: str = "") -> dict[str, Any]:
        listing = b"LGTREE1\n" + b"".join(entry.packed() for entry in entries)
        size = sum(entry.size for entry in entries)
        return self.part(name, "tree", self.pieces(listing, LISTING_CHUNK, METADATA), size, len(entries), why)

    def captured(self, root: bytes) -> list[Entry]:
        """What lies below a folder; sockets and devices are left out."""
        paths = [b""]
        for folder, folders, files in os.walk(root):
            paths += [os.path.relpath(os.path.join(folder, name), root) for name in folders + files]
        seen: dict[tuple[int, int], bytes] = {}
        found = (self.entry(root, path, seen) for path in sorted(paths))
        return [entry for entry in found if entry]

    def entry(self, root: bytes, path: bytes, seen: dict[tuple[int, int], bytes]) -> Optional[Entry]:
        place = os.path.join(root, path)
        facts = os.lstat(place)
        kinds = {stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK, stat.S_IFIFO: FIFO}
        kind = kinds.get(stat.S_IFMT(facts.st_mode))
        if kind is None:
            return None
        entry = Entry(path, kind, stat.S_IMODE(facts.st_mode), (facts.st_uid, facts.st_gid), 0, facts.st_mtime_ns)
        first = seen.setdefault((facts.st_dev, facts.st_ino), path)
        if first != path:
            (entry.kind, entry.target) = (HARD_LINK, first)
            return entry
        entry.attributes = attributes(place)
        if kind == LINK:
            entry.target = os.readlink(place)
        if kind == FILE:
            (entry.size, entry.holes) = (facts.st_size, holes(place))
            entry.chunks = self.pieces(without(place, entry.holes), CHUNK)
        return entry


def grouped(blobs: list[tuple[bytes, bytes]]) -> Iterable[list[tuple[bytes, bytes]]]:
    group: list[tuple[bytes, bytes]] = []
    for blob, data in blobs:
        if len(data) >= SMALL:
            yield [(blob, data)]
            continue
        if sum(len(earlier) for _, earlier in group) + len(data) > GROUP:
            yield group
            group = []
        group.append((blob, data))
    if group:
        yield group


def attributes(place: bytes) -> list[tuple[bytes, bytes]]:
    names = sorted(map(os.fsencode, os.listxattr(place, follow_symlinks=False)))
    return [(name, os.getxattr(place, name, follow_symlinks=False)) for name in names]


def holes(place: bytes) -> list[tuple[int, int]]:
    """Where a file has no data, as its file system says."""
    found = []
    with open(place, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        at = 0
        while at < size:
            begin = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            try:
                at = os.lseek(file.fileno(), begin, os.SEEK_DATA)
            except OSError:  # no data behind it
                at = size
            if begin < at:
                found.append((begin, at - begin))
    return found


def without(place: bytes, holes: list[tuple[int, int]]) -> bytes:
    """The file's data, one piece after another."""
    with open(place, "rb") as file:
        data = file.read()
    for begin, length in reversed(holes):
        data = data[:begin] + data[begin + length:]
    return data
