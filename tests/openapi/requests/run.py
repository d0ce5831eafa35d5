#!/usr/bin/env python3
"""Sends the requests that schemathesis derives from `/openapi.json`, and examines the responses.

Every server error, status or content type that the description does not have, body or header that
differs from its schema, valid request that is refused and invalid request that is accepted fails.
So does an operation that never answers with a success, except those of unreached.json: responses
with 401 and 403 alone would prove nothing.

Schemathesis comes from the registry of Python, so this is part of `scripts/check --full` alone.

Use: run.py --program build/release/bin/gatehouse --work build/requests [ARGUMENT OF SCHEMATHESIS...]
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "clients"))

from site_for_clients import ROOT_EMAIL, Site  # noqa: E402

# What would refuse valid requests after some thousand of them. Weak hashes are fast.
OPTIONS = ["--projects-per-account=1000000000", "--consumers-per-project=1000000000",
           "--items-per-service=1000000000000", "--credentials-per-account=1000000000",
           "--mails-to-strangers=1000000000", "--wrong-approve-codes=1000000",
           "--wrong-client-secrets=1000000", "--argon2-memory-kib=8", "--argon2-iterations=1"]


def install(work):
    """Returns the program."""
    venv = work / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check",
                    "--requirement", HERE / "requirements.txt"], check=True)
    return venv / "bin/schemathesis"


def send(program, site, work, arguments):
    """Returns {operation: {status: how often}}, and the exit code."""
    statuses = work / "statuses.json"
    statuses.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "hooks",
                   "GATEHOUSE_URL": site.url, "GATEHOUSE_MAILDIR": str(site.mail),
                   "GATEHOUSE_ROOT": ROOT_EMAIL, "GATEHOUSE_STATUSES": str(statuses)}
    code = subprocess.run(
        [program, "--config-file", HERE / "schemathesis.toml", "run", site.url + "/openapi.json",
         *arguments], cwd=work, env=environment, check=False).returncode
    if not statuses.exists():
        sys.exit("Schemathesis sent no request.")
    return json.loads(statuses.read_text(encoding="utf-8")), code


def operations(program):
    document = json.loads(subprocess.run([program, "openapi"], check=True,
                                         capture_output=True, text=True).stdout)
    return [one["operationId"] for item in document["paths"].values()
            for one in item.values() if isinstance(one, dict)]


def unreached(all_operations, statuses):
    """Returns what is wrong with the operations that were reached."""
    excepted = json.loads((HERE / "unreached.json").read_text(encoding="utf-8"))
    for operation in all_operations:
        seen = statuses.get(operation, {})
        reached = any(status.startswith("2") for status in seen)
        if reached and operation in excepted:
            yield f"{operation} answered with a success; take it out of unreached.json"
        if not reached and operation not in excepted:
            yield (f"{operation} never answered with a success, only {seen or 'not at all'}; "
                   "make what it needs in targets.py")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=Path)
    parser.add_argument("--work", required=True, type=Path)
    arguments, others = parser.parse_known_args()
    program = arguments.program.resolve()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    schemathesis = install(work)
    with Site(program, OPTIONS) as site:
        statuses, code = send(schemathesis, site, work, others)
    every = operations(program)
    faults = [] if others else list(unreached(every, statuses))
    reached = sum(any(status.startswith("2") for status in seen) for seen in statuses.values())
    print(f"{reached} of {len(every)} operations answered with a success")
    if faults or code:
        sys.exit("\n".join(faults) or f"schemathesis failed with {code}")


if __name__ == "__main__":
    main()
