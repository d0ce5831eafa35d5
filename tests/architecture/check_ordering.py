#!/usr/bin/env python3
"""Compares the include graph between the rooms with ordering.txt, which is committed.

    check_ordering.py --source FOLDER [--write]

A room is a component, a layer of core, a program or a folder of tests. A new edge is a change of the
house and belongs into review: write the file with --write and commit it. Loops are always refused.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from include_graph import IncludeGraph, Unresolved

# How many folders name a room; one for what is not listed.
DEPTHS = {"adapters": 2, "apps": 2, "tests": 2}
DEPTHS_OF_TESTS = {"adapters": 3, "conformance": 3}
HEAD = """\
# Which room includes which, written by: tests/architecture/check_ordering.py --source . --write
"""


def room_of(file):
    parts = file.parts[:-1]
    if parts[0] == "libcore":
        below = [part for part in parts[1:] if part not in ("include", "gatehouse", "src")]
        return "/".join(["libcore", *below[:1]])
    depth = DEPTHS[parts[0]]
    if parts[0] == "tests" and len(parts) > 1:
        depth = DEPTHS_OF_TESTS.get(parts[1], depth)
    return "/".join(parts[:depth])


def edges_between_rooms(graph):
    return sorted({(room_of(file), room_of(target))
                   for file, targets in graph.certain.items() for target in targets
                   if room_of(file) != room_of(target)})


def loops_in(edges):
    """The rooms that reach themselves."""
    reached = defaultdict(set)
    for room, other in edges:
        reached[room].add(other)
    for middle in list(reached):
        for room in list(reached):
            if middle in reached[room]:
                reached[room] |= reached[middle]
    return sorted(room for room in reached if room in reached[room])


def text_of(edges):
    return HEAD + "".join(f"{room} > {other}\n" for room, other in edges)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write ordering.txt")
    args = parser.parse_args()
    root = args.source.resolve()
    committed = root / "tests/architecture/ordering.txt"
    try:
        graph = IncludeGraph(root)
    except Unresolved as reason:
        sys.exit(f"cannot check: {reason}")
    edges = edges_between_rooms(graph)
    if not edges:
        sys.exit(f"cannot check: no room of {root} includes another one")
    if args.write:
        committed.write_text(text_of(edges))
    found = set(text_of(edges).splitlines())
    expected = set(committed.read_text().splitlines())
    lines = [f"new edge: {line}" for line in sorted(found - expected)]
    lines += [f"edge that is gone: {line}" for line in sorted(expected - found)]
    if lines:
        lines.append("If that is meant, run tests/architecture/check_ordering.py --source . --write")
    lines += [f"loop through {room}" for room in loops_in(edges)]
    for line in lines:
        print(line)
    print(f"{len(edges)} edges")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
