#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Holds the author's policy against authheaders and libopendmarc over random domains and records.

    differential.py FIND SERVE [--seed N] [--cases N] [--without DIFFERENCE] [--spoil N]

FIND is the program of tests/dmarc/find.c, SERVE that of tests/dns/serve.c. Where another implementation says another thing
than this program, a difference of differences.py must explain it. --without leaves one of them out, --spoil turns one
result: both must make the test fail."""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import warnings

sys.dont_write_bytecode = True

import differences
import generator
import others

SEED, CASES = 9989, 450  # enough that each difference is needed


def ask_rmxfilter(program, zone, cases):
    lines = "".join("%s %s %s\n" % (case.author, case.passed, case.by) for case in cases)
    run = subprocess.run([program, zone], input=lines, stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def word_for(verifier, ours):
    """Our answer in the words of the verifier's."""
    if verifier.name == differences.WALK:
        return ours["organization"] if ours["by_record"] else "absent"
    if ours["state"] != "found":
        return ours["state"]
    return "pass" if ours["aligned"] else ours["wish"]


class Tally:
    def __init__(self):
        self.compared, self.explained, self.unexplained, self.words = {}, {}, 0, {}

    def add(self, verifier, number, case, ours, used):
        word, theirs = word_for(verifier, ours), verifier.ask(case)
        self.compared[verifier.name] = self.compared.get(verifier.name, 0) + 1
        if word == theirs:
            return
        facts = differences.Facts(verifier.name, case, ours, word, theirs)
        for difference in used:
            if facts.is_published() and difference.explains(facts):
                pair = difference.name, verifier.name
                self.explained[pair] = self.explained.get(pair, 0) + 1
                return
        self.unexplained += 1
        if self.unexplained <= 8:
            print("case %d: %s\nrmxfilter: %s (%s)\n%s: %s" % (number, case, word, ours, verifier.name, theirs))

    def show(self, used):
        for name, count in self.compared.items():
            differing = sum(n for (_, verifier), n in self.explained.items() if verifier == name)
            print("%s: %d policies compared, %d differ" % (name, count, differing))
        for row in used:
            counts = {verifier: n for (name, verifier), n in self.explained.items() if name == row.name}
            print("%s  %s: %s" % (" ".join("%s %d" % pair for pair in sorted(counts.items())) or "(none)", row.name, row.section))
        print("unexplained: %d" % self.unexplained)


def spoil(ours):
    ours.update(state="found", aligned=False, tag="p", wish="spoilt", published="spoilt")


def compare(options, cases, used):
    tally = Tally()
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write(generator.master_file(cases))
        file.flush()
        answers = ask_rmxfilter(options.find, file.name, cases)
        assert len(answers) == len(cases)
        server = subprocess.Popen([options.serve, file.name], stdout=subprocess.PIPE)
        try:
            verifiers = others.all_there(int(server.stdout.readline()))
            for number, (case, ours) in enumerate(zip(cases, answers)):
                if number == options.spoil:
                    spoil(ours)
                tally.words[word_for(verifiers[0], ours)] = tally.words.get(word_for(verifiers[0], ours), 0) + 1
                for verifier in verifiers:
                    tally.add(verifier, number, case, ours, used)
        finally:
            server.kill()
    return tally


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("find")
    parser.add_argument("serve")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--without")
    parser.add_argument("--spoil", type=int)
    options = parser.parse_args()
    used = [row for row in differences.ROWS if row.name != options.without]
    warnings.simplefilter("ignore")

    r = random.Random(options.seed)
    cases = [generator.make_case(r, number) for number in range(options.cases)]
    print("seed %d, %d authors%s" % (options.seed, options.cases, "" if others.Opendmarc.library else "; no libopendmarc"))
    tally = compare(options, cases, used)
    print("results: " + ", ".join("%s %d" % pair for pair in sorted(tally.words.items())))
    tally.show(used)
    idle = [row.name for row in used if not row.may_rest and not any(name == row.name for name, _ in tally.explained)]
    if (options.seed, options.cases) == (SEED, CASES) and others.Opendmarc.library and idle:
        sys.exit("explains nothing: " + ", ".join(idle))
    sys.exit(tally.unexplained > 0)


if __name__ == "__main__":
    main()
