#!/usr/bin/env python3
"""Runs the fuzz targets, first on their seeds, then for some time each on generated inputs.

An input that violates an invariant is stored in the work folder, and the command that reproduces it
is printed. Inputs that reached new code are stored there as well, and are the corpus of the next
run.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Larger inputs reach no new code and take longer.
LONGEST_INPUT = 8192


def fuzz(program, options):
    """Returns whether the target passed, and its output."""
    corpus = options.work / "corpus" / program.name
    findings = options.work / "findings" / program.name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    command = [program, corpus, options.seeds / program.name, f"-max_total_time={options.seconds}",
               f"-max_len={LONGEST_INPUT}", "-timeout=20", "-rss_limit_mb=2048",
               f"-artifact_prefix={findings}{os.sep}", "-print_final_stats=1"]
    environment = {**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1"}
    done = subprocess.run([str(word) for word in command], text=True, errors="replace", check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    return done.returncode == 0, done.stdout, findings


def runs_in(output):
    for line in output.splitlines():
        if line.startswith("stat::number_of_executed_units:"):
            return int(line.split()[-1])
    return 0


def programs(options):
    found = sorted(file for file in options.programs.iterdir() if os.access(file, os.X_OK))
    if options.targets:
        found = [file for file in found if file.name in options.targets]
    unseeded = [file.name for file in found if not any((options.seeds / file.name).glob("*"))]
    if not found or unseeded:
        sys.exit(f"no targets, or targets without seeds: {' '.join(unseeded)}")
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="only these")
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, default=Path(__file__).resolve().parent / "seeds")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    options.work = options.work.resolve()

    failed = []
    found = programs(options)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(lambda program: fuzz(program, options), found)
        for program, (passed, output, findings) in zip(found, results):
            print(f"fuzz {program.name:20} {runs_in(output):9} inputs  "
                  f"{'passed' if passed else 'FAILED'}", flush=True)
            if not passed:
                failed.append(program.name)
                print(output[-6000:])
                for finding in sorted(findings.iterdir()):
                    print(f"repeat it with: {program} {finding}")
    if failed:
        print(f"fuzz: findings in {' '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
