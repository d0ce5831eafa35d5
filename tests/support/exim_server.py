#!/usr/bin/python3
"""Runs Exim, from Debian's exim4-daemon-light, on 127.0.0.1 for tests.

    tests/support/exim_server.py FOLDER

Prints `listening on PORT` when it is ready, and runs until it is terminated. It requires STARTTLS
and the login `ada@example.org`, password `hush hush`. It accepts mail for ada@example.org and
çağrı@example.org, and delivers it into the Maildir FOLDER/mail. FOLDER contains `ca.pem`, the
authority of its certificate for `localhost`, and Exim's log in `log`.

Only the program of the system's Exim is used, without its privileges: a copy that is not setuid
runs as a user who owns nothing but FOLDER.
"""

import argparse
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
from mail_server_certificates import make_certificates  # noqa: E402

PROGRAM = Path("/usr/sbin/exim4")

CONFIGURATION = r"""
exim_path = {folder}/exim
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/spool/exim.pid
exim_user = {uid}
exim_group = {gid}
deliver_drop_privilege

primary_hostname = localhost
disable_ipv6
# No questions to name servers about who connects.
host_lookup =
rfc1413_hosts =
keep_environment =
add_environment =

tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}

acl_smtp_rcpt = check_rcpt
acl_smtp_data = check_data

begin acl

check_rcpt:
  deny !encrypted = *
       message = TLS comes first
  deny !authenticated = *
       message = the login comes first
  require verify = recipient
  accept

check_data:
  require verify = header_syntax
  accept

begin routers

local:
  driver = accept
  domains = example.org
  local_parts = ada : çağrı
  transport = maildir

begin transports

maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/mail
  user = {uid}
  group = {gid}

begin authenticators

plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{ada@example.org}}}}{{eq{{$auth3}}{{hush hush}}}}}}}}
  server_set_id = $auth2
"""


def owner():
    """Returns the user of the server: an unprivileged user instead of root."""
    return pwd.getpwuid(os.geteuid()) if os.geteuid() != 0 else pwd.getpwnam("nobody")


def prepare(folder, user):
    if not PROGRAM.exists():
        sys.exit("exim_server.py: there is no Exim here: scripts/setup --tests installs it")
    make_certificates(folder)
    shutil.copyfile(PROGRAM, folder / "exim")
    (folder / "exim").chmod(0o755)
    configuration = folder / "exim.conf"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, uid=user.pw_uid, gid=user.pw_gid), "utf-8")
    for name in "spool", "log", "mail":
        (folder / name).mkdir()
    if os.geteuid() == 0:
        for path in folder, *folder.iterdir():
            os.chown(path, user.pw_uid, user.pw_gid)


def as_owner(user):
    """Prepares the child process before it executes Exim."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def become():
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        # The child must end with this script, even when that is killed. Set after setuid(), which
        # resets it.
        libc.prctl(1, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return become


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def greets(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as asked:
        return asked.recv(3) == b"220"
    return False


def start(folder, user):
    """Returns Exim's process and its port."""
    for _ in range(5):
        port = free_port()
        server = subprocess.Popen(
            [folder / "exim", "-C", folder / "exim.conf", "-bdf", "-oX", f"127.0.0.1.{port}"],
            preexec_fn=as_owner(user), cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        deadline = time.monotonic() + 30
        while server.poll() is None and time.monotonic() < deadline:
            if greets(port):
                return server, port
            time.sleep(0.02)
        # Another process may have taken the port meanwhile.
        server.kill()
        server.wait()
    sys.exit("exim_server.py: Exim does not start")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    user = owner()
    prepare(folder, user)
    server, port = start(folder, user)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print("listening on", port, flush=True)
        server.wait()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
