# SPDX-License-Identifier: ISC
"""The verifiers that the program is held against. Each answers for every signature field of a message, in order."""

import re

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


def all_there(keys, library):
    yield Dkimpy(keys)
    if library:
        yield Opendkim(library)
