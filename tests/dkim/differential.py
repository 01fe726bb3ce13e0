#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Holds the check of signatures against dkimpy and libopendkim over random messages.

    differential.py VERIFY [--seed N] [--cases N] [--without DIFFERENCE] [--spoil N] [--program RMXFILTER]

VERIFY is the program of tests/dkim/verify.c. Each signature is made by one of three signers: dkimpy, libopendkim, and
the letter of RFC 6376 (letter.py); half of the messages are changed on the way. Where a verifier says another thing
than this program, a difference of differences.py must explain it. --without leaves one of them out, --spoil turns one
result: both must make the test fail."""

import argparse
import base64
import json
import logging
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import differences
import generator
import opendkim
import verifiers

SEED, CASES = 6376, 1600  # enough that each difference is needed


def ask_rmxfilter(program, zone, messages):
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write(zone)
        file.flush()
        lines = b"".join(base64.b64encode(message) + b"\n" for message in messages)
        run = subprocess.run([program, file.name, str(generator.NOW)], input=lines, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def without_quotes(message):
    """As it was before a delivery agent wrote it into an mbox: what holds here only then, must hold then for others."""
    head, empty, body = re.split(rb"(\r?\n\r?\n)", message, maxsplit=1)
    return head + empty + re.sub(rb"(?m)^>From ", b"From ", body)


def summary(findings):
    return [(finding.get("domain"), finding["result"], finding.get("problem")) for finding in findings]


def compare_program(program, zone, cases, answers):
    """How many messages the program itself sees otherwise."""
    differing = 0
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write(zone)
        file.flush()
        for number, (case, answer) in enumerate(zip(cases, answers)):
            run = subprocess.run([program, "explain", "--json", "--zone", file.name], input=case.message, stdout=subprocess.PIPE, check=True)
            found = json.loads(run.stdout).get("signatures", [])
            if summary(found) != summary(answer):
                differing += 1
                print("case %d: %s, and not %s" % (number, summary(found), summary(answer)))
    print("the program: %d signatures compared, %d messages differ" % (sum(map(len, answers)), differing))
    return differing


class Tally:
    def __init__(self):
        self.compared, self.explained, self.unexplained, self.results = {}, {}, 0, {}

    def add(self, verifier, number, case, ours, theirs, used):
        if not theirs:
            return
        signature = case.signed_by(ours["domain"])
        self.compared[verifier.name] = self.compared.get(verifier.name, 0) + 1
        if (ours["result"] == "pass") == theirs.holds:
            return
        for difference in used:
            if difference.explains(verifier.name, case, signature, ours, theirs):
                pair = difference.name, verifier.name
                self.explained[pair] = self.explained.get(pair, 0) + 1
                return
        self.unexplained += 1
        if self.unexplained <= 8:
            print("case %d, signature %d: %s; changed: %s" % (number, ours["at"], signature, case.change))
            print("rmxfilter: %s (%s)\n%s: %s (%s)" % (ours["result"], ours["problem"], verifier.name, theirs.holds, theirs.reason))
            print(case.message[:3000])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verify")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--without")
    parser.add_argument("--spoil", type=int)
    parser.add_argument("--program")
    options = parser.parse_args()
    used = [row for row in differences.ROWS if row.name != options.without]
    logging.disable(logging.CRITICAL)

    r = random.Random(options.seed)
    keys = generator.Keys(r)
    library = opendkim.Library(keys.record, generator.NOW) if opendkim.is_there() else None
    missing = ("" if library else "; no libopendkim") + ("" if verifiers.Mailauth.is_there() else "; no mailauth")
    print("seed %d, %d messages%s" % (options.seed, options.cases, missing))
    cases = [generator.make_case(r, keys, library) for _ in range(options.cases)]
    answers = ask_rmxfilter(options.verify, keys.master_file(), [case.message for case in cases])
    assert len(answers) == len(cases)
    if options.program:
        sys.exit(compare_program(options.program, keys.master_file(), cases, answers) > 0)
    tally, others = Tally(), list(verifiers.all_there(keys, library, generator.NOW))
    for number, (case, answer) in enumerate(zip(cases, answers)):
        if number == options.spoil and answer:
            answer[0]["result"] = "fail" if answer[0]["result"] == "pass" else "pass"
        for at, ours in enumerate(answer):
            signature = case.signed_by(ours["domain"])
            ours["at"], ours["plain"] = at, bool(signature and signature.is_plain)
            tally.results[ours["result"]] = tally.results.get(ours["result"], 0) + 1
        for verifier in others:
            theirs = verifier.verify(case.message, answer)
            unquoted = verifier.verify(without_quotes(case.message), answer) if any(ours["unquoted"] for ours in answer) else theirs
            for at, ours in enumerate(answer):
                tally.add(verifier, number, case, ours, (unquoted if ours["unquoted"] else theirs)[at], used)

    print("results: " + ", ".join("%s %d" % pair for pair in sorted(tally.results.items())))
    for name, count in tally.compared.items():
        differing = sum(n for (_, verifier), n in tally.explained.items() if verifier == name)
        print("%s: %d signatures compared, %d differ" % (name, count, differing))
    for row in used:
        counts = {verifier: n for (name, verifier), n in tally.explained.items() if name == row.name}
        print("%s  %s: %s" % (" ".join("%s %d" % pair for pair in sorted(counts.items())) or "(none)", row.name, row.section))
    print("unexplained: %d" % tally.unexplained)
    idle = [row.name for row in used if not row.may_rest and not any(name == row.name for name, _ in tally.explained)]
    if (options.seed, options.cases) == (SEED, CASES) and library and idle:
        sys.exit("explains nothing: " + ", ".join(idle))
    sys.exit(tally.unexplained > 0)


if __name__ == "__main__":
    main()
