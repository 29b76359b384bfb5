"""A platform with a snapshot store, the real program run on it, and what must hold of it at any time."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from harness.odd_tree import Seen, differences, look

PATIENCE_SECONDS = 60
# What the program leaves out of a snapshot by itself.
OWN = (b".git", b"rollback/backups", b".lastgood")
# What Swift writes when it traps, and what a signal leaves as a status.
TRAPS = ("Fatal error", "Crash:", "Illegal instruction", "Segmentation fault", "SnapshotFailure", "Optional(")


@dataclass
class Ended:
    words: tuple[str, ...]
    status: int
    output: str
    errors: str
    seconds: float

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its JSON lines. A killed program may leave half a line."""
        found = []
        for line in self.output.splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def text(self) -> str:
        return f"{' '.join(self.words)}: exit {self.status}: {self.output[-300:]} {self.errors[-600:]}"

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("type") == kind]

    def unclear(self) -> list[str]:
        """What is wrong with a failure: it ends by itself, says what, and does not trap."""
        lines = [f"it ended by signal {-self.status}: {self.text}"] if self.status < 0 or self.status > 127 else []
        lines += [f"it says {trap!r}: {self.text}" for trap in TRAPS if trap in self.errors + self.output]
        if self.status not in (0, 3) and not (self.errors + self.output).strip():
            lines.append(f"it says nothing: {self.text}")
        return lines


@dataclass
class Place:
    """A platform of its own: nothing of the user's is read or written."""

    program: str
    work: str
    # By sequence: what the part `code` was when the snapshot was acknowledged.
    kept: dict[int, dict[bytes, Seen]] = field(default_factory=dict)
    targets: int = 0

    def __post_init__(self) -> None:
        self.root = f"{self.work}/platform"
        self.state = f"{self.work}/state"
        os.makedirs(f"{self.root}/rollback/backups")
        os.makedirs(self.state, mode=0o700)
        self.git("init", "--quiet", "--initial-branch=main")
        Path(f"{self.root}/app.py").write_text("print('here')\n", encoding="utf-8")
        self.git("add", "app.py")
        self.git("-c", "user.name=Proof", "-c", "user.email=proof@localhost", "commit", "--quiet", "-m", "First")

    @property
    def store(self) -> str:
        return f"{self.root}/rollback/backups/snapshots"

    @property
    def key(self) -> bytes:
        return Path(f"{self.state}/lastgood/key").read_bytes()

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {**kept, "LANG": "C.UTF-8", "XDG_STATE_HOME": self.state, "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": "/dev/null"}

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.root, env=self.environment(), check=True, capture_output=True)

    def begin(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([self.program, "snapshot", *words], cwd=self.root, env={**self.environment(), **more},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end(self, process: subprocess.Popen[bytes], words: tuple[str, ...], began: float) -> Ended:
        try:
            (output, errors) = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            (output, errors) = process.communicate()
            errors += b"\nit did not end"
        return Ended(words, process.returncode, output.decode(errors="replace"), errors.decode(errors="replace"),
                     time.monotonic() - began)

    def run(self, *words: str, after: Optional[float] = None, **more: str) -> Ended:
        """`after`: in so many seconds it is killed."""
        began = time.monotonic()
        process = self.begin(*words, **more)
        if after is not None:
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.kill()
        return self.end(process, words, began)

    def look(self) -> dict[bytes, Seen]:
        """What a snapshot of now is to hold."""
        return look(self.root, left_out=OWN)

    def create(self, **how: Any) -> Ended:
        """One that was acknowledged is remembered, whatever became of the program after that."""
        seen = self.look()
        ended = self.run("create", "--json", **how)
        self.remember(ended, seen)
        return ended

    def remember(self, ended: Ended, seen: dict[bytes, Seen]) -> None:
        for taken in ended.of("snapshot"):
            self.kept[taken["sequence"]] = seen

    def target(self) -> str:
        self.targets += 1
        return f"{self.work}/restored-{self.targets}"

    # What must hold

    def sound(self, kept: Optional[list[int]] = None) -> list[str]:
        """The next commands work without help: all that was acknowledged is listed, whole and restored exactly."""
        return self.listed(kept) or self.whole() + self.restored(kept)

    def listed(self, kept: Optional[list[int]] = None) -> list[str]:
        ended = self.run("list", "--json", "--limit", "10000")
        if ended.status != 0:
            return [f"the next command fails: {ended.text}"]
        there = {taken["sequence"] for taken in ended.of("snapshot")}
        damaged = [str(finding) for finding in ended.of("snapshot-finding")]
        lost = [f"snapshot {number} was acknowledged and is gone" for number in kept or self.kept
                if number not in there]
        return lost + damaged

    def whole(self) -> list[str]:
        ended = self.run("verify", "--json")
        return [] if ended.status == 0 else [f"verify: {ended.text}"]

    def restored(self, kept: Optional[list[int]] = None) -> list[str]:
        lines = []
        for number in kept or sorted(self.kept):
            lines += [f"snapshot {number}: {line}" for line in self.restore(number, self.kept[number])]
        return lines

    def restore(self, number: int, seen: dict[bytes, Seen]) -> list[str]:
        target = self.target()
        ended = self.run("restore", str(number), "--to", target, "--part", "code", "--json")
        if ended.status != 0:
            return [f"it is not restored: {ended.text}"]
        lines = differences(seen, look(f"{target}/code"))
        shutil.rmtree(target)
        return lines

    # What changes

    def change(self, drawn: random.Random) -> None:
        """Writes, removes, renames: some of it new for the store, and some not."""
        folder = f"{self.root}/files"
        os.makedirs(folder, exist_ok=True)
        for _ in range(drawn.randrange(1, 6)):
            path = f"{folder}/{drawn.randrange(12)}"
            if drawn.random() < 0.2:
                Path(path).unlink(missing_ok=True)
                continue
            size = drawn.choice((0, 10, 3000, 100_000, 400_000, 1_500_000))
            data = drawn.randbytes(size) if drawn.random() < 0.7 else b"the same text\n" * (size // 14)
            Path(path).write_bytes(data)
            os.chmod(path, drawn.choice((0o600, 0o644, 0o755)))
