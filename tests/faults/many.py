#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Many filters at once, each with a message of its own: every one must come out whole, with its own verdict.

    many.py COUNT FILTER [OPTION...]

All are started and given half a header before any gets the rest, so that all of them run at the same time; then
all get the rest of the header, so that their inspectors do; then their bodies. The records are those of examples/demo/demo.zone."""

import os
import resource
import subprocess
import sys
import tempfile
import time


def message(number):
    """A header in two halves, a body, and the status that must come out."""
    genuine = number % 2 == 0
    client = f"192.0.2.{number // 2 % 14 + 1}" if genuine else f"203.0.113.{number // 2 % 250 + 1}"
    first = f"Return-Path: <box{number}@bank.example>\nX-RMX-Status: pass (number {number})\n"
    second = (
        f"Received: from host{number}.example (unknown [{client}])\n"
        f"\tby mx.example.org (Postfix) with ESMTP id {number}; Sat, 7 Nov 2026 09:20:43 +0000\n"
        f"Subject: {number}\n"
    )
    body = f"\nThis is number {number}.\n" + f"{number}\n" * (number * 40)
    word = f"pass ({client} may send" if genuine else f"fail ({client} may not send"
    return first, second, body, word


def processes(group):
    """How many rmxfilters run in this process group."""
    count = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                name, rest = stat.read().split("(", 1)[1].rsplit(")", 1)
            count += name == "rmxfilter" and rest.split()[0] != "Z" and int(rest.split()[2]) == group
        except (OSError, IndexError):
            pass
    return count


def all_gone():
    """Whether none is left. A guard waits for its inspector's end, but no longer than a second."""
    until = time.monotonic() + 10
    while processes(os.getpgid(0)) > 0:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def check(number, process, out):
    """What is wrong with what became of this message; None: nothing."""
    first, second, body, word = message(number)
    rest = first.splitlines(keepends=True)[0] + second + body
    out.seek(0)
    got = out.read().decode()
    if process.wait() != 0:
        return f"left with {process.returncode}"
    if not got.endswith(rest):
        return "another message, or not the whole of it"
    fields = got[: -len(rest)]
    if not fields.startswith(f"X-RMX-Status: {word}") or fields.count("X-RMX-Status") != 1:
        return f"another verdict: {fields[:60]!r}"
    return None


def main(count, command):
    os.setpgid(0, 0)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4 * count + 100), most))
    started = time.monotonic()
    runs = []
    for number in range(count):
        out = tempfile.TemporaryFile()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out)
        process.stdin.write(message(number)[0].encode())
        process.stdin.flush()
        runs.append((number, process, out))
    peak = guards = processes(os.getpgid(0))
    for number, process, _ in runs:
        process.stdin.write((message(number)[1] + "\n").encode())
        process.stdin.flush()
    for number, process, _ in runs:
        if number % 50 == 0:
            peak = max(peak, processes(os.getpgid(0)))
        process.stdin.write(message(number)[2][1:].encode())
        process.stdin.close()
    while any(process.poll() is None for _, process, _ in runs):
        peak = max(peak, processes(os.getpgid(0)))
        time.sleep(0.02)
    found = ((number, check(number, process, out)) for number, process, out in runs)
    problems = [f"number {number}: {problem}" for number, problem in found if problem]
    print(f"{guards} filters at once, {peak} processes at the peak, {time.monotonic() - started:.1f} s")
    print("\n".join(problems[:20]))
    return 1 if problems or guards < count or not all_gone() else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
