"""Hostile trees and places: what changes places while it is read or restored leads nowhere."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import socket
import threading
from pathlib import Path
from typing import Callable

from harness.odd_tree import Seen, differences, look

from .place import Ended, Place

# What lies outside, and must neither get into a snapshot nor change.
OUTSIDE = b"OUTSIDE: nobody asked for this file\n"
AT_FDCWD, RENAME_EXCHANGE = -100, 2
DEEP = 600
LIBC = ctypes.CDLL(None, use_errno=True)


class Swapped:
    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/swapped")
        self.outside = f"{self.place.work}/outside"
        os.makedirs(f"{self.outside}/sub")
        for name in ("one", "two", "sub/one"):
            Path(f"{self.outside}/{name}").write_bytes(OUTSIDE)
        self.before = look(self.outside)

    def round(self, number: int) -> list[str]:
        case = CASES[number % len(CASES)]
        tree = f"{self.place.root}/tree"
        shutil.rmtree(tree, ignore_errors=True)
        os.makedirs(f"{tree}/sub/deeper")
        for name in ("one", "two", "sub/one", "sub/deeper/one"):
            Path(f"{tree}/{name}").write_bytes(b"inside\n" * 5000)
        return [f"{case.__name__}: {line}" for line in case(self, tree, random.Random(number)) + self.untouched()]

    def untouched(self) -> list[str]:
        return [f"outside: {line}" for line in differences(self.before, look(self.outside))]

    # While it is scanned

    def scanned(self, swap: Callable[[], None]) -> list[str]:
        """A snapshot while something swaps; what it holds is all of the tree's own."""
        lines = []
        with Swapping(swap):
            for _ in range(3):
                ended = self.place.run("create", "--json")
                lines += ended.unclear()
        target = self.place.target()
        number = max((taken["sequence"] for taken in ended.of("snapshot")), default=0)
        if number:
            ended = self.place.run("restore", str(number), "--to", target, "--part", "code")
            lines += [] if ended.status == 0 else [ended.text]
            lines += [f"{path} came in from outside" for path in stolen(target)]
            shutil.rmtree(target, ignore_errors=True)
        return lines + self.place.whole()

    # While it is restored

    def restored(self, target: str) -> tuple[Ended, list[str]]:
        number = self.kept()
        ended = self.place.run("restore", str(number), "--to", target, "--part", "code")
        lines = ended.unclear() + self.untouched()
        if ended.status == 0 and not os.path.islink(f"{target}/code"):
            lines += differences(self.seen, look(f"{target}/code"))
        return (ended, lines)

    def kept(self) -> int:
        self.place.kept.clear()
        ended = self.place.create()
        self.seen = next(iter(self.place.kept.values()), {})
        if not self.place.kept:
            raise RuntimeError(ended.text)
        return max(self.place.kept)


class Swapping:
    """Does something again and again meanwhile."""

    def __init__(self, swap: Callable[[], None]) -> None:
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.loop, args=(swap,))

    def loop(self, swap: Callable[[], None]) -> None:
        while not self.over.is_set():
            try:
                swap()
            except OSError:
                continue

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def exchange(one: str, other: str) -> None:
    LIBC.renameat2(AT_FDCWD, one.encode(), AT_FDCWD, other.encode(), RENAME_EXCHANGE)


def stolen(folder: str) -> list[str]:
    """Files that hold what lies outside."""
    found = []
    for path in Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink() and OUTSIDE in path.read_bytes():
            found.append(str(path))
    return found


def folder_and_link(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    aside = f"{own.place.work}/aside"
    os.symlink(own.outside, aside)
    try:
        return own.scanned(lambda: exchange(f"{tree}/sub", aside))
    finally:
        if not os.path.islink(aside):
            exchange(f"{tree}/sub", aside)
        os.unlink(aside)


def file_and_link(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    aside = f"{own.place.work}/aside"
    os.symlink(f"{own.outside}/one", aside)
    try:
        return own.scanned(lambda: exchange(f"{tree}/one", aside))
    finally:
        if not os.path.islink(aside):
            exchange(f"{tree}/one", aside)
        os.unlink(aside)


def file_and_fifo(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    """Nobody writes into it: whoever opens it without care waits for ever."""
    os.mkfifo(f"{tree}/fifo")
    return own.scanned(lambda: exchange(f"{tree}/one", f"{tree}/fifo"))


def inner_folder_and_link(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    os.symlink(own.outside, f"{tree}/sub/away")
    return own.scanned(lambda: exchange(f"{tree}/sub/deeper", f"{tree}/sub/away"))


def coming_and_going(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    def swap() -> None:
        path = f"{tree}/{drawn.randrange(30)}"
        if drawn.random() < 0.5:
            os.mkdir(path)
        elif os.path.isdir(path):
            os.rmdir(path)
        else:
            Path(path).write_bytes(drawn.randbytes(drawn.randrange(200_000)))
            os.truncate(path, drawn.randrange(1000))
            os.unlink(path)
    return own.scanned(swap)


def planted_link(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    target = own.place.target()
    os.makedirs(target)
    os.symlink(own.outside, f"{target}/code")
    (ended, lines) = own.restored(target)
    return lines + (["it restores over a link"] if ended.status == 0 else [])


def planted_file(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    target = own.place.target()
    os.makedirs(target)
    Path(f"{target}/code").write_bytes(b"mine")
    (ended, lines) = own.restored(target)
    kept = Path(f"{target}/code").read_bytes() == b"mine"
    return lines + ([] if ended.status != 0 and kept else ["a file was overwritten"])


def planted_folder(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    target = own.place.target()
    os.makedirs(f"{target}/code/mine")
    (ended, lines) = own.restored(target)
    return lines + ([] if ended.status != 0 and os.listdir(f"{target}/code") == ["mine"] else ["it was mixed"])


def planted_staging(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    """A link, a file, a folder under the name that restoring works beside with."""
    lines = []
    for plant in (lambda at: os.symlink(own.outside, at), lambda at: Path(at).write_bytes(b"x"),
                  lambda at: (os.mkdir(at), os.symlink(own.outside, f"{at}/link"))):
        target = own.place.target()
        os.makedirs(target)
        plant(f"{target}/.lastgood-restore-code")
        (_, more) = own.restored(target)
        lines += more
        shutil.rmtree(target)
    return lines


def swapped_staging(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    target = own.place.target()
    os.makedirs(target)
    (staging, aside) = (f"{target}/.lastgood-restore-code", f"{target}/aside")
    os.symlink(own.outside, aside)
    with Swapping(lambda: exchange(staging, aside)):
        number = own.kept()
        ended = own.place.run("restore", str(number), "--to", target, "--part", "code")
    return ended.unclear()


def swapped_inside(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    """Somebody with the same rights puts links into the folder that is being filled."""
    target = own.place.target()
    os.makedirs(target)
    inside = f"{target}/.lastgood-restore-code/tree/sub"
    with Swapping(lambda: (os.rename(inside, f"{inside}-{drawn.random()}"), os.symlink(own.outside, inside))):
        number = own.kept()
        ended = own.place.run("restore", str(number), "--to", target, "--part", "code")
    return ended.unclear()


def many_names(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    for number in range(20_000):
        os.close(os.open(f"{tree}/sub/{number:05}-{'n' * 200}", os.O_CREAT | os.O_WRONLY))
    (ended, lines) = own.restored(own.place.target())
    return lines + ([] if ended.status == 0 else [ended.text])


def deep_folders(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    """Deeper than a path may be long, and than files may be open: kept and restored, or named."""
    start = os.open(tree, os.O_RDONLY)
    folder = start
    for _ in range(drawn.choice((DEEP, 3 * DEEP))):
        os.mkdir("d" * 20, dir_fd=folder)
        below = os.open("d" * 20, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    ended = own.place.run("create", "--json")
    lines = ended.unclear()
    for taken in ended.of("snapshot"):
        target = own.place.target()
        again = own.place.run("restore", str(taken["sequence"]), "--to", target, "--part", "code")
        lines += again.unclear() + ([] if again.status == 0 else [again.text])
        deep_removal(target)
    deep_removal(tree)
    return lines


def deep_removal(path: str) -> None:
    # Python's own removal is no deeper than its stack.
    os.system(f"rm -rf -- '{path}'")


def sockets_and_devices(own: Swapped, tree: str, drawn: random.Random) -> list[str]:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(f"{tree}/s")
    if os.geteuid() == 0:
        os.mknod(f"{tree}/zero", 0o20666, os.makedev(1, 5))
        os.mknod(f"{tree}/block", 0o60666, os.makedev(7, 0))
    ended = own.place.run("create", "--json")
    why = [part["why"] for taken in ended.of("snapshot") for part in taken["parts"] if part["name"] == "code"]
    named = bool(why) and "tree/s" in str(why[0]) and ("tree/zero" in str(why[0]) or os.geteuid() != 0)
    return ended.unclear() + ([] if ended.status == 0 and named else [f"they are not named: {why}"])


CASES: list[Callable[[Swapped, str, random.Random], list[str]]] = [
    folder_and_link, file_and_link, file_and_fifo, inner_folder_and_link, coming_and_going, planted_link, planted_file,
    planted_folder, planted_staging, swapped_staging, swapped_inside, many_names, deep_folders, sockets_and_devices]


def control(program: str, work: str) -> dict[str, bool]:
    """Somebody who follows links, in both directions: that must be seen."""
    own = Swapped(program, work)
    (tree, copy) = (f"{own.place.root}/tree", f"{own.place.work}/copy")
    os.makedirs(f"{tree}/sub")
    os.rmdir(f"{tree}/sub")
    os.symlink(own.outside, f"{tree}/sub")
    shutil.copytree(tree, copy, symlinks=False)
    caught = {"what lies behind a link is read": bool(stolen(copy))}
    Path(f"{tree}/sub/planted").write_bytes(b"x")
    caught["what lies behind a link is written to"] = bool(own.untouched())
    seen: dict[bytes, Seen] = look(own.outside)
    os.unlink(f"{tree}/sub/planted")
    Path(f"{own.outside}/one").write_bytes(b"x")
    return {**caught, "and changed": bool(differences(seen, look(own.outside)))}
