#!/usr/bin/env python3
"""Generates clients of the API in several languages, and runs them against a server.

Each folder beside this file has two programs. One is written on a client that a generator makes from
`gatehouse openapi`: it registers, logs in, makes a project, a consumer, a token and a credential,
and meets a 409 and a 404. The other one is an OAuth 2.0 client of the language that knows nothing of
Gatehouse. Java has only the first.

Packages come from the registries of the languages, so this is part of `scripts/check --full` alone.
Where a toolchain is missing, its clients fail with a message.

Use: run.py --program build/release/bin/gatehouse --work build/clients [LANGUAGE...]
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from site_for_clients import Site

HERE = Path(__file__).resolve().parent

# {language: (the programs that it needs, its commands in the order of their use)}
LANGUAGES = {
    "typescript": (
        {"node": "Node.js 20 or later", "npm": "npm"},
        ["npm ci --no-audit --no-fund --loglevel=error",
         "npx openapi-typescript openapi.json --output gatehouse.d.ts",
         "npx tsc",
         "node out/flow.js",
         "node out/oauth.js"],
    ),
    "python": (
        {"python3": "Python 3.11 with venv (Debian: python3-venv)"},
        ["python3 -m venv venv",
         "venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt",
         "venv/bin/openapi-python-client generate --path openapi.json --meta none "
         "--output-path gatehouse_client --overwrite",
         "venv/bin/python flow.py",
         "venv/bin/python oauth.py"],
    ),
    "go": (
        {"go": "Go 1.26 or later"},
        ["mkdir -p gatehouse",
         "go tool oapi-codegen -config generate.yaml openapi.json",
         "go vet ./...",
         "go run ./flow",
         "go run ./oauth"],
    ),
    "java": (
        {"java": "a JDK, 17 or later", "mvn": "Maven"},
        ["mvn --quiet --batch-mode compile exec:java"],
    ),
}


def missing_tools(language):
    tools, _ = LANGUAGES[language]
    return [f"{tool} is missing: install {what}" for tool, what in tools.items()
            if shutil.which(tool) is None]


def lay_out(language, work, document):
    """Copies the sources of a language to a folder in which its tools may write."""
    folder = work / language
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(HERE / language, folder, dirs_exist_ok=True)
    (folder / "openapi.json").write_text(document, encoding="utf-8")
    return folder


def run(language, folder, environment):
    """Returns what failed; empty if nothing did."""
    for command in LANGUAGES[language][1]:
        done = subprocess.run(command.split(), cwd=folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            return f"{command}\n{done.stdout}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=Path)
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE")
    arguments = parser.parse_args()
    languages = arguments.languages or list(LANGUAGES)
    for language in languages:
        if language not in LANGUAGES:
            parser.error(f"there is no language {language}; there are: {', '.join(LANGUAGES)}")

    program = arguments.program.resolve()
    document = subprocess.run([program, "openapi"], check=True, capture_output=True, text=True)
    failed = []
    with Site(program) as site:
        for language in languages:
            print(f"{language}: ", end="", flush=True)
            lacks = missing_tools(language)
            what = "\n".join(lacks)
            if not lacks:
                folder = lay_out(language, arguments.work.resolve(), document.stdout)
                what = run(language, folder, {**os.environ, **site.environment()})
            print("FAILED\n" + what if what else "passed", flush=True)
            if what:
                failed.append(language)
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
