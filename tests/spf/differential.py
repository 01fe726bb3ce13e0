#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Holds the SPF evaluator against pyspf over random records and zones.

    differential.py EVALUATE [--seed N] [--cases N] [--without READING] [--spoil N]

EVALUATE is the program of tests/spf/evaluate.c. Every case must come out the same in both, once pyspf reads the
RFC as each class of readings.py says: result, deciding mechanism, and explanation. How often pyspf as it is
disagrees, and which readings it takes to explain that, is printed. --without leaves one of them out, --spoil
turns the result of one case: both must make the test fail."""

import argparse
import json
import random
import subprocess
import sys

sys.dont_write_bytecode = True

import readings
import world as dns
from generator import make_case
from readings import spf

SEED, CASES = 7208, 4000  # enough that each reading is needed in some case
QUESTIONS_MAX = 1 + 10 * 11 + 11 + 2  # the record, ten mx terms with ten hosts, a ptr's, the explanation and its %{p}


def ask_pyspf(reader, world, claim):
    """(result, mechanism, explanation)"""

    def lookup(name, qtype, *_):
        try:
            found = dns.ask(world, name, qtype)
        except dns.Failure as failure:
            raise spf.TempError("no answer for %s" % failure)
        return [((name, qtype), [value] if qtype == "TXT" else value) for value in found]

    spf.DNSLookup = lookup
    kept = {name: getattr(spf, name) for name in reader.constants}
    for name, value in reader.constants.items():
        setattr(spf, name, value)
    try:
        sender = "%s@%s" % (claim["local"], claim["domain"])
        query = reader(i=claim["client"], s=sender, h=claim["helo"], receiver=claim["receiver"])
        query.t = str(claim["now"])
        result, _, explanation = query.check()
    finally:
        for name, value in kept.items():
            setattr(spf, name, value)
    is_own = result == "fail" and explanation != spf.EXPLANATIONS["fail"]
    decided = result not in ("none", "permerror", "temperror")
    return result, query.mechanism if decided else None, explanation if is_own else None


def ask_rmxfilter(program, cases):
    lines = [json.dumps({"zone": dns.master_file(world), **claim}) for world, claim in cases]
    run = subprocess.run([program], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def needed(world, claim, ours, used):
    """A set of readings with which pyspf agrees, and without any one of which it does not."""
    for reading in used:
        rest = [other for other in used if other is not reading]
        if ask_pyspf(readings.reader(rest), world, claim) == ours:
            used = rest
    return used


def show(number, world, claim, found, ours, theirs):
    print("case %d: %s" % (number, json.dumps(claim)))
    print(dns.master_file(world))
    print("rmxfilter: %s  (%s)\npyspf:     %s" % (ours, found["problem"], theirs))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("evaluate")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--without")
    parser.add_argument("--spoil", type=int)
    options = parser.parse_args()
    used = [reading for reading in readings.READINGS if reading.__name__ != options.without]

    print("seed %d, %d cases" % (options.seed, options.cases))
    r = random.Random(options.seed)
    cases = [make_case(r) for _ in range(options.cases)]
    answers = ask_rmxfilter(options.evaluate, cases)
    assert len(answers) == len(cases)
    as_it_is, as_it_should = readings.reader([]), readings.reader(used)
    results, explained, disagreed, unexplained = {}, {}, 0, 0
    for number, ((world, claim), found) in enumerate(zip(cases, answers)):
        ours = (found["result"], found["mechanism"], found["explanation"])
        if number == options.spoil:
            ours = ("fail" if ours[0] == "pass" else "pass",) + ours[1:]
        results[ours[0]] = results.get(ours[0], 0) + 1
        theirs = ask_pyspf(as_it_should, world, claim)
        if theirs != ours or found["questions"] > QUESTIONS_MAX:
            unexplained += 1
            if unexplained <= 3:
                show(number, world, claim, found, ours, theirs)
        elif ask_pyspf(as_it_is, world, claim) != ours:
            disagreed += 1
            for reading in needed(world, claim, ours, used):
                explained[reading] = explained.get(reading, 0) + 1

    print("results: " + ", ".join("%s %d" % pair for pair in sorted(results.items())))
    print("pyspf as it is disagrees in %d; explained by" % disagreed)
    for reading in used:
        print("%6d  %s: RFC 7208 section %s" % (explained.get(reading, 0), reading.__name__, " ".join(reading.__doc__.split())))
    print("unexplained: %d" % unexplained)
    idle = [reading.__name__ for reading in used if reading not in explained]
    if (options.seed, options.cases) == (SEED, CASES) and idle:
        sys.exit("explains nothing: " + ", ".join(idle))
    sys.exit(unexplained > 0)


if __name__ == "__main__":
    main()
