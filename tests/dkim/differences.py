# SPDX-License-Identifier: ISC
"""Where another verifier says another thing than this program, and why: each row names the section that decides, and
applies only where the message, the signature or the key shows its cause."""

import re

import letter

DKIMPY, OPENDKIM, MAILAUTH = "dkimpy", "libopendkim", "mailauth"


class Facts:
    """What rows look at. field: the signature field as it arrived, with CRLF; odd: what is odd in it, as it was made."""

    def __init__(self, verifier, case, signature, ours, theirs):
        fields, self.body = letter.split(re.sub(rb"\r?\n", b"\r\n", case.message))
        own = [field for field in fields if letter.field_name(field) == b"dkim-signature"]
        self.verifier, self.fields, self.field = verifier, fields, own[ours["at"]]
        self.odd = signature.odd if signature else ""
        self.selector = signature.selector.decode() if signature else ""
        self.change = case.change
        self.ours, self.problem = ours["result"], ours["problem"] or ""
        self.holds, self.reason = theirs.holds, theirs.reason
        self.form = signature.body if signature else b""
        text = self.field.partition(b":")[2]
        self.b_tag = re.search(rb"(?:\A|;)(\s*)b(\s*)=([^;]*)", text)

    def stricter(self, result, odd=None, selector=None):
        """This program does not accept what the other one accepts."""
        return self.ours == result and self.holds and (odd is None or self.odd in odd) and (selector is None or self.selector in selector)

    def repeats(self, problem):
        """The problem names a field that there is more than one of."""
        named = re.match(r"a (?:second )?(\S+) (?:field )?is not signed", problem)
        names = [letter.field_name(field).decode("latin-1") for field in self.fields]
        return named and names.count(named[1].lower()) > 1

    def looser(self, odd=None, selector=None):
        """This program accepts what the other one does not."""
        return self.ours == "pass" and not self.holds and (odd is None or self.odd in odd) and (selector is None or self.selector in selector)


class Difference:
    """may_rest: a run of the usual length, or another release of the other verifier, may do without it."""

    def __init__(self, name, section, explains, may_rest=False):
        self.name, self.section, self.explains_facts, self.may_rest = name, section, explains, may_rest

    def explains(self, *given):
        return self.explains_facts(Facts(*given))


def by(verifier, explains):
    """verifier: a name, or several."""
    return lambda facts: facts.verifier in verifier.split() and explains(facts)


ROWS = [
    # --- what is accepted here
    Difference("sha1", "RFC 8301 section 3.1: rsa-sha1 must not be used", lambda f: f.stricter("policy", ["rsa-sha1"])),
    Difference("length", "RFC 6376 section 8.2: what l= leaves out may be whatever; this program accepts no l=",
               lambda f: f.stricter("policy") and re.search(rb";\s*l\s*=", b";" + f.field.partition(b":")[2])),
    Difference("second-field", "RFC 6376 section 8.15: a second From, Subject and the like that is not signed may be what is shown",
               lambda f: f.stricter("fail") and f.repeats(f.problem)),
    Difference("from", "RFC 6376 section 5.4: From must be signed",
               by(DKIMPY, lambda f: f.stricter("permerror", ["h= without From"]) and f.problem == "From is not signed")),
    Difference("future", "RFC 6376 section 3.5, t=: a signature of the future may be ignored; this program does not",
               lambda f: f.looser(["t= in the future"]) and "future" in f.reason),
    # --- the signature field
    Difference("b-blanks", "RFC 6376 section 3.7: all blanks about the value of b= are left out; the others keep those behind it",
               lambda f: f.looser() and f.b_tag and re.search(rb"\s\Z", f.b_tag[3]) and f.reason in ("no match", "bad signature")),
    Difference("b-name-blanks", "RFC 6376 section 3.2: blanks may stand between b and the equals sign",
               by(OPENDKIM, lambda f: f.looser() and f.b_tag and f.b_tag[2] and f.reason == "bad signature")),
    Difference("b-first", "RFC 6376 section 3.2: b= may be the first tag, right behind the colon",
               by(DKIMPY, lambda f: f.looser() and f.b_tag and f.b_tag.start() == 0 and not f.b_tag[1] and f.reason == "no match")),
    Difference("b-in-value", "RFC 6376 section 3.7: only the tag b= is left out",
               by(DKIMPY, lambda f: f.looser(["b= in a value"]) and f.reason == "no match")),
    Difference("itself", "RFC 6376 section 3.5, h=: the field that is checked is not among those that h= names",
               lambda f: f.looser(["h= with itself"]) and f.reason in ("no match", "bad signature")),
    Difference("empty-names", "RFC 6376 section 3.5, h=: a name is not empty",
               lambda f: f.stricter("neutral", ["h= with empty names", "empty h="]) and f.problem.startswith("h=")),
    Difference("last-tag-blanks", "RFC 6376 section 3.4.1: simple form keeps blanks at the end of the signature field, too",
               by(DKIMPY, lambda f: f.stricter("fail") and re.search(rb"[ \t]\r\n\Z", f.field)), may_rest=True),
    Difference("empty-identity", "RFC 6376 section 3.5, i=: has a domain",
               by(OPENDKIM, lambda f: f.stricter("neutral", ["empty i="])), may_rest=True),
    Difference("capitals", "RFC 5234 section 2.3: the words of a= and c= in any case",
               by(DKIMPY, lambda f: f.looser(["a= in capitals", "c= in capitals"]) and re.search("unknown signature algorithm|invalid c= value", f.reason))),
    Difference("query-list", "RFC 6376 section 3.5, q=: a list", by(DKIMPY, lambda f: f.looser(["q= with others"]) and f.reason.startswith("ValidationError: q="))),
    Difference("query-unknown", "RFC 6376 section 3.5, q=: no way to the key that is known",
               by(OPENDKIM, lambda f: f.stricter("neutral", ["unknown q="]) and f.problem.startswith("q="))),
    Difference("digest-tail", "RFC 6376 section 2.10: base64 ends with its padding", by(DKIMPY, lambda f: f.stricter("neutral", ["long bh="])),
               may_rest=True),
    # --- the key
    Difference("key-version", "RFC 6376 section 3.6.1, v=: must be the first tag", lambda f: f.stricter("permerror", selector=["last"])),
    Difference("key-twice", "RFC 6376 section 3.2: a list with a tag twice is invalid",
               by(OPENDKIM, lambda f: f.stricter("permerror", selector=["twice"]))),
    Difference("key-base64", "RFC 6376 section 2.10: octets that base64 does not have", lambda f: f.stricter("permerror", selector=["base64"])),
    Difference("key-hash", "RFC 6376 section 3.6.1, h=", by(DKIMPY, lambda f: f.stricter("permerror", selector=["sha1"]))),
    Difference("key-services", "RFC 6376 section 3.6.1, s=: a list",
               by(DKIMPY, lambda f: f.looser(selector=["services"]) and f.reason.startswith("UnknownKeyTypeError"))),
    Difference("key-strict", "RFC 6376 section 3.6.1, t=s: i= may be of no subdomain",
               by(DKIMPY, lambda f: f.stricter("permerror", ["i= below"], ["strict", "both"]))),
    Difference("key-pkcs1", "RFC 6376 section 3.6.1, p=: an RSAPublicKey (erratum 3017 has SubjectPublicKeyInfo, too)",
               by(OPENDKIM, lambda f: f.looser(selector=["pkcs1"]) and f.reason == "key")),
    # --- the message
    Difference("blank-before-colon", "RFC 5322 section 4.5.8: blanks before the colon of a field are obsolete; to some readers the body begins there",
               lambda f: f.stricter("fail") and f.problem.startswith("blanks stand before") and any(re.match(rb"[^:]*[ \t]:", field) for field in f.fields)),
    Difference("from-blanks", "RFC 5322 section 4.5.8: dkimpy takes the field \"From :\" for the line of an mbox",
               by(DKIMPY, lambda f: f.stricter("fail") and any(re.match(rb"From[ \t]+:", field) for field in f.fields)), may_rest=True),
    Difference("last-blanks", "RFC 6376 section 3.4.4: the last line has a line end, be it written or not, and no blanks before it",
               by(DKIMPY, lambda f: f.form == b"relaxed" and re.search(rb"[ \t]\Z", f.body) and f.looser() | f.stricter("fail"))),
    Difference("lone-cr", "RFC 6376 section 3.4: a CR without LF is no line end, and is kept",
               by(OPENDKIM + " " + MAILAUTH, lambda f: re.search(rb"\r(?!\n)", f.body) and f.looser() | f.stricter("fail"))),
]
