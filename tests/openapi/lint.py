#!/usr/bin/env python3
"""Lints the output of `gatehouse openapi` with redocly and spectral, by their recommended rules.

Every error and warning fails, except those that accepted.json lists with a reason; an entry that
nothing needs any more fails too. The linters come from the registry of npm, with the versions of
package-lock.json, so this is part of `scripts/check --full` alone.

Use: lint.py --program build/release/bin/gatehouse --work build/openapi
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Redocly reports its use, and looks for newer versions, unless it is forbidden.
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
FILES = ("package.json", "package-lock.json", ".npmrc", "spectral.yaml")


def run(command, folder):
    """Returns the standard output. Linters exit with 1 if they find something."""
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, **QUIET})
    if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stdout.strip()):
        sys.exit(f"{command} failed with {done.returncode}: {done.stderr}")
    return done.stdout


def pointer(parts):
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def redocly(folder):
    found = run("npx redocly lint --extends recommended --format json openapi.json", folder)
    for problem in json.loads(found)["problems"]:
        yield "redocly", problem["ruleId"], problem["location"][0]["pointer"], problem["message"]


def spectral(folder):
    found = run("npx spectral lint --quiet --ruleset spectral.yaml --format json openapi.json",
                folder)
    for problem in json.loads(found):
        yield "spectral", problem["code"], pointer(problem["path"]), problem["message"]


def accepts(entry, rule, where):
    return rule in entry["rules"] and re.search(entry["where"], where) is not None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=Path)
    parser.add_argument("--work", required=True, type=Path)
    arguments = parser.parse_args()
    for tool, what in {"node": "Node.js 20 or later", "npm": "npm"}.items():
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is missing: install {what}")

    folder = arguments.work.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, folder)
    document = subprocess.run([arguments.program.resolve(), "openapi"], check=True,
                              capture_output=True, text=True)
    (folder / "openapi.json").write_text(document.stdout, encoding="utf-8")
    subprocess.run("npm ci --no-audit --no-fund --loglevel=error".split(), cwd=folder, check=True)

    accepted = json.loads((HERE / "accepted.json").read_text(encoding="utf-8"))
    problems = [*redocly(folder), *spectral(folder)]
    faults = [f"{tool}: {rule} at {where}: {message}" for tool, rule, where, message in problems
              if not any(accepts(entry, rule, where) for entry in accepted)]
    for entry in accepted:
        if not any(accepts(entry, rule, where) for _, rule, where, _ in problems):
            faults.append(f"accepted.json: nothing needs {entry['rules']} at {entry['where']}")
    print(f"{len(problems)} problems, of which {len(problems) - len(faults)} are accepted")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
