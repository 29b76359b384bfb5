"""A tree in which every kind of entry that a snapshot knows is there once, and all that can be seen of a tree."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import stat
from dataclasses import dataclass
from typing import Optional

from snapshot_fixture import attributes, holes

OTHER_OWNER = (12345, 12346)
# cap_net_bind_service, effective and permitted, as the kernel keeps it.
CAPABILITY = bytes.fromhex("0100000200040000000000000000000000000000")
# An access list by which user 12345 may read: its mask is what the mode shows for the group.
ACCESS_LIST = bytes.fromhex("0200000001000600ffffffff020004003930000004000400ffffffff10000400ffffffff20000000ffffffff")


def make(root: str) -> list[str]:
    """Makes it; answers what this machine or user could not."""
    os.makedirs(f"{root}/folder/deep/empty")
    plain_files(root)
    odd_names(root)
    links(root)
    sparse_files(root)
    with socket.socket(socket.AF_UNIX) as left_out:
        left_out.bind(f"{root}/socket")
    without = special(root)
    ages(root)
    return without


def write(path: str, data: bytes, mode: int = 0o644) -> None:
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, mode)


def plain_files(root: str) -> None:
    drawn = random.Random(7)
    for number in range(60):
        write(f"{root}/folder/{number}.txt", f"line {number}\n".encode() * drawn.randrange(900))
    write(f"{root}/empty", b"")
    write(f"{root}/large.bin", drawn.randbytes(2_500_000))
    write(f"{root}/large.txt", b"the same line, again and again\n" * 60_000)
    write(f"{root}/just_small", drawn.randbytes((128 << 10) - 1))
    write(f"{root}/just_large", drawn.randbytes(128 << 10))
    write(f"{root}/secret", b"for its owner only\n", 0o400)
    write(f"{root}/nobody", b"for root only\n", 0)
    write(f"{root}/tool", b"#!/bin/sh\n", 0o4755)
    # The bytes of a listing's beginning: data that looks like metadata stays data.
    write(f"{root}/listing", b"LGTREE1\n")
    os.mkdir(f"{root}/closed")
    write(f"{root}/closed/inside", b"in a folder that only root can enter\n")
    os.chmod(f"{root}/closed", 0)
    os.chmod(f"{root}/folder/deep", 0o550)
    os.chmod(f"{root}/folder", 0o2751)


def odd_names(root: str) -> None:
    for name in (b"with space", b"-rf", b"line\nbreak", b"\xff\xfe not UTF-8", "größe".encode(), b"...", b"x.copy",
                 b"n" * 255, b"folder-beside", b"tab\t'\"\\"):
        write(os.path.join(os.fsencode(root), name).decode(errors="surrogateescape"), name)
    deep = root + "/deep" + ("/" + "d" * 200) * 12
    os.makedirs(deep)
    write(f"{deep}/file", b"far down\n")


def links(root: str) -> None:
    os.link(f"{root}/large.bin", f"{root}/folder/hard")
    os.link(f"{root}/secret", f"{root}/a_first_name_of_secret")
    os.symlink("folder/1.txt", f"{root}/link")
    os.symlink("../../../outside", f"{root}/folder/leads_out")
    os.symlink("/nowhere/at/all", f"{root}/dangling")
    os.symlink(b"\xff\n", os.fsencode(root) + b"/odd_target")
    os.mkfifo(f"{root}/fifo", 0o620)
    os.link(f"{root}/fifo", f"{root}/fifo_again")
    os.link(f"{root}/link", f"{root}/link_again", follow_symlinks=False)


def sparse_files(root: str) -> None:
    block = 64 << 10
    for name, parts in {"hole_first": [(3, b"end")], "hole_between": [(0, b"begin"), (5, b"end"), (9, b"more")],
                        "hole_last": [(0, b"begin")], "only_hole": []}.items():
        with open(f"{root}/{name}", "wb") as file:
            for number, data in parts:
                file.seek(number * block)
                file.write(data * 9000)
            file.truncate(20 * block)


def special(root: str) -> list[str]:
    """What needs a file system or rights that are not everywhere."""
    attempts = {
        "extended attributes": lambda: [os.setxattr(f"{root}/{name}", "user.lastgood", b"\0any\xff")
                                        for name in ("empty", "secret", "folder")],
        "access lists": lambda: os.setxattr(f"{root}/tool", "system.posix_acl_access", ACCESS_LIST),
        "capabilities": lambda: os.setxattr(f"{root}/just_small", "security.capability", CAPABILITY),
        "owners": lambda: [os.chown(f"{root}/{name}", *OTHER_OWNER, follow_symlinks=False)
                           for name in ("folder", "folder/1.txt", "link", "fifo")],
    }
    without = []
    for what, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            without.append(what)
    return without


def ages(root: str) -> None:
    """Times that are not today's; one is before 1970, none a whole second."""
    drawn = random.Random(8)
    for folder, folders, files in os.walk(os.fsencode(root), topdown=False):
        for name in sorted(files + [one for one in folders if os.path.islink(os.path.join(folder, one))]):
            age(os.path.join(folder, name), drawn.randrange(10**18))
        age(folder, drawn.randrange(10**18))
    age(os.fsencode(f"{root}/empty"), -1_500_000_001)


def age(place: bytes, nanos: int) -> None:
    os.utime(place, ns=(nanos, nanos), follow_symlinks=False)


@dataclass(frozen=True)
class Seen:
    kind: int
    mode: int
    owner: tuple[int, int]
    modified: int
    content: str
    holes: tuple[tuple[int, int], ...]
    attributes: tuple[tuple[bytes, bytes], ...]
    # The first name of the same file.
    first: bytes


def look(root: str, left_out: tuple[bytes, ...] = ()) -> dict[bytes, Seen]:
    """Everything below a folder; what is left out, by its path from there, is not even looked at."""
    top = os.fsencode(root)
    paths = [b""]
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if os.path.relpath(os.path.join(folder, name), top) not in left_out]
        paths += [os.path.relpath(os.path.join(folder, name), top) for name in folders + files]
    firsts: dict[tuple[int, int], bytes] = {}
    return {path: seen for path in sorted(paths) if (seen := look_at(os.path.join(top, path), path, firsts))}


def look_at(place: bytes, path: bytes, firsts: dict[tuple[int, int], bytes]) -> Optional[Seen]:
    facts = os.lstat(place)
    kind = stat.S_IFMT(facts.st_mode)
    if kind == stat.S_IFSOCK:
        return None
    first = firsts.setdefault((facts.st_dev, facts.st_ino), path)
    content = os.readlink(place).hex() if kind == stat.S_IFLNK else ""
    if kind == stat.S_IFREG:
        with open(place, "rb") as file:
            content = hashlib.sha256(file.read()).hexdigest()
    return Seen(kind, stat.S_IMODE(facts.st_mode), (facts.st_uid, facts.st_gid), facts.st_mtime_ns, content,
                tuple(holes(place)) if kind == stat.S_IFREG else (), tuple(attributes(place)), first)


def differences(wanted: dict[bytes, Seen], found: dict[bytes, Seen]) -> list[str]:
    lines = [f"{path!r} is missing" for path in wanted.keys() - found.keys()]
    lines += [f"{path!r} should not be there" for path in found.keys() - wanted.keys()]
    for path in wanted.keys() & found.keys():
        for name in Seen.__dataclass_fields__:
            (right, wrong) = (getattr(wanted[path], name), getattr(found[path], name))
            if right != wrong:
                lines.append(f"{path!r}: {name} is {wrong!r}, not {right!r}")
    return sorted(lines)
