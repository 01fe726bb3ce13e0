# SPDX-License-Identifier: ISC
"""The verifiers that the program is held against. Each answers for every signature field of a message, in order; None:
that is none of its business."""

import base64
import json
import os
import re
import subprocess

import dkim
import letter
import opendkim

class Answer:
    def __init__(self, holds, reason):
        self.holds, self.reason = holds, reason


class Dkimpy:
    name = "dkimpy"

    def __init__(self, keys):
        self.keys = keys

    def _record(self, name, timeout=5):
        return self.keys.record(name.decode("latin-1") if isinstance(name, bytes) else name)

    def _verify(self, message, at):
        try:
            holds = dkim.DKIM(message, minkey=1024).verify(at, dnsfunc=self._record)
            return Answer(holds, "ok" if holds else "no match")
        except Exception as error:  # it raises what its helpers raise: TypeError, binascii.Error, AssertionError
            return Answer(False, "%s: %s" % (type(error).__name__, error))

    def verify(self, message, findings):
        return [self._verify(message, at) for at in range(len(findings))]


class Opendkim:
    name = "libopendkim"

    def __init__(self, library):
        self.library = library

    def _verify(self, message, at, finding):
        fields, body = letter.split(message)
        own = [field for field in fields if letter.field_name(field) == b"dkim-signature"]
        # one that it cannot read makes it give up the message: it sees one at a time, unless they sign each other
        if not re.search(rb"[=:]\s*dkim-signature", own[at], re.I):
            fields = [field for field in fields if field is own[at] or letter.field_name(field) != b"dkim-signature"]
        found = self.library.verify(b"".join(fields) + b"\r\n" + body)
        return Answer(*found.get((finding["domain"] or "").encode(), (False, "not listed")))

    def verify(self, message, findings):
        message = opendkim.from_server(message)
        return [self._verify(message, at, finding) for at, finding in enumerate(findings)]


class Mailauth:
    """For node. It reads odd tags, odd folds and odd keys with less care than the others: only plain ones are compared."""

    name = "mailauth"

    def __init__(self, keys, now):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "verify_mailauth.js")
        records = json.dumps({name: record.decode() for name, record in keys.records.items()})
        self.node = subprocess.Popen(["node", script, records, str(now)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @staticmethod
    def is_there():
        try:
            run = subprocess.run(["node", "-e", "require('mailauth/lib/dkim/verify')"], stderr=subprocess.DEVNULL)
        except OSError:
            return False
        return run.returncode == 0

    def verify(self, message, findings):
        fields, body = letter.split(opendkim.from_server(message))
        own = [field for field in fields if letter.field_name(field) == b"dkim-signature"]
        odd = [field for field, finding in zip(own, findings) if not finding["plain"]]
        message = b"".join(field for field in fields if field not in odd) + b"\r\n" + body
        self.node.stdin.write(base64.b64encode(message) + b"\n")
        self.node.stdin.flush()
        found = json.loads(self.node.stdout.readline())
        return [Answer(*found.get(finding["domain"], (False, "not listed"))) if finding["plain"] else None for finding in findings]


def all_there(keys, library, now):
    yield Dkimpy(keys)
    if library:
        yield Opendkim(library)
    if Mailauth.is_there():
        yield Mailauth(keys, now)
