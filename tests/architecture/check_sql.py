#!/usr/bin/env python3
"""Checks that the SQL of the storages keeps to what distributed databases run that speak PostgreSQL's
protocol: no locks by hand, no notifications, no sequences, no state of a session, no server-side code.

    check_sql.py FOLDER...      each string literal of the C++ sources below

Prints each violation once and ends with 1 if there is any.
"""

import re
import sys
from pathlib import Path

# Forbidden, and what a statement that does it looks like.
FORBIDDEN = {
    "advisory locks": r"\bpg_(try_)?advisory_",
    "locks on tables": r"\bLOCK\s+TABLE\b|^\s*LOCK\b",
    "locks on rows, which serializable transactions do not need":
        r"\bFOR\s+(NO\s+KEY\s+)?(UPDATE|SHARE)\b|\bFOR\s+KEY\s+SHARE\b|\bSKIP\s+LOCKED\b",
    "notifications": r"^\s*(UNLISTEN|LISTEN|NOTIFY)\b|\bpg_notify\b",
    "sequences, whose keys do not spread":
        r"\b(BIG|SMALL)?SERIAL[248]?\b|\bAS\s+IDENTITY\b|\bAUTOINCREMENT\b|\b(nextval|currval|lastval)\b"
        r"|\bSEQUENCE\b",
    "temporary tables": r"\b(CREATE|INTO)\s+(GLOBAL\s+|LOCAL\s+)?TEMP(ORARY)?\b",
    "tables that are lost": r"\bUNLOGGED\b",
    "cursors": r"\bDECLARE\b|\bWITH\s+HOLD\b|\bFETCH\s+(NEXT|FORWARD|ALL)\b",
    "settings, but where sessions and transactions begin": r"^\s*(SET|RESET|DISCARD)\b(?!\s*$)|\bset_config\b",
    "large objects": r"\blo_(create|import|export|open|unlink)\b|\bBYTEA\b",
    "code in the server": r"\bCREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|TRIGGER|RULE|EXTENSION)\b"
                          r"|^\s*(DO|CALL)\s",
    "addresses of rows": r"\bctid\b|\bxmin\b|\boid\b",
    "two-phase commits": r"\bPREPARE\s+TRANSACTION\b",
}

# Files that do what the others may not.
MAY = {
    "settings, but where sessions and transactions begin": "session_setup.cpp",
}

# A comment, a raw string, a string or a character; comments are read so that strings in them are not.
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>\w*)\((?P<raw>.*?)\)(?P=tag)"|"(?P<plain>(?:\\.|[^"\\\n])*)"'
    r"|'(?:\\.|[^'\\\n])'",
    re.DOTALL)


def literals(source):
    """The string literals of C++ text, those that stand beside each other joined, with their line."""
    joined, line, end = None, 0, 0
    for token in TOKEN.finditer(source):
        raw, plain = token.group("raw"), token.group("plain")
        text = raw if raw is not None else plain
        if text is None:
            continue
        if joined is not None and source[end:token.start()].strip() == "":
            joined += text
        else:
            if joined is not None:
                yield line, joined
            joined, line = text, source.count("\n", 0, token.start()) + 1
        end = token.end()
    if joined is not None:
        yield line, joined


def violations(path):
    for line, text in literals(path.read_text()):
        for what, looks_like in FORBIDDEN.items():
            if path.name != MAY.get(what) and re.search(looks_like, text, re.IGNORECASE | re.MULTILINE):
                yield f"{path.name}:{line}: {what}"


def main():
    files = sorted(file for folder in sys.argv[1:] for kind in ("*.cpp", "*.hpp")
                   for file in Path(folder).rglob(kind))
    if not files:
        sys.exit("check_sql.py: there is nothing to check")
    found = [line for file in files for line in violations(file)]
    for line in found:
        print(line)
    print(f"{len(files)} files, {len(found)} violations")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
