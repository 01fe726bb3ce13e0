#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Runs the SPF test suite of openspf.org (release 2014.04 for RFC 7208), as python3-spf's documentation holds it.

    suite.py EVALUATE rfc7208-tests.yml.gz"""

import gzip
import json
import subprocess
import sys

import yaml

sys.dont_write_bytecode = True

import world as dns

# 7.3 leaves the case of hexadecimal digits open; ours is that of 7.4's examples.
ANY_CASE = {"v-macro-ip6"}


def octets(value):
    return value if isinstance(value, bytes) else value.encode("latin-1")


def records_of(entries):
    """One owner of the suite's zone data. A record of type SPF stands for one of TXT too, unless a TXT is given
    (NONE: none at all); TIMEOUT is what every type gives that is not listed."""
    records, types = {}, {rtype for entry in entries if isinstance(entry, dict) for rtype in entry}
    for entry in entries:
        for rtype, value in entry.items() if isinstance(entry, dict) else ():
            if rtype == "SPF" and "TXT" not in types:
                rtype = "TXT"
            if rtype == "TXT" and value != "NONE":
                value = b"".join(map(octets, value)) if isinstance(value, list) else octets(value)
            elif rtype == "MX":
                value = (value[0], escaped(value[1]))
            elif rtype in ("CNAME", "PTR"):
                value = escaped(value)
            if value != "NONE" and rtype in ("A", "AAAA", "TXT", "MX", "CNAME", "PTR"):
                records.setdefault(rtype, []).append(value)
    return {"ERROR": ["TIMEOUT"]} if "TIMEOUT" in entries and "TXT" not in records else records


def escaped(name):
    return "".join(c if c.isalnum() or c in ".-_*%/=" else "\\%03d" % ord(c) for c in name) or "."


def claim_of(test):
    local, at, domain = test["mailfrom"].rpartition("@")
    return {
        "client": test["host"],
        "local": local or "postmaster",
        "domain": domain or test["helo"],
        "helo": test["helo"],
        "receiver": "receiver.example",
        "now": 0,
    }


def differs(name, test, found):
    wanted = test["result"] if isinstance(test["result"], list) else [test["result"]]
    text, got = test.get("explanation"), found["explanation"]
    if name in ANY_CASE:
        text, got = text.lower(), got.lower()
    if text is not None and got != (None if text == "DEFAULT" else text):
        return True
    return found["result"] not in wanted


def main():
    cases = []
    for document in yaml.safe_load_all(gzip.open(sys.argv[2])):
        zone = dns.master_file({escaped(owner): records_of(entries) for owner, entries in document["zonedata"].items()})
        cases += [(name, test, zone) for name, test in document["tests"].items()]
    lines = [json.dumps({"zone": zone, **claim_of(test)}) for _, test, zone in cases]
    run = subprocess.run(sys.argv[1:2], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(cases)
    wrong = [(n, t, found) for (n, t, _), found in zip(cases, answers) if differs(n, t, found)]
    for name, test, found in wrong:
        print("%s (%s): want %s %s, got %s" % (name, test["spec"], test["result"], test.get("explanation"), found))
    print("%d cases, %d differ" % (len(cases), len(wrong)))
    sys.exit(len(wrong) > 0)


if __name__ == "__main__":
    main()
