#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Holds the check of ARC chains against dkimpy over random chains, half of which were changed in one place.

    chains.py VERIFY [--seed N] [--cases N] [--spoil N]

VERIFY is the program of tests/dkim/verify.c. Sets are made by dkimpy, or by the letter of RFC 8617 (below). Where
dkimpy says another thing than the program, a row of DIFFERENCES must explain it. --spoil turns one result, and must
make the test fail."""

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

import dkim
import generator
import letter

SEALER = b"a.example"
SET = (b"arc-authentication-results", b"arc-message-signature", b"arc-seal")

logging.disable(logging.CRITICAL)


# --- sealing ------------------------------------------------------------------------------------------------------


def instance_of(field):
    found = re.search(rb"\bi\s*=\s*(\d+)", field)
    return int(found.group(1)) if found else 0


def names_to_sign(r, message):
    return [name for name in generator.choose_names(r, letter.split(message)[0]) if name.lower() not in SET]


def tag_list(r, tags):
    return b";".join(generator.fold(r) + b" " + name + b"=" + value for name, value in tags)


def own_seal(r, key, fields, head):
    """The seal over all sets, of which the last has none yet (RFC 8617 section 5.1.1)."""
    arc = [field for field in fields if letter.field_name(field) in SET]
    arc.sort(key=lambda field: (instance_of(field), SET.index(letter.field_name(field))))
    signed = b"".join(letter.field_form(field, b"relaxed") for field in arc)
    signed += re.sub(rb"\r\n\Z", b"", letter.field_form(head + b"\r\n", b"relaxed"))
    return head + generator.parted(r, base64.b64encode(key.sign(signed, b"rsa-sha256"))) + b"\r\n"


def seal_by_letter(r, keys, message, domain, instance, chain):
    selector = r.choice([b"r1", b"r2"])
    key, number = keys.plain[selector][0], b"%d" % instance
    names = names_to_sign(r, message)
    results = generator.spell(r, b"ARC-Authentication-Results") + b": i=" + number + b"; " + domain + b"; spf=pass\r\n smtp.mailfrom=x@b.example; dkim=none\r\n"
    tags = [(b"i", number), (b"a", b"rsa-sha256"), (b"c", b"relaxed/" + r.choice([b"relaxed", b"simple"])), (b"d", domain), (b"s", selector),
            (b"t", b"1600000000"), (b"h", b":".join(names)), (b"bh", b"%b")]
    field = generator.spell(r, b"ARC-Message-Signature") + b":" + tag_list(r, tags) + b"; b=%s\r\n"
    body = dict(tags)[b"c"].partition(b"/")[2]
    field, value = letter.sign(message, key, field, b"relaxed", body, b"rsa-sha256", names)
    message = results + field.replace(b"%s", generator.parted(r, value)) + message
    tags = [(b"i", number), (b"a", b"rsa-sha256"), (b"cv", chain), (b"d", domain), (b"s", selector)]
    return own_seal(r, key, letter.split(message)[0], generator.spell(r, b"ARC-Seal") + b":" + tag_list(r, tags) + b"; b=") + message


def seal_by_dkimpy(r, keys, message, domain, instance, chain):
    """The same by dkimpy, where it can read the message."""
    selector = r.choice([b"r1", b"r2"])
    found = b"Authentication-Results: %s; spf=pass smtp.mailfrom=x@b.example%s\r\n" % (domain, b"; arc=pass" if instance > 1 else b"")
    try:
        signer = dkim.ARC(found + message)
    except dkim.MessageFormatError:
        return seal_by_letter(r, keys, message, domain, instance, chain)
    signer.should_not_sign = set()
    names = sorted({name.lower() for name in names_to_sign(r, message)})
    fields = signer.sign(selector, domain, keys.plain[selector][0].pem, domain, include_headers=names)
    if not fields:
        return seal_by_letter(r, keys, message, domain, instance, chain)
    return b"".join(re.sub(rb"\r?\n\Z", b"", field) + b"\r\n" for field in fields) + message


# --- on the way ---------------------------------------------------------------------------------------------------


def change_sets(r, fields, change):
    spots = [at for at, field in enumerate(fields) if letter.field_name(field) in SET]
    at = r.choice(spots)
    return fields[:at] + change(fields[at]) + fields[at + 1 :]


def next_instance(r, field):
    number = instance_of(field)
    return re.sub(rb"\bi(\s*=\s*)\d+", lambda found: b"i" + found.group(1) + b"%d" % r.choice([number + 1, number - 1, 0, 51, 60]), field, count=1)


CHANGES = {
    "a set's letter": lambda r, fields: change_sets(r, fields, lambda field: [generator.change_letter(r, field)]),
    "a set's blanks": lambda r, fields: change_sets(r, fields, lambda field: [generator.change_blanks(r, field)]),
    "a set's name": lambda r, fields: change_sets(r, fields, lambda field: [generator.change_case(r, field)]),
    "a set's field gone": lambda r, fields: change_sets(r, fields, lambda field: []),
    "a set's field twice": lambda r, fields: change_sets(r, fields, lambda field: [field, field]),
    "another instance": lambda r, fields: change_sets(r, fields, lambda field: [next_instance(r, field)]),
    "another order": lambda r, fields: r.sample(fields, len(fields)) if fields.count(b"") == 0 and len({letter.field_name(field) for field in fields}) == len(fields) else fields[::1],
    "sets below": lambda r, fields: [field for field in fields if letter.field_name(field) not in SET] + [field for field in fields if letter.field_name(field) in SET],
    "cv=": lambda r, fields: [re.sub(rb"cv=\w+", b"cv=" + r.choice([b"none", b"pass", b"fail", b"PASS", b"x"]), field) if letter.field_name(field) == b"arc-seal" else field for field in fields],
    "the oldest set gone": lambda r, fields: [field for field in fields if letter.field_name(field) not in SET or instance_of(field) != 1],
}


def make_message(r):
    """Without what dkimpy reads in its own way in any signature (differences.py)."""
    fields = [re.sub(rb"\A([^:]*?)[ \t]+:", rb"\1:", re.sub(rb"(?:[ \t]*\r\n[ \t]+)+", b"\r\n ", field).rstrip() + b"\r\n") for field in generator.make_header(r)]
    body = re.sub(rb"[\0\x0b\xff]|\r(?!\n)", b"", generator.make_body(r)).strip()
    return generator.join(fields, body + b"\r\n")


class Case:
    """A chain of sets, the newest of SEALER, and what happened to it."""

    def __init__(self, r, keys):
        message = make_message(r)
        count = r.choice([1, 1, 2, 2, 3, 4])
        self.makers = []
        for instance in range(1, count + 1):
            domain = SEALER if instance == count else r.choice(generator.DOMAINS)
            maker = r.choice([seal_by_letter, seal_by_letter, seal_by_dkimpy])
            message = maker(r, keys, message, domain, instance, b"none" if instance == 1 else b"pass")
            self.makers.append(maker.__name__)
        self.change = ""
        if r.random() < 0.5:
            self.change = r.choice(list(CHANGES) + [name for name, change in generator.CHANGES.items() if change])
            fields, body = letter.split(message)
            if self.change in CHANGES:
                message = generator.join(CHANGES[self.change](r, fields), body)
            else:
                message = generator.join(*generator.CHANGES[self.change](r, fields, body))
        self.message = message


# --- comparing ----------------------------------------------------------------------------------------------------

#  what explains that the program says fail and dkimpy pass: a regular expression over the problem; and why
DIFFERENCES = {
    "what a signature does not cover": (r"a (second|From)", "a second of a field that was signed once (RFC 6376 section 8.15)"),
    "i= that is not an instance": (r"i= is no number", "i= goes from 1 to 50 (RFC 8617 section 4.2.1)"),
    "names": (r"no field|control octet|CR without LF", "lines that are fields to some readers only"),
}


def dkimpy_result(keys, message):
    record = lambda name, timeout=5: keys.record(name.decode("latin-1") if isinstance(name, bytes) else name)
    try:
        result, _, reason = dkim.ARC(message).verify(dnsfunc=record)
    except Exception as error:  # it raises what its helpers raise
        return False, repr(error)
    return result == dkim.CV_Pass, reason


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verify")
    parser.add_argument("--seed", type=int, default=8617)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--spoil", type=int)
    options = parser.parse_args()
    r = random.Random(options.seed)
    keys = generator.Keys(r)
    cases = [Case(r, keys) for _ in range(options.cases)]
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write(keys.master_file())
        file.flush()
        lines = b"".join(base64.b64encode(case.message) + b"\n" for case in cases)
        run = subprocess.run([options.verify, file.name, str(generator.NOW), SEALER.decode()], input=lines, stdout=subprocess.PIPE, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(cases)
    counts, explained, unexplained = {}, {}, 0
    for number, (case, ours) in enumerate(zip(cases, answers)):
        if number == options.spoil:
            ours["result"] = "fail" if ours["result"] == "pass" else "pass"
        counts[ours["result"]] = counts.get(ours["result"], 0) + 1
        if ours["result"] == "none":  # a stranger's chain: nobody looks at it
            continue
        holds, reason = dkimpy_result(keys, case.message)
        if (ours["result"] == "pass") == holds:
            continue
        why = next((name for name, (pattern, _) in DIFFERENCES.items() if holds and re.search(pattern, ours["problem"] or "")), None)
        if why:
            explained[why] = explained.get(why, 0) + 1
            continue
        unexplained += 1
        if unexplained <= 8:
            print("case %d: %s; changed: %s" % (number, " ".join(case.makers), case.change))
            print("rmxfilter: %s (%s)\ndkimpy: %s (%s)" % (ours["result"], ours["problem"], holds, reason))
            print(case.message[:3000])
    print("%d chains: %s" % (len(cases), ", ".join("%s %d" % pair for pair in sorted(counts.items()))))
    for name, count in explained.items():
        print("%d  %s: %s" % (count, name, DIFFERENCES[name][1]))
    print("unexplained: %d" % unexplained)
    sys.exit(unexplained > 0)


if __name__ == "__main__":
    main()
