"""Measures Gatehouse and its upper bounds. Started by scripts/bench, which describes its usage."""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from measurements import SUBJECTS, Context, Database
from processes import Programs
from report import Report

ROOT = Path(__file__).resolve().parents[3]


def circumstances(build, rounds, seconds):
    load = os.getloadavg()[0]
    cache = (build / "CMakeCache.txt").read_text()
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE)[1]
    version = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True)
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = "; OTHER PROGRAMS WERE RUNNING, so figures are low" if is_busy(load) else ""
    return [f"{date.today().isoformat()}, medians of {rounds} rounds of {seconds:g} s",
            f"{os.cpu_count()} processors ({cpu[1] if cpu else platform.machine()}), "
            f"{memory:.0f} GiB of memory; client and server share them",
            f"Linux {platform.release()}",
            f"{version.stdout.splitlines()[0]}, Release",
            f"load average before the start: {load:.1f}{busy}"]


def is_busy(load):
    return load > os.cpu_count() / 2


def state_of_seeds():
    """A key that changes when the sources that determine the contents of a seeded database change.
    """
    sources = [ROOT / "tests/bench/population.cpp", ROOT / "tests/bench/bench_seed.cpp",
               *sorted((ROOT / "adapters/storage_sql/src").rglob("*.?pp"))]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def seeded(programs, folder, users):
    """Returns the path of a database with that many users, which is created if it is missing."""
    path = folder / f"{users}-{state_of_seeds()}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for former in folder.glob(f"{users}-*"):
            former.unlink()
        print(f"Seeding {path}", file=sys.stderr, flush=True)
        began = time.monotonic()
        programs.seed(path, users)
        print(f"took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return path


def copied(path, scratch, users):
    """Returns a writable copy."""
    copy = Path(scratch) / path.name
    shutil.copy(path, copy)
    shutil.copy(f"{path}.samples", f"{copy}.samples")
    return Database(users, str(copy))


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True,
                        help="where databases are kept from one run to the next")
    parser.add_argument("--users", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", choices=SUBJECTS, nargs="+", default=list(SUBJECTS))
    parser.add_argument("--write", type=Path, help="where the report goes")
    return parser.parse_args()


def main():
    chosen = arguments()
    if is_busy(os.getloadavg()[0]):
        print(f"This machine is busy (load {os.getloadavg()[0]:.1f}): figures will be worth little.",
              file=sys.stderr)
    report = Report(circumstances(chosen.build, chosen.rounds, chosen.seconds))
    with tempfile.TemporaryDirectory(dir=chosen.build) as scratch:
        programs = Programs(chosen.build, scratch)
        databases = [copied(seeded(programs, chosen.seeds, users), scratch, users)
                     for users in sorted(chosen.users)]
        context = Context(programs, databases, chosen.rounds, chosen.seconds, report)
        for subject in chosen.only:
            SUBJECTS[subject](context)

    print()
    for measure in report.measures:
        print(measure)
    if chosen.write:
        chosen.write.write_text(report.markdown(), encoding="utf-8")
        print(f"\nwritten to {chosen.write}")


if __name__ == "__main__":
    main()
