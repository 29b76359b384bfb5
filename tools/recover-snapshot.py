#!/usr/bin/env python3
"""Restores from a snapshot store of lastgood without lastgood: for the day on which there is no program that runs.

    recover-snapshot.py STORE KEYFILE                        lists the snapshots and their parts
    recover-snapshot.py STORE KEYFILE SEQUENCE DIR [PART…]   restores parts to DIR/PART, which must not exist yet

Needs Python 3.8, openssl and zstd; docs/snapshot-format.md is the format. Exit 0: well; 1: stderr says what could not
be read or restored; 2: nothing was done. The openssl command has no GCM: it decrypts with AES-256-CTR, GCM's cipher, no
tag is checked. What is restored is authentic by its blob ids; a record's time and reason are not. `openssl enc` takes
keys as arguments only: the process list shows them to all on the machine; each opens one pack or sealed file only."""
import collections, contextlib, functools, hmac, io, json, os, re, shutil, struct, subprocess, sys
FILE, FOLDER, LINK, FIFO, HARD_LINK = 1, 2, 3, 4, 5
DAMAGE = (OSError, ValueError, LookupError, TypeError, StopIteration, struct.error)
Entry = collections.namedtuple("Entry", "path kind flags mode uid gid size seconds nanos target xattrs holes chunks")

def expect(truth, otherwise="it is damaged"):
    if not truth: raise ValueError(otherwise)
class Reader(io.BytesIO):  # struct fails where there are not enough bytes
    def get(self, layout): return struct.unpack("<" + layout, self.read(struct.calcsize("<" + layout)))
    def text(self, length): return self.get(f"{self.get(length)[0]}s")[0]
    def many(self, count, layout): return [self.get(layout) for _ in range(*self.get(count))]

class Store:
    def __init__(self, folder, master):
        self.folder, self.master, self.places, self.status = folder, master, {}, 0
        for path in self.files(f"{folder}/index", r"\d{10}"):
            with self.noting(path): self.index(Reader(self.opened(path, 1)))
    @functools.lru_cache(None)  # each thing is said once
    def note(self, text, status=0):
        self.status |= status
        print("recover-snapshot:", ascii(text)[1:-1], file=sys.stderr)
    @contextlib.contextmanager
    def noting(self, what, status=0):
        try: yield
        except DAMAGE as error: self.note(f"{os.fsdecode(what)}: {error}", status)
    def files(self, folder, pattern):  # first and second copies; other names are leftovers of a crash
        return sorted(file.path for file in os.scandir(folder) if re.fullmatch(rf"{pattern}(\.copy)?", file.name))
    def key(self, use, salt=bytes(32)):  # HKDF-SHA-256, of which the first block is the whole key
        return hmac.digest(hmac.digest(salt, self.master, "sha256"), f"lastgood snapshot 1 {use}\1".encode(), "sha256")
    def through(self, data, *command):
        return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    def decrypted(self, key, counter, data):  # GCM counts from 1, which covers the tag: data begins with 2
        return self.through(data, "openssl", "enc", "-d", "-aes-256-ctr", "-K", key.hex(), "-iv", counter.hex())
    def opened(self, path, kind):  # an index or a record; what is wrong in it shows by the blobs that it leads to
        with open(path, "rb") as file: reader = Reader(file.read())
        expect(reader.get("8sBQ") == (b"LGSEAL1\n", kind, int(os.path.basename(path)[:10])))
        return self.decrypted(self.key("seal", *reader.get("32s")), bytes(15) + b"\2", reader.text("I"))
    def index(self, reader):  # the places that any copy of any generation knows: a blob's id tells the right one
        _, packs = reader.many("I", "Q"), [id.hex() for id, _, _ in reader.many("I", "16sQB")]
        for id, pack, *place in reader.many("I", "32sIQQII"):
            path = f"{self.folder}/packs/{packs[pack][:2]}/{packs[pack]}"
            self.places.setdefault(id.hex(), {})[(path, *place)] = None
    def snapshots(self, pattern):
        found, paths = {}, self.files(f"{self.folder}/snapshots", pattern)
        for path in paths:
            with self.noting(path):
                record = json.loads(self.opened(path, 2))
                expect(os.path.basename(path)[:43] == "{sequence:010}-{id}".format(**record))
                manifest = json.loads(b"".join(map(self.blob, record["manifest"])))
                found.setdefault(record["id"], (record, {part["name"]: part for part in manifest["parts"]}))
        self.status |= len(found) < len({os.path.basename(path)[:43] for path in paths})
        return found
    @functools.lru_cache(maxsize=16)
    def body(self, path, offset, ordinal):
        with open(path, "rb") as file:
            salt, _ = file.read(56)[24:], file.seek(offset)
            method, raw, sealed = struct.unpack("<xBII", file.read(10))
            expect(sealed <= raw <= 16 << 20)
            body = self.decrypted(self.key("pack", salt), struct.pack("<4xQ3xB", ordinal, 2), file.read(sealed))
        return self.through(body, "sh", "-c", f"zstd -dcq | head -c {raw}") if method else body
    def blob(self, id):
        for path, offset, ordinal, at, length in self.places.get(id, ()):
            for copy in filter(os.path.exists, (path, path + ".copy")):
                with self.noting(copy):
                    body = self.body(copy, offset, ordinal)
                    piece = body[4 + 36 * int.from_bytes(body[:4], "little") + at:][:length]
                    expect(hmac.digest(self.key("id"), piece, "sha256").hex() == id)
                    return piece
        raise ValueError(f"blob {id} is damaged or gone")
    def write(self, place, ids, holes, size):
        pieces, rest = map(self.blob, ids), b""
        with open(place, "xb") as file, contextlib.ExitStack() as failing:
            failing.callback(os.unlink, place)
            for hole, length in [*holes, (size, 0)]:
                while file.tell() < hole:
                    rest = rest or next(pieces)
                    rest = rest[file.write(rest[:hole - file.tell()]):]
                file.seek(length, 1)
            expect(file.truncate() == size and not (rest or next(pieces, b"")), "its size is not what its blobs are")
            failing.pop_all()
    def restore(self, part, place):
        expect(part["name"] not in ("", ".", "..") and "/" not in part["name"], "its name leads elsewhere")
        if part.get("why"): self.note(f"{part['name']}: {part['why']}")
        if part["kind"] == "tree": Tree(self, b"".join(map(self.blob, part["blobs"])), os.fsencode(place))
        elif part["kind"] != "missing": self.write(place, part["blobs"], [], part["bytes"])

class Tree:  # made in new folders only, which nobody else may enter until the end: no link is ever followed
    def __init__(self, store, listing, top):
        self.store, self.top, self.made, reader = store, top, {}, Reader(listing)
        expect(reader.read(8) == b"LGTREE1\n", "it is no listing of a tree")
        while reader.tell() < len(listing):
            entry = Entry(reader.text("H"), *reader.get("BBIIIQqI28x"), reader.text("H"),
                          [(reader.text("H"), reader.text("I")) for _ in range(*reader.get("H"))],
                          reader.many("I", "QQ"), [id.hex() for id, in reader.many("I", "32s")])
            with store.noting(self.place(entry.path), 1): self.make(entry, self.place(entry.path))
        for path, entry in reversed(list(self.made.items())): self.settle(entry, self.place(path))
    def place(self, path): return self.top + b"/" + path if path else self.top
    def make(self, entry, place):
        folder, name = os.path.split(entry.path)
        inside = folder in self.made and self.made[folder].kind == FOLDER and name not in (b"", b".", b"..")
        expect(inside or not entry.path, "its path leads elsewhere, or its folder is missing")
        expect(entry.kind != HARD_LINK or entry.target in self.made, "what it is a link to is missing")
        if entry.kind == FOLDER: os.mkdir(place, 0o700)
        elif entry.kind == FILE: self.store.write(place, entry.chunks, entry.holes, entry.size)
        elif entry.kind == LINK: os.symlink(entry.target, place)
        elif entry.kind == FIFO: os.mkfifo(place, 0o600)
        else: os.link(self.place(entry.target), place, follow_symlinks=False)
        if entry.flags & 1: self.store.note(f"{os.fsdecode(place)}: it was changed while it was read")
        self.made[entry.path] = entry
    def settle(self, entry, place):  # the owner first, since a new one takes bits and capabilities away
        root, time = os.geteuid() == 0, entry.seconds * 10**9 + entry.nanos
        calls = [(os.lchown, entry.uid, entry.gid)] if root else []
        calls += [(functools.partial(os.setxattr, follow_symlinks=False), *xattr) for xattr in entry.xattrs]
        calls += [(os.chmod, entry.mode if root else entry.mode & 0o1777)] if entry.kind != LINK else []
        calls += [(functools.partial(os.utime, ns=(time, time), follow_symlinks=False),)]
        for call, *values in calls if entry.kind != HARD_LINK else []:
            with self.store.noting(place, 1): call(place, *values)

def main(folder, key, sequence=None, target=None, *names):
    os.umask(0o077)
    expect(shutil.which("openssl") and shutil.which("zstd"), "the commands openssl and zstd are needed")
    with open(key, "rb") as file: store = Store(folder, file.read())
    found = store.snapshots(rf"0*{re.escape(sequence) if sequence else '[0-9]+'}(-[0-9a-f]+)?")
    expect(found or not store.status, "no snapshot can be read: is this the store's key?")
    if target is None:
        for record, parts in found.values():
            print(record["sequence"], record["taken"], ascii(record["reason"]), record["id"])
            for name in parts: print("   ", ascii(name)[1:-1], parts[name]["kind"], parts[name]["bytes"], "bytes")
        return store.status
    expect(len(found) == 1, f"{len(found)} snapshots are called {sequence}")
    (_, parts), = found.values()
    expect(parts.keys() >= set(names), f"it has these parts only: {', '.join(parts)}")
    os.makedirs(target, exist_ok=True)
    for name in names or parts:
        with store.noting(name, 1): store.restore(parts[name], f"{target}/{name}")
    return os.sync() or store.status

if __name__ == "__main__":
    try: sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 or len(sys.argv) > 4 else print(__doc__) or 2)
    except DAMAGE as error: sys.exit(print("recover-snapshot:", error, file=sys.stderr) or 2)
