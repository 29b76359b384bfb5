"""What the documents that `lastgood init` wrote tell people to type."""

import os
import re
from pathlib import Path

# What a command's words begin with; everything else between backticks is a name, a key or a file.
# Docker's Compose takes part in no check.
PROGRAMS = ("./rollback/scripts/", "lastgood ", "git ", "curl ", "echo ", "podman-compose ", "podman ps ")
BLOCK = re.compile(r"^```bash\n(.*?)^```", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
SCRIPT = re.compile(r"(?:\./)?(?:rollback/)?(?:scripts/)?([a-z][a-z0-9-]*\.(?:sh|ps1))\b")
OPTION = re.compile(r"^--[a-z-]+")
# How a comment behind a command begins.
COMMENT = re.compile(r"\s{2,}# .*$")


def texts(root: Path) -> dict[str, str]:
    files = [root / "rollback/README.md", *sorted((root / "rollback/docs").glob("*.md"))]
    return {file.name: file.read_text() for file in files}


def spoken(text: str) -> list[str]:
    """Everything between single backticks."""
    return INLINE.findall(FENCED.sub("", text))


def commands(root: Path) -> dict[str, str]:
    """Each command and the document that names it; without the comments behind them."""
    found = {}
    for name, text in texts(root).items():
        lines = [COMMENT.sub("", line) for block in BLOCK.findall(text) for line in block.splitlines()]
        for line in lines + spoken(text):
            if line.startswith(PROGRAMS):
                found[line.strip()] = name
    return found


def scripts(root: Path) -> dict[str, str]:
    """Each script that is named anywhere, a block of another shell included, and the document that names it."""
    return {script: name for name, text in texts(root).items() for script in SCRIPT.findall(text.replace("\\", "/"))}


def missing_scripts(root: Path) -> list[str]:
    folder = root / "rollback/scripts"
    return [f"{name} names {script}, which cannot be started" for script, name in sorted(scripts(root).items())
            if not os.access(folder / script, os.X_OK)]


def options(root: Path) -> dict[str, str]:
    """Each option that is named by itself, and the document that names it."""
    found = {}
    for name, text in texts(root).items():
        found |= {match.group(): name for word in spoken(text) if (match := OPTION.match(word))}
    return found
