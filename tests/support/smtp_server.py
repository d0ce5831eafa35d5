#!/usr/bin/python3
"""A mail server on 127.0.0.1 for tests: aiosmtpd, of Debian's python3-aiosmtpd.

Prints `listening on PORT` when it is ready. For each accepted mail it writes to FOLDER a file in
`new` (with Unix line ends: it is a Maildir), one of the same name in `raw` (unchanged octets), and
one in `envelope`: sender, recipient, options of MAIL, name of the login, "tls" or "plain", a line
each. With TLS, FOLDER contains `ca.pem`, the authority of the server's certificate for `localhost`.

The behaviour depends on the recipient of a mail:
  refused@…  550 5.1.1 at RCPT         spam@…     554 5.7.1 after the mail, with its text
  busy@…     451 4.3.2 at RCPT         dropped@…  closes the connection after the mail
  stuck@…    no reply to RCPT          slow@…     no reply after the mail
"""

import argparse
import asyncio
import base64
import os
import ssl
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

sys.dont_write_bytecode = True
from mail_server_certificates import make_certificates  # noqa: E402


class Handler:
    def __init__(self, options):
        self.options = options
        for name in "tmp", "new", "cur", "raw", "envelope":
            (options.folder / name).mkdir(exist_ok=True)

    def special(self, address):
        return "" if self.options.nobody_special else address.split("@")[0]

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        whom = self.special(address)
        if whom == "refused":
            return "550 5.1.1 no such user here"
        if whom == "busy":
            return "451 4.3.2 not now"
        if whom == "stuck":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        whom = self.special(envelope.rcpt_tos[0])
        if whom == "spam":
            return "554 5.7.1 spam: " + base64.b64encode(envelope.content).decode()[:300]
        if whom == "slow":
            await asyncio.sleep(3600)
        if whom == "dropped":
            server.transport.abort()
            return "451 never said"
        self.keep(session, envelope)
        return "250 2.0.0 taken"

    async def handle_QUIT(self, server, session, envelope):
        if self.options.no_goodbye:
            await asyncio.sleep(3600)
        return "221 Bye"

    def keep(self, session, envelope):
        name = str(time.time_ns())
        folder = self.options.folder
        login = session.auth_data.login.decode() if session.authenticated else ""
        tls = "tls" if session.ssl or self.options.tls == "implicit" else "plain"
        facts = [envelope.mail_from, envelope.rcpt_tos[0],
                 " ".join(o for o in envelope.mail_options if "=" not in o), login, tls]
        (folder / "envelope" / name).write_text("".join(fact + "\n" for fact in facts), "utf-8")
        (folder / "raw" / name).write_bytes(envelope.content)
        draft = folder / "tmp" / name
        draft.write_bytes(envelope.content.replace(b"\r\n", b"\n"))
        os.rename(draft, folder / "new" / name)


def authenticator(wanted):
    def check(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == wanted, handled=False, auth_data=data)
    return check


def session_factory(options, context):
    handler = Handler(options)
    arguments = {"enable_SMTPUTF8": options.utf8, "hostname": "localhost"}
    if options.tls == "starttls":
        arguments |= {"tls_context": context, "require_starttls": True}
    if options.login:
        arguments |= {"authenticator": authenticator(options.login), "auth_required": True,
                      "auth_require_tls": options.tls == "starttls"}
    return lambda: SMTP(handler, **arguments)


async def serve(options):
    context = None
    if options.tls != "none":
        make_certificates(options.folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.folder / "server.pem", options.folder / "server.key")
        if options.old_tls:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    # One that says nothing is a protocol that does nothing.
    factory = asyncio.Protocol if options.silent else session_factory(options, context)
    server = await asyncio.get_running_loop().create_server(
        factory, "127.0.0.1", options.port, ssl=context if options.tls == "implicit" else None)
    print("listening on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


parser = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
parser.add_argument("--old-tls", action="store_true", help="TLS 1.1 and nothing later")
parser.add_argument("--login", metavar="USER:PASSWORD", help="the one that it wants")
parser.add_argument("--utf8", action="store_true", help="offer SMTPUTF8")
parser.add_argument("--silent", action="store_true", help="take connections and say nothing")
parser.add_argument("--no-goodbye", action="store_true", help="say nothing at QUIT")
parser.add_argument("--nobody-special", action="store_true", help="take mail for everybody")
asyncio.run(serve(parser.parse_args()))
