"""Creates certificates for a mail server on this machine with openssl."""

import subprocess


def make_certificates(folder):
    """Creates `ca.pem`, an authority, and `server.pem` with `server.key`, its certificate for
    `localhost`."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    openssl("req", "-x509", *curve, "-subj", "/CN=Authority for a test",
            "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-x509", *curve, "-subj", "/CN=localhost", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE",
            "-keyout", "server.key", "-out", "server.pem")
