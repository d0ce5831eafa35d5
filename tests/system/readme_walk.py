#!/usr/bin/env python3
"""Follows the README for new users: runs ./scripts/run, then each command of the tour.

The commands are taken unchanged from the README, except for the port, since 8080 may be in use.
Fails when a command fails or the final output is not as described.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README_URL = "http://127.0.0.1:8080"


def bash_blocks(text):
    return re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def read_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run = bash_blocks(readme)[0].strip()
    walk = re.search(r"<!-- walk:.*?-->(.*?)<!-- end of the walk -->", readme, re.DOTALL)
    if run != "./scripts/run" or walk is None:
        sys.exit("README.md no longer begins with ./scripts/run, or has no walk")
    return run, bash_blocks(walk.group(1))


def start_server(command, folder):
    environment = dict(os.environ, GATEHOUSE_VAR=str(folder / "var"))
    server = subprocess.Popen([*command.split(), "--listen", "127.0.0.1:0"], cwd=ROOT,
                              env=environment, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        said = re.fullmatch(r"listening on (http://\S+)\n", line)
        if said:
            return server, said.group(1)
    sys.exit(f"{command} ended with {server.wait()} before it listened")


def walk(blocks, url, folder):
    # Each block prints its position, to locate failures.
    script = "\n".join(f"echo '== {number}'\n{block}\necho"
                       for number, block in enumerate(blocks, start=1))
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script.replace(README_URL, url)],
                          cwd=folder, capture_output=True, text=True, timeout=120)
    print(done.stdout, done.stderr)
    if done.returncode != 0:
        sys.exit(f"the walk failed with {done.returncode}: {done.stderr}")
    return done


def expect(output, pattern, what):
    if re.search(pattern, output, re.DOTALL) is None:
        sys.exit(f"the walk did not show {what}")


def check(done):
    output = done.stdout
    expect(output, r"Subject: Approve your account", "the approval mail")
    expect(output, r'"role": "admin"', "that Ada is an admin")
    expect(output, r'"codeName":"roc-\d+"', "the service in the catalogue")
    expect(output, r'"active":true,"kind":"access_token"', "an access token that is good")
    expect(output, r'"event":"post_message","amount":1,.*"itemUsed":1', "what was counted")
    expect(output, r"as it should be\s*$", "that the token ended")
    expect(done.stderr, r'"code":"unauthenticated"\}\s*$', "why it is refused")


def main():
    command, blocks = read_readme()
    with tempfile.TemporaryDirectory(prefix="gatehouse-walk-") as name:
        folder = Path(name)
        server, url = start_server(command, folder)
        try:
            check(walk(blocks, url, folder))
            time.sleep(1)  # the names contain the second
            check(walk(blocks, url, folder))
        finally:
            server.send_signal(signal.SIGTERM)
            status = server.wait(timeout=30)
    if status != 0:
        sys.exit(f"the server ended with {status}")


if __name__ == "__main__":
    main()
