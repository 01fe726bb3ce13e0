#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Where the time of one message goes: how long the program takes from each place to the next, and how many pages of memory it
touches for the first time in between.

  places.py BUILD PLACES

The kernel notes when a process comes to a place: where a function begins (a uprobe), or a process or a system call (a
tracepoint). That needs root, and a kernel that has both: where they are missing a line says so, and PLACES is not written.
Otherwise it gets JSON: for each place what is done on the way there, the median of milliseconds, and pages. To stop at a
function takes up to 30 microseconds itself, which is taken off: it is what the way from main to guard_run takes, where next to
nothing is done."""
import contextlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile

import compare

ROUNDS = 10
RUNS = 50  # in each round
NAME = "rmxfilter"
TRACING = "/sys/kernel/tracing"

STOP = "what it takes to stop at a function"
# In their order: an event of the scheduler, a system call, or a function of the program; and what was done on the way there.
PLACES = (
    ("sched_process_exec", None),
    ("_start", "the C library and its loader begin, and find the functions that the program has from there"),
    ("main", "GLib begins"),
    ("guard_run", STOP),
    ("sched_process_fork", "the guard: arguments, descriptors, the message; fork"),
    ("inspector_run", "the inspector begins"),
    ("sandbox_enter_behind_guard", "settings, name servers, accounts"),
    ("sandbox_load", "capabilities, time zone, limits, Landlock"),
    ("inspect_message", "the filter of system calls"),
    ("sys_poll", "the header is read and walked, four questions are under way"),
    ("verdict_of", "answers come in, and are read"),
    ("reply_write_fields", "verdict, fields"),
    ("transfer_put_top", "the guard wakes up and reads them"),
    ("transfer_put_rest", "what was read is written, the inspector ends"),
    ("sched_process_exit", "the rest is written"),
)
AROUND = "fork and exec by the caller, the end of the guard"
FUNCTIONS = [place for place, _ in PLACES if not place.startswith("sys_") and not place.startswith("sched_")]
TRACEPOINTS = ("sched/sched_process_exec", "sched/sched_process_fork", "sched/sched_process_exit", "syscalls/sys_enter_poll")
PAGE_FAULTS = ("exceptions/page_fault_user", "exceptions/page_fault_kernel")


def skip(why):
    print(f"skipped: where the time of one message goes ({why})")
    sys.exit()


def own_namespaces():
    """Starts this program again, where it can mount what nobody else sees, and has a network of its own."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-mn", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        skip("no root here")
    os.execvp("unshare", ["unshare", "-mn", sys.executable, os.path.abspath(__file__), *sys.argv[1:], "inside"])


def tell(path, text, flags=0):
    """Writes into one of the kernel's files, in which nothing can be sought."""
    file = os.open(path, os.O_WRONLY | flags)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def offsets(program):
    """Where in the program's file each of the functions begins."""
    loaded = [[int(word, 16) for word in found] for found in
              re.findall(r"LOAD +(0x\w+) (0x\w+) 0x\w+ (0x\w+) 0x\w+ R E", compare.said_by("readelf", "-lW", program))]
    found = {}
    for words in map(str.split, compare.said_by("nm", program).splitlines()):
        if words[-1] in FUNCTIONS:
            address = int(words[0], 16)
            found[words[-1]] = next(offset + address - start for offset, start, size in loaded if start <= address < start + size)
    missing = set(FUNCTIONS) - set(found)
    if missing:
        sys.exit(f"places: {program} has no function {', '.join(sorted(missing))}")
    return found


@contextlib.contextmanager
def tracing(program, pages):
    """A folder in which the kernel notes what happens meanwhile, as an instance that disturbs no other one."""
    group = f"{NAME}{os.getpid()}"
    folder = os.path.join(TRACING, "instances", group)
    probes = os.path.join(TRACING, "uprobe_events")
    watched = []

    def enable(event, condition=None):
        if condition:
            tell(os.path.join(folder, "events", event, "filter"), condition)
        tell(os.path.join(folder, "events", event, "enable"), "1")

    os.mkdir(folder)
    try:
        tell(os.path.join(folder, "trace_clock"), "mono")
        tell(os.path.join(folder, "buffer_size_kb"), "8192")  # for each processor: all runs fit in
        tell(os.path.join(folder, "options", "event-fork"), "1")  # only this process and those below it
        tell(os.path.join(folder, "set_event_pid"), str(os.getpid()))
        for function, offset in offsets(program).items():
            tell(probes, f"p:{group}/{function} {program}:{offset:#x}", os.O_APPEND)
            watched.append(function)
        enable(group)
        for event in TRACEPOINTS + (PAGE_FAULTS if pages else ()):
            enable(event, f'COMM == "{NAME}"')
        yield folder
    finally:
        tell(os.path.join(folder, "events", "enable"), "0")
        os.rmdir(folder)
        for function in watched:
            tell(probes, f"-:{group}/{function}", os.O_APPEND)


def notes_in(folder):
    """(process, seconds, event), in their order."""
    with open(os.path.join(folder, "trace"), encoding="utf-8", errors="replace") as file:
        found = re.findall(rf"^ *{NAME}-(\d+) .*? ([\d.]+): (\w+)[:(]", file.read(), re.MULTILINE)
    return sorted(((int(process), float(seconds), event) for process, seconds, event in found), key=lambda note: note[1])


def runs_of(notes):
    """For each run the seconds of each place, and how many pages were touched before it. A run in which a place is missing is
    left out."""
    run = None
    for process, seconds, event in notes:
        if event == "sched_process_exec":
            run = {"guard": process, "places": [seconds], "pages": [0], "touched": 0}
        if run is None:
            continue
        place = len(run["places"])
        if event.startswith("page_fault_"):
            run["touched"] += 1
        elif event == PLACES[place][0] and (event != "sched_process_exit" or process == run["guard"]):
            run["places"].append(seconds)
            run["pages"].append(run["touched"])
            if len(run["places"]) == len(PLACES):
                yield run
                run = None


def run_all(build, program, message):
    """What each of the runs takes in all, in milliseconds."""
    each = [os.path.join(build, "bench", "each"), str(RUNS), message, "1", f"{program} --authserv-id {compare.HOST}"]
    said = subprocess.run(each, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [float(word.split("/")[0]) for word in said.split()]


def traced(build, program, message, pages):
    with tracing(program, pages) as folder:
        run_all(build, program, message)
        runs = list(runs_of(notes_in(folder)))
    if len(runs) < RUNS * 0.9:
        skip(f"of {RUNS} runs only {len(runs)} came to all places")
    return runs


def medians(runs, what):
    """Of what is added from each place to the next."""
    steps = zip(*(run[what] for run in runs))
    first = next(steps)
    for step in steps:
        yield statistics.median(after - before for before, after in zip(first, step))
        first = step


def measure(build):
    program = compare.installed(build)
    message = compare.message_of("plain")
    runs, free = [], []
    with compare.name_server(build, 0):
        for _ in range(ROUNDS):  # in turn, as the speed of a machine drifts
            runs += traced(build, program, message, False)
            free += run_all(build, program, message)
        counted = traced(build, program, message, True)
    steps = list(zip(PLACES, PLACES[1:], medians(runs, "places"), medians(counted, "pages")))
    stop = next(seconds for _, (_, text), seconds, _ in steps if text is STOP)
    # the kernel notes the time first, and then goes on
    rows = [{"place": text, "ms": max(seconds - stop * (before in FUNCTIONS), 0) * 1000, "pages": pages}
            for (before, _), (_, text), seconds, pages in steps if text is not STOP]
    whole = statistics.median(free)
    around = {"place": AROUND, "ms": max(whole - sum(row["ms"] for row in rows), 0)}
    return {"runs": len(runs), "stop": stop * 1000, "rows": rows, "around": around, "whole": whole}


def main():
    build, places = (os.path.abspath(word) for word in sys.argv[1:3])
    if sys.argv[3:] != ["inside"]:
        own_namespaces()
    if not os.path.exists(os.path.join(TRACING, "uprobe_events")):
        subprocess.run(["mount", "-t", "tracefs", "tracefs", TRACING], stderr=subprocess.DEVNULL, check=False)
    for name in ("uprobe_events", *(os.path.join("events", event) for event in TRACEPOINTS + PAGE_FAULTS)):
        if not os.path.exists(os.path.join(TRACING, name)):
            skip(f"the kernel has no {name}, or does not show it")
    for number in (signal.SIGTERM, signal.SIGHUP):  # so that no probe stays
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        compare.make_world()
        try:
            found = measure(build)
        except OSError as error:
            skip(f"the kernel does not let it: {error}")
        finally:
            os.chdir("/")
    with open(places, "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)
        file.write("\n")
    for row in (*found["rows"], found["around"]):
        print(f"  {row['ms']:8.3f} ms {row.get('pages', 0):6.0f} pages  {row['place']}")
    print(f"  {found['whole']:8.3f} ms in all, the median of {found['runs']} runs; to stop at a function took {found['stop']:.3f} ms")


if __name__ == "__main__":
    main()
