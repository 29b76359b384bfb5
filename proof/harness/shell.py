"""Running git and other short commands of the harness itself, apart from the user's own git settings."""

from __future__ import annotations

import os
import subprocess
from typing import Optional

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Trouble(Exception):
    """The harness itself cannot go on: not a failure of what is proved."""


def environment(home: str) -> dict[str, str]:
    """What every process of the proof starts with: nothing of whoever runs it."""
    return {"PATH": PATH, "HOME": home, "LANG": "C.UTF-8", "USER": "operator", "LOGNAME": "operator"}


def run(
    arguments: list[str], folder: str, *, extra: Optional[dict[str, str]] = None, stdin: bytes = b"",
    check: bool = True,
) -> bytes:
    variables = environment("/nonexistent") | {
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
        "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000",
    } | (extra or {})
    result = subprocess.run(
        arguments, cwd=folder, env=variables, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if check and result.returncode != 0:
        raise Trouble(f"{' '.join(arguments)} in {folder}: {result.stderr.decode(errors='replace')}")
    return result.stdout + (b"" if check else result.stderr)


def git(folder: str, *arguments: str, extra: Optional[dict[str, str]] = None, stdin: bytes = b"") -> str:
    return os.fsdecode(run(["git", *arguments], folder, extra=extra, stdin=stdin))
