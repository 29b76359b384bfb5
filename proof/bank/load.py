"""Writers at work, and how long they were kept waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class Load:
    def __init__(self, socket: str, folder: str, count: int) -> None:
        self.folder = folder
        os.makedirs(folder)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "writer.py")
        self.writers = [
            subprocess.Popen([sys.executable, script, socket, str(number), folder], stdin=subprocess.DEVNULL)
            for number in range(1, count + 1)]
        self.read: dict[Path, int] = {}

    def dead(self) -> list[int]:
        """Exit statuses of those that nobody has stopped: without them nothing is under load."""
        return [writer.returncode for writer in self.writers if writer.poll() is not None]

    def times(self) -> list[tuple[float, float]]:
        """Payments that ended since the last question: when, and how long each took, in seconds."""
        found = []
        for path in Path(self.folder).glob("*.times"):
            with open(path, encoding="ascii") as file:
                file.seek(self.read.get(path, 0))
                text = file.read()
            whole = text[:text.rfind("\n") + 1]
            self.read[path] = self.read.get(path, 0) + len(whole)
            for line in whole.splitlines():
                (ended, took) = line.split()
                found.append((float(ended), float(took)))
        return found

    def end(self) -> None:
        Path(f"{self.folder}/stop").touch()
        for writer in self.writers:
            try:
                writer.wait(timeout=20)
            except subprocess.TimeoutExpired:
                writer.kill()
                writer.wait()
