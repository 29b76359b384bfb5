"""PostgreSQL dumps of any size, the same bytes in every run, and the `pg_dump` that hands them out.

No database is measured: whoever keeps the dump gets it as fast as it takes it.
"""

import random
import shlex
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import machine

SEED = 1_000
BLOCK = 1_000
# 1 % of the rows: every hundredth run of rows that lie beside each other, as those that were written to on one day do;
# or every hundredth row. The shorter a run, the more of the dump has to be kept anew.
IN_HUNDRED = 100
BLOCKS_A_RUN = 1
HOURS = 24 * 365
URL = "postgresql://bench@127.0.0.1/bench"

HEAD = """\
--
-- PostgreSQL database dump
--

-- Dumped from database version 15.8 (Debian 15.8-0+deb12u1)
-- Dumped by pg_dump version 15.8 (Debian 15.8-0+deb12u1)

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET row_security = off;

"""
TAIL = "--\n-- PostgreSQL database dump complete\n--\n\n"
WORDS = """account address answer basket batch billing branch button cache card carrier charge check client code
connection contract country coupon courier currency customer date deadline delivery deposit device discount draft
email entry error event export failure fee field file filter form gateway host import index invoice item key label
language ledger limit line link list locale login mail market member message method model month network notice number
offer office operator option order owner package page parcel partner password payment phone plan portal price printer
process product profile proof quota quote range rate reason receipt record refund region renewal report request reset
result return review role route rule sale scan schedule season seller server service session setting share shipment
shop signal stage stamp state status stock store street subscription supplier support table target tariff task tax
template ticket time token total tracking trade transfer trial user value vendor version visit voucher wallet week
was is has not been could would after before while again because until with without from above below opened closed
sent received accepted refused paid changed removed added found lost delayed confirmed cancelled expired""".split()
# What a column of few values holds.
KINDS = ("login", "view", "search", "add", "remove", "pay", "ship", "refund", "error", "logout")

Row = Callable[[int, "array[int]", int, list[str], int], str]


def account(number: int, some: "array[int]", at: int, phrases: list[str], changed: int) -> str:
    """A row from random numbers, those from `at` on; `changed` is 1 where somebody has written to it since."""
    mail, street = phrases[some[at] % len(phrases)], phrases[(some[at + 1] + changed) % len(phrases)]
    return (f"{number}\t{mail.replace(' ', '.')}{number}@example.com\t{mail.title()}\t{street} {some[at + 2] % 200}\t"
            f"{some[at + 3] % 90_000 + 10_000}\t2026-{some[at + 4] % 12 + 1:02}-{some[at + 4] % 28 + 1:02}\t"
            f"$argon2id${some[at + 5]:08x}{some[at + 6]:08x}{some[at + 7]:08x}\t{'ft'[changed]}\n")


def order(number: int, some: "array[int]", at: int, phrases: list[str], changed: int) -> str:
    cents = some[at + 1] % 50_000 + changed
    return (f"{number}\t{some[at] % 900_000}\t{stamp(number, some[at + 2])}\t{cents // 100}.{cents % 100:02}\tEUR\t"
            f"{KINDS[(some[at + 3] + changed) % 10]}\t{phrases[some[at + 4] % len(phrases)]}, "
            f"{phrases[some[at + 5] % len(phrases)]}\t\\N\t{some[at + 6]:08x}\n")


def event(number: int, some: "array[int]", at: int, phrases: list[str], changed: int) -> str:
    return (f"{number}\t{some[at] % 900_000}\t{stamp(number, some[at + 1])}\t{KINDS[some[at + 2] % 10]}\t"
            f"10.{some[at + 3] % 16}.{some[at + 3] % 251}.{some[at + 4] % 253}\t{some[at + 5]:08x}{some[at + 6]:08x}\t"
            f"{{\"text\": \"{phrases[(some[at + 7] + changed) % len(phrases)]}, "
            f"{phrases[some[at + 4] % len(phrases)]}\", \"attempt\": {some[at + 6] % 4}, "
            f"\"cached\": {'true' if some[at] % 3 else 'false'}}}\n")


def stamp(number: int, some: int) -> str:
    """Later for later rows."""
    hour = number // 600 % HOURS
    return (f"2026-{hour // 744 + 1:02}-{hour // 24 % 28 + 1:02} {hour % 24:02}:{number // 10 % 60:02}:"
            f"{some % 60:02}.{some % 1_000_000:06}+00")


# Name, columns, row, and its part of the dump.
TABLES: tuple[tuple[str, str, Row, float], ...] = (
    ("accounts", "id, email, name, street, postcode, joined, password, verified", account, 0.2),
    ("orders", "id, account_id, placed_at, total, currency, state, note, coupon, reference", order, 0.3),
    ("events", "id, account_id, happened_at, kind, address, session, details", event, 0.5),
)
NUMBERS_A_ROW = 8


def first(_: int) -> range:
    return range(0)


def changed(block: int) -> range:
    return range(BLOCK if block // BLOCKS_A_RUN % IN_HUNDRED == IN_HUNDRED // 2 else 0)


def scattered(_: int) -> range:
    return range(0, BLOCK, IN_HUNDRED)


# Which rows of a block have changed since the first dump.
VARIANTS = {"first": first, "changed": changed, "scattered": scattered}


def blocks(size: int, variants: list[str]) -> Iterator[dict[str, str]]:
    """The dump's text, a piece at a time, of each variant: which rows there are is the same in all."""
    chance = random.Random(SEED)
    phrases = [" ".join(chance.choices(WORDS, k=chance.randint(2, 6))) for _ in range(30_000)]
    yield dict.fromkeys(variants, HEAD)
    block = 0
    for name, columns, row, part in TABLES:
        yield dict.fromkeys(variants, f"COPY public.{name} ({columns}) FROM stdin;\n")
        written, number = 0, 1
        while written < size * part:
            some = array("I", chance.randbytes(4 * NUMBERS_A_ROW * BLOCK))
            rows = [row(number + one, some, one * NUMBERS_A_ROW, phrases, 0) for one in range(BLOCK)]
            plain = "".join(rows)
            found = {}
            for variant in variants:
                other = rows.copy()
                for one in VARIANTS[variant](block):
                    other[one] = row(number + one, some, one * NUMBERS_A_ROW, phrases, 1)
                found[variant] = "".join(other)
            yield found
            written += len(plain)
            number, block = number + BLOCK, block + 1
        yield dict.fromkeys(variants, "\\.\n\n\n")
    yield dict.fromkeys(variants, TAIL)


class Dumps:
    """A platform with a PostgreSQL database, and a `pg_dump` that says what `hand_out` was told."""

    def __init__(self, work: Path, size: int) -> None:
        self.work, self.size = work, size
        self.folder, self.root = work / "dumps", work / "database"
        self.bin = self.folder / "bin"
        self.bin.mkdir(parents=True)
        current = shlex.quote(str(self.folder / "current"))
        (self.bin / "pg_dump").write_text(
            f'#!/bin/sh\nfor word; do case $word in --file=*) exec cat {current} >"${{word#--file=}}" ;; esac; done\n'
            f"exec cat {current}\n")
        (self.bin / "pg_dump").chmod(0o755)
        self.root.mkdir()
        machine.git(work, self.root, "init", "--quiet", "--initial-branch=main")
        (self.root / ".env").write_text(f"DATABASE_URL={URL}\n")
        (self.root / "app.py").write_text("# The database is what counts here.\n")
        machine.git(work, self.root, "add", "--all")
        machine.git(work, self.root, "-c", "user.name=Bench", "-c", "user.email=bench@example.com", "commit", "--quiet",
                    "--message", "A platform with a database")

    def write(self, *variants: str) -> None:
        """Those that are not there yet."""
        wanted = [one for one in variants if not self.path(one).exists()]
        if not wanted:
            return
        files = {one: self.path(one).open("w", encoding="ascii") for one in wanted}
        for found in blocks(self.size, wanted):
            for one, file in files.items():
                file.write(found[one])
        for file in files.values():
            file.close()

    def path(self, variant: str) -> Path:
        return self.folder / f"{variant}.sql"

    def hand_out(self, variant: str) -> None:
        current = self.folder / "current"
        current.unlink(missing_ok=True)
        current.symlink_to(self.path(variant))

    def bytes(self, variant: str) -> int:
        return self.path(variant).stat().st_size
