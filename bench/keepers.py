"""Those who keep a folder or a dump in a store of theirs: lastgood, and restic and BorgBackup from Debian."""

import json
import shutil
import subprocess
from pathlib import Path

import lastgood
import machine
from dumps import Dumps
from probing import DidNotWork

# What a platform makes anew, or keeps elsewhere: lastgood leaves it out by itself.
LEFT_OUT = (".git", ".venv", "__pycache__")
BACKUPS = "rollback/backups"
# The part that holds the database that dumps.URL names.
DATABASE = "database.bench"
PASSPHRASE = "bench"
PACKAGES = {"restic": "restic", "borg": "borgbackup"}


def install() -> None:
    """From Debian, where they are missing."""
    missing = [package for command, package in PACKAGES.items() if not shutil.which(command)]
    if missing:
        machine.install(*missing)


class Keeper:
    """Keeps `root`, and the dump where there is one, in a store that is made anew before each round."""

    name = ""

    def __init__(self, work: Path, root: Path, dumps: Dumps | None = None) -> None:
        self.work, self.root, self.dumps = work, root, dumps
        self.folder = work / f"{root.name}-{self.name}"
        self.folder.mkdir()
        self.number = 0

    @property
    def store(self) -> Path:
        """Those of earlier rounds stay: removing them would cost whoever comes next (see Platform.set_aside)."""
        return self.folder / f"store-{self.number}"

    def stored(self) -> int:
        return sum(file.stat().st_size for file in self.store.rglob("*") if file.is_file())

    def environment(self) -> dict[str, str]:
        return {}

    def run(self, *command: str | Path, cwd: Path | None = None) -> str:
        return machine.run(command, self.work, cwd or self.root, **self.environment())

    def new_store(self) -> None:
        self.number += 1

    def keep(self) -> None:
        raise NotImplementedError

    @property
    def place(self) -> Path:
        """Where things are brought back to, once a round."""
        return self.folder / f"place-{self.number}"

    def bring_back(self) -> None:
        raise NotImplementedError

    @property
    def brought_back(self) -> Path:
        """What `root` is in `place`, or the dump."""
        return self.place / "bench.sql" if self.dumps else self.place

    def verify(self) -> None:
        raise NotImplementedError


class Ours(Keeper):
    name = "lastgood"

    def __init__(self, work: Path, root: Path, dumps: Dumps | None = None) -> None:
        super().__init__(work, root, dumps)
        self.program = lastgood.program()
        self.newest = 0

    @property
    def store(self) -> Path:
        return self.root / (f"{BACKUPS}/snapshots" if (self.root / "rollback").exists() else ".git/lastgood/snapshots")

    def environment(self) -> dict[str, str]:
        """The stand-in for pg_dump comes first; the key is below the work folder already (machine.environment)."""
        path = machine.environment(self.work)["PATH"]
        return {"PATH": f"{self.dumps.bin}:{path}"} if self.dumps else {}

    def new_store(self) -> None:
        super().new_store()
        if self.store.exists():
            self.store.rename(self.folder / f"aside-{self.number}")

    def keep(self) -> None:
        said = self.run(self.program, "snapshot", "create", "--json")
        taken = next((one for one in map(json.loads, said.splitlines()) if one["type"] == "snapshot"), None)
        if taken is None:
            raise DidNotWork("no snapshot in the program's JSON lines")
        # Something that is quick because it was left out is no figure.
        if missing := [f"{one['name']}: {one['why']}" for one in taken["parts"] if one["kind"] == "missing"]:
            raise DidNotWork(f"the snapshot lacks {'; '.join(missing)}")
        if not any(one["name"] == self.part for one in taken["parts"]):
            raise DidNotWork(f"the snapshot has no {self.part}")
        self.newest = taken["sequence"]

    @property
    def part(self) -> str:
        return DATABASE if self.dumps else "code"

    def bring_back(self) -> None:
        self.run(self.program, "snapshot", "restore", str(self.newest), "--to", self.place, "--part", self.part)

    @property
    def brought_back(self) -> Path:
        return self.place / self.part

    def verify(self) -> None:
        self.run(self.program, "snapshot", "verify")


class Restic(Keeper):
    name = "restic"

    def environment(self) -> dict[str, str]:
        return {"RESTIC_REPOSITORY": str(self.store), "RESTIC_PASSWORD": PASSPHRASE,
                "RESTIC_CACHE_DIR": str(self.folder / "cache")}

    def new_store(self) -> None:
        super().new_store()
        self.run("restic", "init", "--quiet")

    def keep(self) -> None:
        if self.dumps:
            self.keep_dump(self.dumps)
            return
        self.run("restic", "backup", "--quiet", *(f"--exclude={one}" for one in (*LEFT_OUT, BACKUPS)), ".")

    def keep_dump(self, dumps: Dumps) -> None:
        environment = {**machine.environment(self.work), **self.environment()}
        with subprocess.Popen([dumps.bin / "pg_dump"], env=environment, stdout=subprocess.PIPE) as dump:
            done = subprocess.run(["restic", "backup", "--quiet", "--stdin", "--stdin-filename=bench.sql"],
                                  cwd=self.root, env=environment, stdin=dump.stdout, capture_output=True, text=True)
        if done.returncode != 0 or dump.returncode != 0:
            raise DidNotWork(f"restic backup --stdin: exit {done.returncode}"
                             + machine.last_words(done.stderr, done.stdout))

    def bring_back(self) -> None:
        self.run("restic", "restore", "--quiet", "latest", "--target", self.place)

    def verify(self) -> None:
        self.run("restic", "check", "--quiet", "--read-data")


class Borg(Keeper):
    name = "borg"

    def environment(self) -> dict[str, str]:
        own = {f"BORG_{one}_DIR": str(self.folder / one.lower()) for one in ("BASE", "CACHE", "CONFIG", "SECURITY")}
        return {**own, "BORG_PASSPHRASE": PASSPHRASE, "BORG_REPO": str(self.store)}

    def new_store(self) -> None:
        super().new_store()
        self.archives = 0
        self.run("borg", "init", "--encryption=repokey")

    def keep(self) -> None:
        self.archives += 1
        left_out = [f"--exclude=sh:**/{one}" for one in LEFT_OUT] + [f"--exclude={BACKUPS}"]
        self.run("borg", "create", *left_out, f"::{self.archives}", ".")

    def bring_back(self) -> None:
        self.place.mkdir()
        self.run("borg", "extract", f"::{self.archives}", cwd=self.place)

    def verify(self) -> None:
        self.run("borg", "check", "--verify-data")
