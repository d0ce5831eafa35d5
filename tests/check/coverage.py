#!/usr/bin/env python3
"""Checks the line coverage of libcore and of the adapters against a minimum.

Reads the profiles below --build that programs of the preset "coverage" wrote. Exits with 1 if a
part is below the minimum; if one is above it, the file of the minimum is updated, to be committed.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("libcore", "adapters")


def export(build):
    """Returns, per file, the number of lines and the number of covered lines."""
    merged = build / "merged.profdata"
    profiles = sorted((build / "profiles").glob("*.profraw"))
    if not profiles:
        sys.exit(f"no profiles below {build}")
    subprocess.run(["llvm-profdata-14", "merge", "-sparse", *profiles, "-o", merged], check=True)
    programs = sorted(file for file in (build / "bin").iterdir()
                      if file.is_file() and os.access(file, os.X_OK))
    objects = [word for program in programs[1:] for word in ("-object", program)]
    done = subprocess.run(
        ["llvm-cov-14", "export", "-summary-only", f"-instr-profile={merged}", programs[0],
         *objects], check=True, text=True, stdout=subprocess.PIPE)
    return {file["filename"]: file["summary"]["lines"]
            for file in json.loads(done.stdout)["data"][0]["files"]}


def percentages(files):
    """Returns the coverage per part, truncated to one decimal, so that a minimum never exceeds the
    measured value."""
    reached = {}
    for part in PARTS:
        lines = [of for name, of in files.items() if name.startswith(f"{ROOT / part}{os.sep}")]
        count = sum(of["count"] for of in lines)
        covered = sum(of["covered"] for of in lines)
        if count == 0:
            sys.exit(f"no line of {part} is in any program")
        reached[part] = int(1000 * covered / count) / 10
    return reached


def text_of(file):
    """Returns an empty minimum before the first run."""
    return file.read_text() if file.exists() else ""


def compare(reached, file):
    """Returns the parts below the minimum; raises the minimum if the list is empty."""
    floor = {}
    for line in text_of(file).splitlines():
        part, least = line.split()
        floor[part] = float(least)
    below = [f"{part}: {percent} % of the lines are reached, and {floor[part]} % were before"
             for part, percent in reached.items() if percent < floor.get(part, 0)]
    if not below and reached != floor:
        file.write_text("".join(f"{part} {percent}\n" for part, percent in reached.items()))
    return below


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--floor", type=Path, required=True)
    options = parser.parse_args()
    before = text_of(options.floor)
    reached = percentages(export(options.build.resolve()))
    for part, percent in reached.items():
        print(f"{part}: {percent} % of the lines are reached")
    below = compare(reached, options.floor)
    for line in below:
        print(line, file=sys.stderr)
    if text_of(options.floor) != before:
        print(f"{options.floor} is raised; commit it")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
