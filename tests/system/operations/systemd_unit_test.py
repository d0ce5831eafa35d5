"""Checks that systemd accepts the unit without warnings. Its program replaces the installed one."""

import subprocess
import sys
import tempfile
from pathlib import Path

unit, program = map(Path, sys.argv[1:])
text = unit.read_text()
lines = [line for line in text.splitlines() if line.startswith("ExecStart=")]
assert len(lines) == 1 and lines[0].endswith("/bin/gatehouse serve"), lines
with tempfile.TemporaryDirectory() as folder:
    copy = Path(folder) / "gatehouse.service"
    copy.write_text(text.replace(lines[0], f"ExecStart={program} serve"))
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)],
                              capture_output=True, text=True)
    said = [line for line in verified.stderr.splitlines() if "gatehouse.service" in line]
    if verified.returncode != 0 or said:
        sys.exit(f"systemd-analyze: {verified.returncode}\n{verified.stderr}")
