#!/usr/bin/env python3
"""Checks that each service call that takes a user is in the matrices of roles and tenants.

    check_calls.py SERVICES_FOLDER ESTATE

SERVICES_FOLDER contains the public headers of the services, including services.hpp, from which the
calls are read; ESTATE is the source that makes the calls (tests/core/estate.cpp). Exits with 1 if a
call is missing there, with 2 if the check could not be done.
"""

import re
import sys
from pathlib import Path

CLASS = re.compile(r"^class (\w+)[^;{]*\{(.*?)^\};", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"\b(\w+)\([^();]*\bUserContext\b")
MEMBER = re.compile(r"^  (\w+) (\w+);$", re.MULTILINE)


def public_part(body):
    parts = re.split(r"^ (public|private|protected):$", "private:\n" + body, flags=re.MULTILINE)
    return "".join(text for kind, text in zip(parts[1::2], parts[2::2]) if kind == "public")


def classes(folder):
    """Returns {class: its public section}."""
    return {name: public_part(body) for header in sorted(folder.rglob("*.hpp"))
            for name, body in CLASS.findall(header.read_text())}


def calls(folder):
    """Returns (member of Services, method) for each call with a user."""
    public = classes(folder)
    for kind, member in MEMBER.findall(public.get("Services", "")):
        for method in sorted(set(CALL.findall(public.get(kind, "")))):
            yield member, method


def main():
    folder, estate = map(Path, sys.argv[1:])
    found = list(calls(folder))
    if not found:
        print(f"cannot check: no calls in {folder}", file=sys.stderr)
        return 2
    text = estate.read_text()
    missing = [f"{member}.{method}" for member, method in found
               if not re.search(rf"\b{member}\s*\.\s*{method}\([^;]*?\bcaller\b", text)]
    for call in missing:
        print(f"{call} takes a user and is not in {estate.name}")
    print(f"{len(found)} calls, {len(missing)} missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
