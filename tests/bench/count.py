#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Counts the instructions of each stage of a message, by callgrind, and holds them against those that were written down.

  count.py check BUILD COUNTS    fails if a stage takes more than 5 % over what is in the file COUNTS
  count.py prove BUILD           fails unless a build that is slow in reading Received fields is found to be so
  count.py write BUILD COUNTS    writes the file anew

BUILD has profile/rmxfilter and slowed/rmxfilter. Messages and zones are fixed, the environment is empty, no network is asked.
Counts depend on compiler, flags, libraries and processor, which KIND tells (words of the Makefile's): where these are not
the file's, check says so and passes. Not counted: /etc/passwd, which is longer here than there, the zone, which
takes the place of the DNS, and the sandbox, in which callgrind could not work."""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
MARGIN = 0.05
SLOWED = "header parsing"  # the stage in which slowed/rmxfilter is slow

HELP = """# Instructions of each stage of a message: tests/bench/count.py says how they are counted, and make bench-check holds a build
# against them. Written by make bench-counts, on this kind of machine:
"""


# --- the runs -----------------------------------------------------------------------------------------------------------


def zone(name):
    return ["--zone", os.path.join("tests", "zones", name)]


def sample(name):
    with open(os.path.join(TOP, "tests", "messages", name), "rb") as file:
        return file.read()


def letter(domain):
    return (f"Return-Path: <alice@{domain}.example>\n"
            "Received: from a.example (a.example [203.0.113.9]) by mx.example.net with ESMTP id 1;\n"
            f"\tSat, 1 Mar 2003 17:25:48 -0800\nFrom: <alice@{domain}.example>\n\nHello.\n").encode()


# By name: a message, options, and what must be in the output, so that no run that went wrong is counted.
RUNS = {
    "hops": (sample("five-hops.eml"), [*zone("relays.zone"), "--trust", "mx:example.org;.filter.example;spf:fwd.example"],
             b"X-RMX-Status: pass (192.0.2.5 "),
    "plain": (letter("plain"), [*zone("chain.zone"), "--schemes", "spf"], b"X-RMX-Status: fail (203.0.113.9 "),
    "big": (letter("chain"), [*zone("chain.zone"), "--schemes", "spf"], b"X-RMX-Status: softfail (203.0.113.9 "),
    "signed": (sample("signed.eml"), [*zone("signed.zone"), "--trust", "10.0.0.2"], b"dkim=pass"),
}

# Stages: a run, one of its processes, functions whose instructions are added, and functions whose are taken off. A function
# counts with all that it calls. Each has a file of its own, so that no compiler makes it a part of its caller.
ALL = "all of the process"
STAGES = {
    "start of the guard": ("hops", "guard", [ALL], ["main"]),
    "guard": ("hops", "guard", ["main"], []),
    "start of the inspector": ("hops", "inspector", ["settings_new"], ["account_list_new"]),
    "header parsing": ("hops", "inspector", ["message_new", "received_parse", "author_read"], []),
    "walk": ("hops", "inspector", ["walk_new"], []),
    "SPF of a plain record": ("plain", "inspector", ["ask_schemes"], []),
    "SPF of a big record": ("big", "inspector", ["ask_schemes"], []),
    "DKIM, fields and keys": ("signed", "inspector", ["signatures_new", "signatures_check"], []),
    "DKIM, digests of the body": ("signed", "hasher", ["hasher_start"], []),
    "report": ("hops", "inspector", ["verdict_of", "fields_text"], []),
    "inspector, a message of five hops": ("hops", "inspector", ["inspector_run"], ["account_list_new", "dns_new_zone"]),
    "inspector, a signed message": ("signed", "inspector", ["inspector_run"], ["account_list_new", "dns_new_zone"]),
}
WHOLE = "whole run"  # of the message of five hops: guard and inspector

# What tells the processes of a run apart, in this order.
MARKS = {"guard": "transfer_put_top", "inspector": "fields_text", "hasher": "body_hashing_end"}


def read_profile(path):
    """Instructions by function, with all that it calls."""
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", path], capture_output=True, text=True,
                          check=True).stdout
    counts = {}
    for line in text.splitlines():
        row = re.match(r" *([\d,]+) \(\s*[\d.]+%\)  (?:\S*:)?([^ :]+)(?: \[|$)|([\d,]+) \(100\.0%\)  PROGRAM (TOTALS)", line)
        if row:
            name = ALL if row[4] else row[2].split("'")[0]
            counts[name] = max(counts.get(name, 0), int((row[1] or row[3]).replace(",", "")))
    return counts


def count_run(program, name):
    """Counts by process, of one run."""
    message, options, wanted = RUNS[name]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={folder}/%p", program, "--authserv-id",
             "mx.example.net", "--config", "/dev/null", *options],
            input=message, capture_output=True, cwd=TOP, env={"PATH": "/usr/bin:/bin", "TZ": "UTC"}, check=False)
        if wanted not in run.stdout:
            sys.exit(f"count: the run {name} does not find {wanted.decode()}:\n"
                     + (run.stdout + run.stderr).decode(errors="replace"))
        processes = {}
        for file in sorted(os.listdir(folder)):
            counts = read_profile(os.path.join(folder, file))
            kind = next((kind for kind, mark in MARKS.items() if mark in counts), None)
            if kind:
                processes[kind] = counts
    return processes


def functions_of(processes, run, kind, names):
    for name in names:
        counts = processes[run].get(kind, {})
        if name not in counts and name != "account_list_new":
            sys.exit(f"count: no function {name} in the {kind} of the run {run}: STAGES in tests/bench/count.py names it")
        yield counts.get(name, 0)


def count_stages(program, only=None):
    """Instructions by stage."""
    stages = {name: stage for name, stage in STAGES.items() if only in (None, name)}
    runs = sorted({stage[0] for stage in stages.values()})
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        processes = dict(zip(runs, pool.map(lambda run: count_run(program, run), runs)))
    found = {}
    for name, (run, kind, added, taken) in stages.items():
        found[name] = sum(functions_of(processes, run, kind, added)) - sum(functions_of(processes, run, kind, taken))
    if only is None:
        found[WHOLE] = found["start of the guard"] + found["guard"] + found["inspector, a message of five hops"]
    return found


# --- the kind of machine ------------------------------------------------------------------------------------------------


def said_by(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def kind_of(program):
    """What counts depend on: lines by what they tell."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        words = set(file.read().split())
    features = " ".join(word for word in ("avx", "avx2", "bmi2", "f16c", "rdtscp") if word in words)
    shared = sorted(os.path.basename(line.split()[0]) for line in said_by("ldd", program).splitlines())
    return {
        "machine": f"{os.uname().sysname} {os.uname().machine} {features}".strip(),
        "compiler": os.environ.get("COMPILER", ""),
        "flags": " ".join(os.environ.get("FLAGS", "").split()),
        "C library": said_by("getconf", "GNU_LIBC_VERSION"),
        "libraries": os.environ.get("VERSIONS", ""),
        "shared": " ".join(name for name in shared if not name.startswith("linux-vdso")),
        "valgrind": said_by("valgrind", "--version"),
    }


def read_counts(path):
    """The file: kind and counts."""
    kind, counts = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#   "):
                name, value = line[1:].strip().split(": ", 1)
                kind[name] = value
            elif not line.startswith("#") and line.strip():
                count, name = line.split(None, 1)
                counts[name.strip()] = int(count)
    return kind, counts


def write_counts(path, kind, counts):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HELP)
        file.writelines(f"#   {name}: {value}\n" for name, value in kind.items())
        file.writelines(f"{count:>9} {name}\n" for name, count in counts.items())


def differences(here, there):
    return [f"{name}: {here.get(name)!r}, and in the file {there.get(name)!r}"
            for name in {**here, **there} if here.get(name) != there.get(name)]


# --- the commands -------------------------------------------------------------------------------------------------------


def compare(counts, before):
    """Prints both; returns the stages that take too much."""
    slower = []
    for name in {**before, **counts}:
        if name not in counts or name not in before:
            slower.append(name)
            print(f"  {name}: only in {'the file' if name in before else 'this build'}")
            continue
        change = counts[name] / before[name] - 1
        too_much = change > MARGIN
        slower += [name] * too_much
        print(f"  {name:36} {counts[name]:>9,} {before[name]:>9,} {change:+8.1%}{'  too much' if too_much else ''}")
    return slower


def check(build, path):
    program = os.path.join(build, "profile", "rmxfilter")
    there, before = read_counts(path)
    other = differences(kind_of(program), there)
    print("instructions of each stage: now, and as written down")
    slower = compare(count_stages(program), before)
    if other:
        print("not held against the file, which is of another kind of machine:\n  " + "\n  ".join(other))
    elif slower:
        sys.exit(f"more than {MARGIN:.0%} over {path}: {', '.join(slower)}. If that is meant: make bench-counts")


def prove(build):
    plain, slowed = (os.path.join(build, kind, "rmxfilter") for kind in ("profile", "slowed"))
    print("instructions of a build that is slow in reading Received fields, and of this one")
    if compare(count_stages(slowed, SLOWED), count_stages(plain, SLOWED)) != [SLOWED]:
        sys.exit(f"count: {SLOWED} was made slower, and that was not found")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("check", "prove", "write"):
        sys.exit("usage: count.py check|write BUILD COUNTS, or count.py prove BUILD")
    command, build = sys.argv[1], os.path.relpath(sys.argv[2], TOP)
    path = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
    os.chdir(TOP)
    if command == "check":
        check(build, path)
    elif command == "prove":
        prove(build)
    else:
        program = os.path.join(build, "profile", "rmxfilter")
        write_counts(path, kind_of(program), count_stages(program))


if __name__ == "__main__":
    main()
