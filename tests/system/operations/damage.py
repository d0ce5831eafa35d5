#!/usr/bin/env python3
"""Damages an SQLite database repeatedly, and counts which checks detect it.

    tests/system/operations/damage.py --gatehouse build/release/bin/gatehouse [--damages 120] [--seed 1]

Each damage is applied to a separate copy of a database with some hundred accounts: a flipped bit,
16 octets or a whole page overwritten, a page of zeros, two pages exchanged, a truncated file. Each
copy is checked by SQLite's integrity_check and quick_check, `gatehouse doctor`, and `gatehouse
backup`, which must make no copy. Damage within a value, or in unused space, is not detected by any
of them, because SQLite stores no checksums.

Prints a line for each kind and the sums. Exits with 1 if doctor or backup accepts a database that
integrity_check does not.
"""

import argparse
import collections
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE = 4096


def turn_bit(data, at, dice):
    data[at] ^= 1 << dice.randrange(8)


def overwrite_some(data, at, dice):
    data[at : at + 16] = dice.randbytes(len(data[at : at + 16]))


def overwrite_page(data, at, dice):
    begin = at - at % PAGE
    data[begin : begin + PAGE] = dice.randbytes(PAGE)


def clear_page(data, at, dice):
    begin = at - at % PAGE
    data[begin : begin + PAGE] = bytes(PAGE)


def exchange_pages(data, at, dice):
    one = at - at % PAGE
    other = dice.randrange(len(data) // PAGE) * PAGE
    data[one : one + PAGE], data[other : other + PAGE] = (
        data[other : other + PAGE],
        data[one : one + PAGE],
    )


def cut_off(data, at, dice):
    del data[at:]


KINDS = [turn_bit, overwrite_some, overwrite_page, clear_page, exchange_pages, cut_off]


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, errors="replace")


def furnish(gatehouse, path):
    """Creates an installation with rows in the tables that grow."""
    made = run(gatehouse, "migrate", "--database", f"sqlite:{path}")
    if made.returncode != 0:
        sys.exit(made.stderr)
    with sqlite3.connect(path) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(consumers)")]
        marks = ", ".join("?" * len(names))
        for number in range(3000):
            row = [
                f"{number:032x}" if name.endswith("id") else number if name.endswith("_at") else f"{name} {number}"
                for name in names
            ]
            database.execute(f"INSERT INTO consumers VALUES ({marks})", row)
    database.close()


def check(path, pragma):
    try:
        database = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        try:
            database.text_factory = bytes
            return database.execute(f"PRAGMA {pragma}").fetchone() != (b"ok",)
        finally:
            database.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def found_by(gatehouse, folder, path):
    found = {
        "integrity_check": check(path, "integrity_check(1)"),
        "quick_check": check(path, "quick_check(1)"),
    }
    copy = folder / "copy.db"
    found["backup"] = run(gatehouse, "backup", copy, "--database", f"sqlite:{path}").returncode != 0
    if found["backup"] == copy.exists():
        sys.exit("backup: its status and its file do not fit")
    copy.unlink(missing_ok=True)
    examined = run(
        gatehouse, "doctor", "--database", f"sqlite:{path}", "--mail", f"maildir:{folder / 'mail'}",
        "--listen", "127.0.0.1:0", "--public-url", "https://example.org",
    )  # fmt: skip
    found["doctor"] = examined.returncode != 0
    return found


def measure(options):
    dice = random.Random(options.seed)
    counts = collections.defaultdict(collections.Counter)
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.db"
        furnish(options.gatehouse, whole)
        octets = whole.read_bytes()
        print(f"{len(octets) // PAGE} pages of {PAGE} octets")
        for number in range(options.damages):
            kind = KINDS[number % len(KINDS)]
            data = bytearray(octets)
            kind(data, dice.randrange(len(data)), dice)
            path = folder / "damaged.db"
            path.write_bytes(data)
            found = found_by(options.gatehouse, folder, path)
            missed += found["integrity_check"] and not (found["doctor"] and found["backup"])
            for who, what in found.items():
                counts[kind.__name__][who] += what
            counts[kind.__name__]["damages"] += 1
            for leftover in folder.glob("damaged.db*"):
                leftover.unlink()
    return counts, missed


def time_checks(path):
    """Measures the duration of the two checks on a given database."""
    for pragma in "quick_check", "integrity_check":
        begin = time.monotonic()
        found = check(path, f"{pragma}(1)")
        took = time.monotonic() - begin
        print(f"{pragma}: {took:.2f} s for {path.stat().st_size / 1e6:.0f} MB, damaged: {found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gatehouse", help="the program")
    parser.add_argument("--damages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time", type=Path, help="only time the two checks on this database")
    options = parser.parse_args()
    if options.time:
        return time_checks(options.time)
    if not options.gatehouse or shutil.which(options.gatehouse) is None:
        parser.error("--gatehouse must name the program")
    counts, missed = measure(options)
    whos = ["damages", "integrity_check", "quick_check", "doctor", "backup"]
    print(f"{'':16}" + "".join(f"{who:>16}" for who in whos))
    for kind, found in counts.items():
        print(f"{kind:16}" + "".join(f"{found[who]:16}" for who in whos))
    total = sum(counts.values(), collections.Counter())
    print(f"{'all':16}" + "".join(f"{total[who]:16}" for who in whos))
    if missed:
        sys.exit(f"damage.py: {missed} that integrity_check finds were called well")


if __name__ == "__main__":
    main()
