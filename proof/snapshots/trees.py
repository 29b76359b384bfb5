"""Random trees: what comes back is what was there, and what tar brings back."""

from __future__ import annotations

import os
import random
import shutil
import socket
import stat
import subprocess
from dataclasses import replace
from typing import Callable

from harness.odd_tree import ACCESS_LIST, CAPABILITY, Seen, differences, look

from .place import Place

ROOT = os.geteuid() == 0
# The same list, as a folder hands it on to what is made in it.
DEFAULT_LIST = ACCESS_LIST
TAR = ["tar", "--xattrs", "--xattrs-include=*", "--acls", "-S", "--numeric-owner"]


class Trees:
    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/trees")
        self.tree = os.fsencode(f"{self.place.root}/tree")

    def round(self, seed: int) -> list[str]:
        empty(self.tree)
        os.mkdir(self.tree)
        Growing(self.tree, random.Random(seed)).grow()
        wanted = look(os.fsdecode(self.tree))
        ended = self.place.create()
        if ended.status != 0:
            return [ended.text]
        number = max(self.place.kept)
        target = self.place.target()
        ended = self.place.run("restore", str(number), "--to", target, "--part", "code")
        if ended.status != 0 or "could not be set" in ended.errors + ended.output:
            return [ended.text]
        found = look(f"{target}/code/tree")
        lines = differences(wanted, found) + self.unlike_tar(found, f"{target}/tar")
        lines += self.place.whole() if seed % 20 == 0 else []
        empty(os.fsencode(target))
        self.place.run("prune", "--days", "0", "--keep", "1")
        return lines

    def unlike_tar(self, found: dict[bytes, Seen], target: str) -> list[str]:
        os.mkdir(target)
        archive = f"{target}.tar"
        errors = ""
        for words in (["--format=posix", "-C", os.fsdecode(self.tree), "-cf", archive, "."],
                      ["-p", "-C", target, "-xf", archive]):
            done = subprocess.run(TAR + words, capture_output=True, check=False)
            errors += done.stderr.decode(errors="replace") if done.returncode != 0 else ""
        os.unlink(archive)
        if errors:
            return [f"tar fails: {errors[-300:]}"]
        # tar cuts holes in its own way, and makes a symbolic link or FIFO of several names several times: those are
        # compared with the tree itself.
        return [f"unlike tar: {line}" for line in differences(plain(look(target)), plain(found))]


def plain(seen: dict[bytes, Seen]) -> dict[bytes, Seen]:
    return {path: replace(one, holes=(), first=one.first if stat.S_ISREG(one.kind) else b"")
            for path, one in seen.items()}


def empty(place: bytes) -> None:
    """Removes a tree in which folders may be closed."""
    for folder, folders, _ in os.walk(place):
        for name in folders:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    if os.path.lexists(place):
        os.chmod(place, 0o700)
        shutil.rmtree(place)


class Growing:
    def __init__(self, root: bytes, drawn: random.Random) -> None:
        self.drawn = drawn
        self.folders = [root]
        self.others: list[bytes] = []

    def grow(self) -> None:
        for _ in range(self.drawn.randrange(0, 14)):
            path = self.path()
            os.mkdir(path)
            self.folders.append(path)
        kinds: list[tuple[Callable[[bytes], None], int]] = [
            (self.file, 12), (self.nothing, 3), (self.sparse, 3), (self.link, 4), (self.fifo, 1), (self.again, 4),
            (self.socket, 1)]
        for _ in range(self.drawn.randrange(0, 60)):
            path = self.path()
            self.drawn.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0](path)
            if os.path.lexists(path):
                self.others.append(path)
        # From below: what is changed in a folder changes its time.
        for path in self.others + self.folders[::-1]:
            self.mark(path)
        for path in self.others + self.folders[::-1]:
            time = self.time()
            os.utime(path, ns=(time, time), follow_symlinks=False)

    def path(self) -> bytes:
        while True:
            path = os.path.join(self.drawn.choice(self.folders), self.name())
            if not os.path.lexists(path):
                return path

    def name(self) -> bytes:
        drawn = self.drawn
        kind = drawn.randrange(6)
        if kind == 0:
            return bytes(drawn.choice([byte for byte in range(1, 256) if byte != 47])
                         for _ in range(drawn.randrange(3, 40)))
        if kind == 1:
            return bytes([drawn.randrange(97, 123)]) * 250 + b"%05d" % drawn.randrange(100_000)
        if kind == 2:
            return drawn.choice((b"-", b" ", b"\n", b"...", b"\xff", "ä€😀".encode(), b"*", b"\x1b[31m", b"'\"$(x)`")) \
                + b"%d" % drawn.randrange(1000)
        return b"name-%d.%s" % (drawn.randrange(10_000), drawn.choice((b"txt", b"py", b"copy", b"new", b"d")))

    def time(self) -> int:
        return self.drawn.choice((self.drawn.randrange(2 * 10**18), self.drawn.randrange(-10**18, 0),
                                  2**31 * 10**9 + self.drawn.randrange(10**9), 0, 1_700_000_000 * 10**9 + 1))

    def file(self, path: bytes) -> None:
        size = self.drawn.choice((1, 100, 4096, 5000, 70_000, 131_071, 131_072, 600_000, 3_000_000))
        with open(path, "wb") as file:
            file.write(self.drawn.randbytes(size) if self.drawn.random() < 0.6 else b"line\n" * (size // 5 + 1))

    def nothing(self, path: bytes) -> None:
        with open(path, "wb"):
            pass

    def sparse(self, path: bytes) -> None:
        block = 4096
        with open(path, "wb") as file:
            for place in sorted(self.drawn.sample(range(300), self.drawn.randrange(0, 8))):
                file.seek(place * block)
                file.write(self.drawn.randbytes(self.drawn.choice((1, block, 3 * block))))
            file.truncate(max(file.tell(), self.drawn.randrange(400 * block)))

    def link(self, path: bytes) -> None:
        os.symlink(self.drawn.choice((b"nowhere", b"/etc/passwd", b"../" * 30, b".", self.drawn.choice(self.folders),
                                      b"\xff\n", b"t" * 4000)), path)

    def fifo(self, path: bytes) -> None:
        os.mkfifo(path)

    def socket(self, path: bytes) -> None:
        """Left out, by tar as well. Its path may be too long for one."""
        with socket.socket(socket.AF_UNIX) as one:
            try:
                one.bind(path)
            except OSError:
                return

    def again(self, path: bytes) -> None:
        targets = [other for other in self.others if not stat.S_ISSOCK(os.lstat(other).st_mode)]
        if targets:
            os.link(self.drawn.choice(targets), path, follow_symlinks=False)

    def mark(self, path: bytes) -> None:
        """Owner, attributes, mode, in the order in which none takes another one away."""
        drawn = self.drawn
        kind = stat.S_IFMT(os.lstat(path).st_mode)
        if kind == stat.S_IFSOCK:
            return
        if ROOT and drawn.random() < 0.3:
            os.chown(path, drawn.choice((0, 1, 1000, 12345, 4_000_000_000)), drawn.randrange(70_000),
                     follow_symlinks=False)
        if drawn.random() < 0.35:
            self.attribute(path, kind)
        if kind != stat.S_IFLNK and drawn.random() < 0.6:
            # Without root's rights what cannot be read cannot be kept.
            own = 0 if ROOT else 0o700 if kind == stat.S_IFDIR else 0o600
            os.chmod(path, drawn.randrange(0o10000) | own)

    def attribute(self, path: bytes, kind: int) -> None:
        drawn = self.drawn
        pairs: list[tuple[str, bytes]] = []
        if kind in (stat.S_IFREG, stat.S_IFDIR):
            pairs += [(f"user.{drawn.randrange(10**6)}", drawn.randbytes(drawn.choice((0, 1, 30, 900))))]
            pairs += [("system.posix_acl_access", ACCESS_LIST)] * (drawn.random() < 0.3)
        if kind == stat.S_IFDIR:
            pairs += [("system.posix_acl_default", DEFAULT_LIST)] * (drawn.random() < 0.3)
        if ROOT:
            pairs += [("trusted.proof", drawn.randbytes(20))] * (drawn.random() < 0.3)
            pairs += [("security.capability", CAPABILITY)] * (kind == stat.S_IFREG and drawn.random() < 0.2)
        for name, value in pairs:
            try:
                os.setxattr(path, name, value, follow_symlinks=False)
            except OSError:
                continue


def control(program: str, work: str) -> dict[str, bool]:
    """Every kind of difference between two trees must be seen; by tar's side, too."""
    trees = Trees(program, work)
    os.mkdir(trees.tree)
    Growing(trees.tree, random.Random(1)).grow()
    wanted = look(os.fsdecode(trees.tree))
    (path, one) = next((path, one) for path, one in wanted.items() if stat.S_ISREG(one.kind))
    others = {
        "a mode": replace(one, mode=one.mode ^ 0o4000), "an owner": replace(one, owner=(7, 7)),
        "a nanosecond": replace(one, modified=one.modified + 1), "a byte": replace(one, content="0"),
        "a hole": replace(one, holes=((0, 1),)), "an attribute": replace(one, attributes=((b"user.x", b"x"),)),
        "a hard link": replace(one, first=b"elsewhere"), "a kind": replace(one, kind=stat.S_IFIFO),
    }
    caught = {name: bool(differences(wanted, {**wanted, path: other})) for name, other in others.items()}
    caught["a name too many"] = bool(differences(wanted, {**wanted, b"\0": one}))
    seen = {**wanted, path: replace(one, mode=one.mode ^ 0o4000)}
    return {**caught, "another mode than tar's": bool(trees.unlike_tar(seen, f"{work}/control-tar"))}
