"""Secrets of many kinds, in the environment and in files: none appears where others can read, in any encoding."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import stat
import subprocess
import urllib.parse
from pathlib import Path
from typing import Callable, Optional

from .place import Ended, Place

# Name of the variable, and how the secret looks; {} are random letters and digits.
KINDS = {
    "AWS_SECRET_ACCESS_KEY": "{40}", "AWS_ACCESS_KEY_ID": "AKIA{16}", "GITHUB_TOKEN": "ghp_{36}",
    "GITLAB_TOKEN": "glpat-{20}", "STRIPE_SECRET_KEY": "sk_live_{24}", "SLACK_BOT_TOKEN": "xoxb-{12}-{12}-{24}",
    "GOOGLE_API_KEY": "AIza{35}", "OPENAI_API_KEY": "sk-proj-{48}", "NPM_TOKEN": "npm_{36}",
    "SENDGRID_API_KEY": "SG.{22}.{43}", "TWILIO_AUTH_TOKEN": "{32}", "JWT_SECRET": "eyJ{20}.eyJ{40}.{43}",
    "DATABASE_PASSWORD": "p@{20}/&%\"'", "DJANGO_SECRET_KEY": "#{50}$(x)", "SESSION_COOKIE": "s%3A{32}.{20}",
    "SSH_PRIVATE_KEY": "-----BEGIN OPENSSH PRIVATE KEY-----\\n{70}\\n-----END OPENSSH PRIVATE KEY-----",
    "BASIC_AUTH": "admin:{24}", "WEBHOOK_URL": "https://hooks.example.com/services/{10}/{24}",
    "REDIS_URL": "redis://:{24}@127.0.0.1:1/0", "ENCRYPTION_KEY": "größe-{32}",
}
LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ23456789"
# So many bytes of one are not there by chance.
TELLING = 12


def made(drawn: random.Random) -> dict[str, str]:
    """A secret of each kind; what they have in common with others of their kind counts for nothing."""
    found = {}
    for name, form in KINDS.items():
        for length in sorted(set(word.split("}")[0] for word in form.split("{")[1:]), key=int):
            while f"{{{length}}}" in form:
                form = form.replace(f"{{{length}}}", "".join(drawn.choices(LETTERS, k=int(length))), 1)
        found[name] = form
    return found


def encodings(secret: str) -> list[bytes]:
    """As it is, as base64 (both alphabets, at each of three places), hexadecimal, URL and JSON see it."""
    data = secret.encode()
    found = [data, data.hex().encode(), data.hex().upper().encode(), urllib.parse.quote(secret, safe="").encode(),
             json.dumps(secret)[1:-1].encode(), json.dumps(secret, ensure_ascii=False)[1:-1].encode()]
    for place in range(3):
        # Without what its neighbours decide.
        code = base64.b64encode(bytes(place) + data)[4 if place else 0:-4]
        found += [code, code.translate(bytes.maketrans(b"+/", b"-_"))]
    return found


class Canaries:
    def __init__(self, secrets: dict[str, str]) -> None:
        self.needles: dict[bytes, str] = {}
        for name, secret in secrets.items():
            longest = max("".join(one if one in LETTERS else " " for one in secret).split(), key=len)
            for needle in encodings(secret) + encodings(longest):
                if len(needle) >= TELLING:
                    self.needles[needle] = name

    def found(self, data: bytes) -> list[str]:
        return sorted({name for needle, name in self.needles.items() if needle in data})


class Secrets:
    """A platform whose variables, files and database address are full of secrets."""

    def __init__(self, program: str, work: str) -> None:
        drawn = random.Random(os.urandom(8))
        self.place = Place(program, f"{work}/secrets")
        self.bin = f"{self.place.work}/bin"
        (root, place) = (self.place.root, self.place)
        self.secrets = made(drawn)
        self.own = {f"OF_CALLER_{name}": value for name, value in made(drawn).items()}
        self.content = made(drawn)
        password = urllib.parse.quote(self.secrets["DATABASE_PASSWORD"], safe="")
        self.url = f"postgresql://shop:{password}@127.0.0.1:1/shop"
        text = "".join(f"{name}={quoted(value)}\n" for name, value in self.secrets.items())
        write(f"{root}/.env", f"{text}DATABASE_URL={self.url}\n")
        write(f"{root}/settings.py", "".join(f"{name} = {value!r}\n" for name, value in self.content.items()))
        write(f"{root}/notes.json", json.dumps(self.content))
        os.makedirs(f"{root}/rollback/config")
        write(f"{root}/rollback/config/rollback-config.json", json.dumps({"service_dependencies": {
            "api": {"start": ["sleep", "1"], "port": 1, "environment_file": ".env"}}}))
        os.makedirs(self.bin)
        # A database's dump holds secrets as well, and its error output repeats its address.
        write(f"{self.bin}/pg_dump", dump_script(self.content, self.url), 0o755)
        self.canaries = Canaries({**self.secrets, **self.own, **{f"content {k}": v for k, v in self.content.items()}})
        self.planted = {f"{root}/.env", f"{root}/settings.py", f"{root}/notes.json", f"{self.bin}/pg_dump"}
        self.trace = f"{place.work}/trace" if shutil.which("strace") else None

    def round(self, number: int) -> list[str]:
        return [f"{CASES[number]}: {line}" for line in STEPS[CASES[number]](self)]

    def run(self, *words: str, path: bool = True, **more: str) -> Ended:
        (program, place) = (self.place.program, self.place)
        environment = {**place.environment(), **self.own, **more}
        if path:
            environment["PATH"] = f"{self.bin}:{environment['PATH']}"
        watch = ["strace", "-f", "-qq", "-s", "100000", "-e", "trace=execve", "-o", self.trace] if self.trace else []
        done = subprocess.run([*watch, program, "snapshot", *words], cwd=place.root, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
        return Ended(words, done.returncode, done.stdout.decode(errors="replace"),
                     done.stderr.decode(errors="replace"), 0)

    def clean(self, ended: Ended, status: Optional[int] = 0) -> list[str]:
        """Neither its output nor any argument of a program that it started; and it did what it should."""
        lines = [f"{name} in the output of {' '.join(ended.words)}"
                 for name in self.canaries.found((ended.output + ended.errors).encode())]
        lines += ended.unclear() + ([] if status in (None, ended.status) else [ended.text])
        if self.trace and os.path.exists(self.trace):
            # The first line is the command as it was given.
            (_, _, data) = Path(self.trace).read_bytes().partition(b"\n")
            # strace writes what is no letter as octal; what is telling of a secret are letters.
            lines += [f"{name} in an argument below {' '.join(ended.words)}" for name in self.canaries.found(data)]
        return lines

    def files(self, *more: str) -> list[str]:
        """No file that the program has written, but for what is restored: that only its owner can read."""
        lines = []
        for path in self.written():
            if str(path) in self.planted or str(path).startswith(more):
                continue
            lines += [f"{name} in {path}" for name in self.canaries.found(path.read_bytes())]
        return lines

    def written(self) -> list[Path]:
        own = f"{self.place.work}/trace"
        return [path for path in Path(self.place.work).rglob("*")
                if path.is_file() and not path.is_symlink() and str(path) != own]

    def modes(self) -> list[str]:
        """The key and the store belong to their owner alone."""
        lines = []
        for top in (self.place.store, f"{self.place.state}/lastgood"):
            for folder, _, names in os.walk(top):
                for path in [folder, *(f"{folder}/{name}" for name in names)]:
                    if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
                        lines.append(f"others can read {path}")
        return lines


def write(path: str, text: str, mode: int = 0o600) -> None:
    Path(path).write_text(text, encoding="utf-8")
    os.chmod(path, mode)


def quoted(value: str) -> str:
    return "'" + value + "'" if "'" not in value else value.replace('"', "").replace("'", "")


def dump_script(content: dict[str, str], url: str) -> str:
    rows = "\n".join(content.values())
    return f"""#!/bin/sh
cat <<'END'
--
-- PostgreSQL database dump
--
{rows}
--
-- PostgreSQL database dump complete
--

END
echo "pg_dump: error: connection to {url} failed" >&2
exit ${{PROOF_DUMP_STATUS:-0}}
"""


def creating(own: Secrets) -> list[str]:
    lines = own.clean(own.run("create", "--json", "--reason", f"with {own.secrets['GITHUB_TOKEN']} in it"), None)
    lines += own.clean(own.run("create"), None)
    return lines + own.files() + own.modes()


def failing_dump(own: Secrets) -> list[str]:
    """The dump fails, and its error output holds the address with its password."""
    write(f"{own.bin}/pg_dump", dump_script(own.content, own.url).replace(":-0", ":-1"), 0o755)
    lines = own.clean(own.run("create", "--json"), None) + own.clean(own.run("create"), None)
    lines += own.clean(own.run("create", path=False), None)
    write(f"{own.bin}/pg_dump", dump_script(own.content, own.url), 0o755)
    return lines + own.files()


def looking(own: Secrets) -> list[str]:
    own.run("create")
    with open(f"{own.place.root}/.env", "a", encoding="utf-8") as file:
        file.write("MORE=1\n")
    own.run("create")
    lines = []
    for words in (("list",), ("show", "1"), ("diff", "1", "2"), ("diff", "1"), ("verify",), ("verify", "--structure"),
                  ("verify", "--sample", "2"), ("prune", "--dry-run")):
        lines += own.clean(own.run(*words)) + own.clean(own.run(*words, "--json"))
    return lines + own.files()


def restoring(own: Secrets) -> list[str]:
    """What is restored is as closed as it was, and what others would read is not more than before."""
    own.run("create")
    target = own.place.target()
    lines = own.clean(own.run("restore", "1", "--to", target), None)
    for path in Path(target).rglob("*"):
        if path.is_file() and not path.is_symlink() and own.canaries.found(path.read_bytes()):
            if path.stat().st_mode & 0o077 and path.name != "pg_dump":
                lines.append(f"others can read {path}")
    lines += own.files(target)
    shutil.rmtree(target)
    return lines


def damaged(own: Secrets) -> list[str]:
    """Errors name files and places, and nothing of what is in them."""
    own.run("create")
    for path in [path for path in Path(own.place.store).rglob("*") if path.is_file() and path.stat().st_size > 100]:
        whole = path.read_bytes()
        path.write_bytes(whole[:60] + b"!" + whole[61:])
    lines = []
    for words in (("list",), ("show", "1"), ("verify",), ("create",), ("restore", "1", "--to", own.place.target())):
        lines += own.clean(own.run(*words), None)
    shutil.rmtree(own.place.store)
    return lines + own.files()


def killed(own: Secrets) -> list[str]:
    """What a kill leaves is no secret either."""
    lines = []
    for number in range(12):
        environment = {**own.own, "PATH": f"{own.bin}:{os.environ['PATH']}"}
        own.place.run("create", after=number * 0.02, **environment)
        # Its own user's, until the next dump (libpq wants it in a file).
        lines += own.files(f"{own.place.root}/.git/lastgood/dump.passwords")
    return lines + own.clean(own.run("create"), None) + own.files()


STEPS: dict[str, Callable[[Secrets], list[str]]] = {
    step.__name__: step for step in (creating, failing_dump, looking, restoring, damaged, killed)}
CASES = list(STEPS)


def control(program: str, work: str) -> dict[str, bool]:
    """A secret in an output, an argument, a log and a file must be seen, in every encoding."""
    own = Secrets(program, work)
    caught = {}
    for name, secret in own.secrets.items():
        caught[f"the encodings of {name}"] = all(
            own.canaries.found(b"log: " + one + b" end") for one in encodings(secret) if len(one) >= TELLING)
    write(f"{own.place.state}/log", f"connected to {own.url}")
    caught["a log"] = bool(own.files())
    os.unlink(f"{own.place.state}/log")
    caught["an output"] = bool(own.clean(Ended(("x",), 0, own.own["OF_CALLER_NPM_TOKEN"], "", 0)))
    if own.trace:
        subprocess.run(["strace", "-f", "-qq", "-s", "100000", "-e", "trace=execve", "-o", own.trace, "env",
                        "true", own.secrets["STRIPE_SECRET_KEY"]], check=True)
        caught["an argument"] = bool(own.clean(Ended(("x",), 0, "said", "", 0)))
    return caught
