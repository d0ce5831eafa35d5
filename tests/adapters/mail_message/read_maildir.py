"""Prints the mails of a Maildir as decoded by Python's mailbox and email packages.

One line for each fact of a mail, `<name> <value as hex of its UTF-8>`, and an empty line after each
mail. The facts: `folder`, `file`, `defects` (structural errors found by the parser), `parts` (their
types), `body` and `html` (decoded), `body-encoding`, `html-encoding`, `from-name`, `from-address`,
and each header by its lower-case name (decoded).
"""

import email.header
import email.parser
import email.policy
import email.utils
import mailbox
import sys


def tell(name, value):
    print(name, str(value).encode("utf-8").hex())


box = mailbox.Maildir(sys.argv[1], create=False)
for key in sorted(box.keys()):
    mail = email.parser.BytesParser(policy=email.policy.default).parsebytes(box.get_bytes(key))
    tell("folder", box.get_message(key).get_subdir())
    tell("file", key)
    tell("defects", [defect for part in mail.walk() for defect in part.defects])
    tell("parts", " ".join(part.get_content_type() for part in mail.iter_parts()))
    for name, value in mail.items():
        tell(name.lower(), value)
    # In a display name, the newer parser of Python 3.11 keeps the folding white space between
    # encoded words, which readers must drop according to RFC 2047, section 6.2; the older parser is
    # correct.
    old = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(box.get_bytes(key))
    name, address = email.utils.parseaddr(old["From"])
    tell("from-name", email.header.make_header(email.header.decode_header(name)))
    tell("from-address", address)
    for name, kind in ("body", "plain"), ("html", "html"):
        part = mail.get_body((kind,))
        tell(name, part.get_content())
        tell(name + "-encoding", part["Content-Transfer-Encoding"])
    print()
