#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Reads the fields that SPF's result is passed on in, as strictly as their grammars are written, and says what is in
them: Received-SPF (RFC 7208 section 9.1, with RFC 5322's words) and Authentication-Results (section 9.2), the
latter by python3-authres.

    fields.py FIELD < MESSAGE

prints the parts of the first field of that name, one on a line, and ends with exit code 1 where it is not there or
breaks its grammar."""

import re
import sys

import authres


class Broken(Exception):
    pass


class Words:
    """A reader over the value of a field, folds included."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def take(self, pattern, what=None):
        match = re.compile(pattern).match(self.text, self.at)
        if match:
            self.at = match.end()
        elif what:
            raise Broken("%s missing at %d: %r" % (what, self.at, self.text[self.at :]))
        return match and match[0]

    def fws(self, what=None):
        """RFC 5322 section 3.2.2, without its obsolete form."""
        return self.take(r"(?:[ \t]*\n)?[ \t]+", what)

    def comment(self):
        if not self.take(r"\("):
            return None
        inner = ""
        while True:
            self.fws()
            part = self.take(r"[!-'*-\[\]-~]|\\[\t -~]") or self.comment()
            if part is None:
                break
            inner += part
        self.take(r"\)", "end of a comment")
        return "(" + inner + ")"

    def cfws(self):
        while self.fws() or self.comment():
            pass

    def value(self):
        """dot-atom or quoted-string (sections 3.2.3 and 3.2.4)"""
        self.cfws()
        word = self.take(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
        if word is None:
            self.take(r'"', "value")
            word = ""
            while True:
                word += " " if self.fws() else ""
                part = self.take(r"[!#-\[\]-~]|\\[\t -~]")
                if part is None:
                    break
                word += part[-1]
            self.take(r'"', "end of a quoted string")
        self.cfws()
        return word

    def done(self):
        return self.at == len(self.text)


def received_spf(text):
    """header-field of RFC 7208 section 9.1, after its colon"""
    words, parts = Words(text), []
    words.cfws()
    parts.append(words.take(r"(?:pass|fail|softfail|neutral|none|temperror|permerror)(?![a-z])", "result"))
    words.fws("white space after the result")
    if words.comment():
        words.fws("white space after the comment")
    while not words.done():
        key = words.take(r"[A-Za-z][A-Za-z0-9._-]*", "key")
        words.cfws()
        words.take(r"=", "=")
        parts.append("%s=%s" % (key, words.value()))
        if words.done():
            break
        words.take(r";", ";")
        words.cfws()
    keys = [part.split("=")[0] for part in parts[1:]]
    if len(set(keys)) < len(keys):
        raise Broken("a key twice in %s" % keys)
    return parts


def authentication_results(text):
    try:
        field = authres.AuthenticationResultsHeader.parse("Authentication-Results:" + text)
    except (authres.AuthResError, ValueError) as error:
        raise Broken(repr(error))
    parts = [field.authserv_id]
    for result in field.results:
        parts.append("%s=%s" % (result.method, result.result))
        parts += ["%s.%s=%s" % (p.type, p.name, p.value) for p in result.properties]
    return parts


def field_of(message, name):
    header = message.split("\n\n", 1)[0] + "\n"
    match = re.search(r"^%s:((?:.*\n)(?:[ \t].*\n)*)" % re.escape(name), header, re.MULTILINE | re.IGNORECASE)
    if not match:
        raise Broken("no such field")
    value = match[1][:-1]
    if any(not line.strip() for line in value.split("\n")[1:]) or max(map(len, value.split("\n"))) > 998:
        raise Broken("a line that is empty or too long")
    if re.search(r"[^\n\t -~]", value):
        raise Broken("an octet that is not printable ASCII")
    return value


def main():
    read = {"received-spf": received_spf}.get(sys.argv[1].lower(), authentication_results)
    try:
        print("\n".join(read(field_of(sys.stdin.read(), sys.argv[1]))))
    except Broken as broken:
        sys.exit("%s: %s" % (sys.argv[1], broken))


if __name__ == "__main__":
    main()
