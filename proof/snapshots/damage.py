"""A bit that has flipped, an end that is missing, a file that is gone: noticed, or the bytes are right all the same.

Every bit and every length of a small store is done in one process by `make test` (EveryBitTests); here the program
itself is asked.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

from harness.odd_tree import differences, look

from .place import Place

CHANGES_A_ROUND = 10


class Damage:
    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/damage")
        os.makedirs(f"{self.place.root}/files")
        for name, data in {"one": b"one\n", "two": b"two\n" * 50, "three": random.Random(4).randbytes(300)}.items():
            Path(f"{self.place.root}/files/{name}").write_bytes(data)
        self.place.create()
        self.files = {path: path.read_bytes() for path in sorted(Path(self.place.store).rglob("*")) if path.is_file()}
        self.damaged = [path for path, data in self.files.items() if data]

    def round(self, seed: int) -> list[str]:
        drawn = random.Random(seed)
        lines = []
        for _ in range(CHANGES_A_ROUND):
            path = drawn.choice(self.damaged)
            (what, data) = changed(self.files[path], drawn)
            lines += [f"{path.relative_to(self.place.store)}: {what}: {line}" for line in self.after(path, data)]
        return lines

    def after(self, path: Path, data: bytes | None) -> list[str]:
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
        try:
            return self.judge(path, data)
        finally:
            shutil.rmtree(self.place.store)
            for file, whole in self.files.items():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(whole)

    def judge(self, path: Path, data: bytes | None) -> list[str]:
        place = self.place
        ended = place.run("verify", "--json")
        lines = ended.unclear()
        if ended.status == 0 and not self.means_nothing(path, data):
            lines.append("verify finds nothing")
        target = place.target()
        ended = place.run("restore", "1", "--to", target, "--part", "code")
        lines += ended.unclear()
        if ended.status == 0:
            lines += [f"restored wrongly: {line}" for line in differences(place.kept[1], look(f"{target}/code"))]
        elif os.path.lexists(f"{target}/code"):
            lines.append("it is restored, and the status says that it is not")
        if ended.status != 0 and f"{path}.copy" in map(str, self.files):
            lines.append(f"the copy was not read: {ended.text}")
        shutil.rmtree(target, ignore_errors=True)
        return lines

    def means_nothing(self, path: Path, data: bytes | None) -> bool:
        """Bits of `config` that name the store; a second file that is gone is made anew from the first."""
        if path.name == "config" and data is not None:
            return b'"format":1' in data and data[:40] == self.files[path][:40]
        return data is None and (f"{path}.copy" in map(str, self.files) or path.suffix == ".copy")


def changed(data: bytes, drawn: random.Random) -> tuple[str, bytes | None]:
    place = drawn.randrange(len(data))
    kind = drawn.random()
    if kind < 0.7:
        bit = drawn.randrange(8)
        return (f"bit {bit} of byte {place}", data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1:])
    if kind < 0.85:
        return (f"cut to {place} bytes", data[:place])
    if kind < 0.95:
        return ("a byte more", data + bytes([drawn.randrange(256)]))
    return ("gone", None)


def control(program: str, work: str) -> dict[str, bool]:
    """Where what comes back is not what was kept, and where verifying is blind, the part must say so."""
    damage = Damage(program, f"{work}")
    path = damage.damaged[-1]
    wanted = damage.place.kept[1]
    (odd, other) = (b"files/one", next(iter(wanted.values())))
    damage.place.kept[1] = {**wanted, odd: other}
    wrong = damage.after(path, damage.files[path])
    return {"other bytes": any("restored wrongly" in line for line in wrong),
            "a change that nobody finds": any("finds nothing" in line for line in wrong)}
