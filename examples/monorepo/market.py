"""A monorepo of Node services: its good and its bad release, and two ways in which its services are run."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "pi-forge")]
import containers  # noqa: E402
import documents  # noqa: E402
import forge  # noqa: E402
from containers import must, run  # noqa: E402
from forge import Unexpected  # noqa: E402
from handbook import Handbook  # noqa: E402

NODE_IMAGE = "localhost/lastgood-check-node"
NODE_BASE = f"""\
FROM {containers.IMAGE}
COPY root /
ENV PATH=/usr/local/bin:/usr/bin:/bin
"""
# Where each says from which release it is.
TELLING = ("services/web/server.js", "services/api/server.js", "packages/shared/index.js")
CRASH = 'throw new Error("the settings cannot be read");\n'
PATIENCE, STOP_SECONDS, BETWEEN_POLLS = 60.0, 10.0, 0.05
SILENT = ""


def page(service: str, own: str, shared: str) -> str:
    return f"{service} {own}, shared {shared}"


WELL = {"web": page("web", "good", "good"), "api": page("api", "good", "good")}
# web ends at its start; api answers, and is healthy as far as anybody can see.
BROKEN = {"web": SILENT, "api": page("api", "bad", "bad")}


def awaited(what: str, holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise Unexpected(f"{what}: not within {patience:.0f} s")
        time.sleep(BETWEEN_POLLS)


class Market:
    """The repository, whoever runs its services."""

    services = ("web", "api")
    # What a rollback of web alone leaves to be seen.
    web_alone: dict[str, str]
    # Whether web's code alone goes back then, and not that of the whole repository.
    takes_folder_alone: bool
    manager: str
    # Whether the scripts take all of it back where the program is missing.
    needs_no_program: bool

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ports = dict(zip(self.services, containers.free_ports(2), strict=True))

    def create(self) -> None:
        shutil.copytree(HERE / "platform", self.root, dirs_exist_ok=True)
        lines = (f"{service.upper()}_PORT={port}\n" for service, port in self.ports.items())
        (self.root / ".env").write_text("".join(lines))
        (self.root / ".gitignore").write_text("logs/\nnode_modules/\n")
        forge.git(self.root, "init", "--quiet")
        # Branches are made here by people's own commands.
        for name, value in (("user.name", "Ada Kowalski"), ("user.email", "ada@market.example")):
            forge.git(self.root, "config", name, value)
        self.commit("The market opens")

    def commit(self, subject: str) -> None:
        forge.git(self.root, "add", "--all")
        forge.git(self.root, "commit", "--quiet", "--message", subject)

    def break_it(self) -> None:
        """All three packages change in one commit, as releases of a monorepo do."""
        for name in TELLING:
            file = self.root / name
            file.write_text(file.read_text().replace('"good"', '"bad"'))
        with open(self.root / "services/web/server.js", "a") as server:
            server.write(CRASH)
        self.commit("One currency for all")

    def pages(self) -> dict[str, str]:
        found = {}
        for service, port in self.ports.items():
            status, text = forge.get(f"http://127.0.0.1:{port}/", 5)
            found[service] = text.strip() if status else SILENT
        return found

    def expect(self, wanted: dict[str, str]) -> None:
        if (seen := self.pages()) != wanted:
            raise Unexpected(f"{seen} instead of {wanted}")
        print("  seen: " + "; ".join(text or f"{service} is silent" for service, text in wanted.items()))

    def is_well(self) -> None:
        self.expect(WELL)

    def is_broken(self) -> None:
        self.expect(BROKEN)

    def deploy(self, wanted: dict[str, str]) -> None:
        """What is checked out, by the means that the platform has; until it has come to rest."""
        raise NotImplementedError

    def restart_as_documented(self, book: Handbook) -> None:
        """On the good release's files. How processes are started again is the platform's own."""
        self.deploy(WELL)

    def running(self, service: str) -> str:
        """What tells this run of a service from any other; empty when it does not run."""
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError


class ByHand(Market):
    """Each service is a process in its own folder."""

    web_alone = {"web": page("web", "good", "bad"), "api": BROKEN["api"]}
    takes_folder_alone = True
    manager = "process"
    needs_no_program = True

    def deploy(self, wanted: dict[str, str]) -> None:
        self.stop()
        (self.root / "logs").mkdir(exist_ok=True)
        environment = {**forge.clean_environment(), **forge.dotenv(self.root)}
        for service in self.services:
            with open(self.root / "logs" / f"{service}.log", "a") as log:
                process = subprocess.Popen(
                    ["node", "server.js"], cwd=self.root / "services" / service, env=environment,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
            if wanted[service] is SILENT:
                awaited(f"{service} ends", lambda process=process: process.poll() is not None)
        awaited(f"a deployment that shows {wanted}", lambda: self.pages() == wanted)

    def running(self, service: str) -> str:
        return str(forge.listener(self.ports[service]) or "")

    def stop(self) -> None:
        for service, port in self.ports.items():
            end = time.monotonic() + STOP_SECONDS
            while (process := forge.listener(port)) and self.is_own(process, service):
                os.kill(process, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
                time.sleep(BETWEEN_POLLS)

    def is_own(self, process: int, service: str) -> bool:
        try:
            return os.path.samefile(f"/proc/{process}/cwd", self.root / "services" / service)
        except OSError:
            return False


class InContainers(Market):
    """Compose runs them, on Podman."""

    # lastgood does not learn from a Compose file in which folder a service is: the code goes back as a whole.
    web_alone = {"web": WELL["web"], "api": BROKEN["api"]}
    takes_folder_alone = False
    manager = "compose"
    needs_no_program = True

    def deploy(self, wanted: dict[str, str]) -> None:
        """As a person does with podman-compose: all away, and up again."""
        for words in (["down"], ["build"], ["up", "--detach"]):
            must("podman-compose", *words, inside=self.root)
        for service in self.services:
            if wanted[service] is SILENT:
                awaited(f"{service} ends", lambda service=service: not self.running(service))
        awaited(f"a deployment that shows {wanted}", lambda: self.pages() == wanted)

    def restart_as_documented(self, book: Handbook) -> None:
        for line in documents.commands(self.root):
            if line.startswith(("podman-compose ", "podman ps ")):
                book.run(line, 0)
        awaited("the documents' commands make it well", lambda: self.pages() == WELL)

    def running(self, service: str) -> str:
        name = f"{self.root.name}_{service}_1"
        if not must("podman", "ps", "--quiet", "--filter", f"name={name}").strip():
            return ""
        return must("podman", "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", name).strip()

    def stop(self) -> None:
        if (self.root / "docker-compose.yml").exists():
            run("podman-compose", "down", inside=self.root)
        run("podman", "network", "rm", "--force", f"{self.root.name}_default")
        containers.remove_images(f"localhost/{self.root.name}_web", NODE_IMAGE)


def obstacle(work: Path) -> str | None:
    """None when Node ran in a container; otherwise why it does not. Makes the image that the services begin with."""
    if why := containers.obstacle(work):
        return why
    root = work / "root"
    root.mkdir()
    for name in ("lib", "lib64"):
        if Path("/", name).is_dir():
            (root / name).symlink_to(f"usr/{name}")
    (work / "Dockerfile").write_text(NODE_BASE)
    must("podman", "build", "--quiet", "--tag", NODE_IMAGE, work)
    tried = run("podman", "run", "--rm", "--volume", "/usr:/usr:ro", NODE_IMAGE, "node", "--version")
    return f"node does not run in one: {tried.stderr.strip()}" if tried.returncode else None
