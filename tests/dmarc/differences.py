# SPDX-License-Identifier: ISC
"""Where another implementation says another thing than this program, and why: each row names the section that decides, and
applies only where the names, the records or the answers show its cause."""

import re

from generator import FAILING, SUFFIXES, up

AUTHHEADERS, WALK, OPENDMARC = "authheaders", "authheaders, up the tree", "libopendmarc"


class Facts:
    def __init__(self, verifier, case, ours, word, theirs):
        self.verifier, self.case, self.ours, self.word, self.theirs = verifier, case, ours, word, theirs
        self.name, self.organization, self.tag, self.state = ours["name"], ours["organization"], ours["tag"], ours["state"]
        self.above = self.organization.partition(".")[2]
        own = case.records.get(case.author)
        # what each may have read: its own record, that of the registered domain, and the one found here
        self.texts = own or case.records.get(case.organization, [])
        self.read = self.texts + case.records.get(self.name, [])

    def reads(self, pattern):
        return any(re.search(pattern, text) for text in self.read)

    def is_published(self):
        """The wish stands in the record that is named, under its tag; no difference explains another one."""
        wish, tag = self.ours["published"], self.tag
        texts = self.case.records.get(self.name, [])
        return wish in (None, "none") or any(re.search(r"\b%s\s*=\s*%s\b" % (tag, wish), text, re.I) for text in texts)

    def on_the_way(self, pattern):
        """In a record at any name from the author or from the domain that passed up."""
        return any(re.search(pattern, text) for texts in self.case.records.values() for text in texts)


class Difference:
    """may_rest: a run of the usual length may do without it."""

    def __init__(self, name, section, explains, may_rest=False):
        self.name, self.section, self.explains, self.may_rest = name, section, explains, may_rest


def by(verifiers, explains):
    return lambda facts: facts.verifier in verifiers and explains(facts)


def registered(name):
    """By the public suffix list."""
    return next((below for below in up(name) if below.partition(".")[2] in SUFFIXES), name)


OLD = (AUTHHEADERS, OPENDMARC)
ROWS = [
    # --- up the tree, not by the public suffix list
    Difference("registry", "RFC 9989 section 4.10.1: where the organization has no record, that of the registry above it holds",
               by(OLD, lambda f: f.name in SUFFIXES and f.organization not in SUFFIXES)),
    Difference("registry-none", "RFC 9989 section 4.10.2: a registry that says psd=n is the organization of all below it",
               by(OLD, lambda f: f.organization in SUFFIXES)),
    Difference("tree", "RFC 9989 section 4.10: the organization is found by the records, and can be another than the registered domain",
               by(OLD, lambda f: f.organization != f.case.organization)),
    Difference("part", "RFC 9989 section 4.10.2: psd= in a record below the organization makes a part of it one of its own",
               by(OLD, lambda f: f.word != "pass" and f.theirs == "pass" and f.on_the_way(r"psd=[yn]"))),
    Difference("suffix-passes", "RFC 9989 section 4.10.2: a registry is not of the organization of those below it",
               by([OPENDMARC], lambda f: f.theirs == "pass" and f.case.passed in SUFFIXES)),
    Difference("suffix-y", "RFC 9989 section 11.8: a record at a public suffix counts as if psd=y were there",
               by([WALK], lambda f: registered(f.case.author) == f.organization and f.theirs in SUFFIXES)),
    Difference("long", "RFC 9989 section 4.10: eight names are asked, and no longer five",
               by([WALK], lambda f: f.case.author.count(".") > 4)),
    Difference("registry-labels", "RFC 9989 section 4.10.2: the organization is one label below a registry, however many labels that one has",
               by([WALK], lambda f: "." in f.above and any("psd=y" in text for text in f.case.records.get(f.above, [])))),
    Difference("failing", "a name server that fails: unknown here, unless the organization has a record, so that the registry does not matter",
               lambda f: f.case.author.endswith("." + FAILING) and not f.ours["by_record"]),
    # --- tags
    Difference("np", "RFC 9989 section 4.7, np: for names that do not exist", by([OPENDMARC], lambda f: f.tag == "np"), may_rest=True),
    Difference("exists", "RFC 9989 section 3.2.13: a name with something below it exists, also without addresses",
               by([AUTHHEADERS], lambda f: f.ours["exists"] and not f.case.exists and f.reads("np="))),
    Difference("testing", "RFC 9989 section 4.7, t: one level less", by(OLD, lambda f: f.ours["wish"] != f.ours["published"] and f.reads("t=y"))),
    Difference("own-sp", "RFC 9989 section 4.7, sp and np: not for the domain whose record it is",
               by([AUTHHEADERS], lambda f: f.name == f.case.author and f.tag == "p" and f.reads(r"[sn]p\s*="))),
    Difference("strict", "RFC 9989 section 4.4: in strict alignment no other domain passes",
               by([OPENDMARC], lambda f: f.theirs == "pass" and f.reads("a(dkim|spf)=[sS]") and f.case.passed != f.case.author)),
    Difference("alignment-value", "RFC 9989 section 4.7, adkim and aspf: relaxed is the default, also where the value is not known",
               by(OLD, lambda f: f.reads("a(dkim|spf)=x") and (f.theirs == "absent" if f.verifier == OPENDMARC else f.word == "pass"))),
    # --- records that are wrong
    Difference("version", "RFC 9989 section 4.10: text that does not begin with v=DMARC1 and a semicolon is not there; blanks about these words are passed over",
               lambda f: (f.on_the_way if f.verifier == WALK else f.reads)(r"\A(?!v=DMARC1\s*(;|\Z))")),
    Difference("reports", "RFC 9989 section 4.10.1: where the wish cannot be read and reports are wanted, it is none",
               by(OLD, lambda f: (f.ours["published"], f.tag) == ("none", "p") and f.reads(r"rua=mailto:")), may_rest=True),
    Difference("no-address", "RFC 9989 section 4.7: an address for reports that is none is passed over, the record is not",
               by([OPENDMARC], lambda f: f.theirs == "absent" and f.reads("rua=nobody")), may_rest=True),
    Difference("unusable", "RFC 9989 section 4.10.1: a record without p, or with a wish that is not known, is of no use; it is shown as permerror",
               by(OLD, lambda f: f.state == "permerror")),
    Difference("several", "RFC 9989 section 4.10: of several records at a name none counts",
               lambda f: any(len(texts) > 1 for name, texts in f.case.records.items() if name not in SUFFIXES)),
    Difference("twice", "RFC 9989 section 4.7: syntax errors leave a tag its default; a tag given twice is taken for one, as readers differ in which they take",
               by(OLD, lambda f: f.reads(r"\b(\w+)\s*=.*;\s*\1\s*=")), may_rest=True),
    Difference("no-value", "RFC 9989 section 4.7: what has no value is passed over", lambda f: f.theirs == "gives up"),
]
