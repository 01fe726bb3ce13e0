#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Writes what the bench measured into the documents, between the lines that say so.

  write_pages.py BUILD DOCS

BUILD has figures.json (of compare.py), site.txt (of site) and, where the kernel lets it be measured, places.json (of
places.py). DOCS gets performance.svg, and new figures in performance.md and at-a-site.md; what was not measured stays as it is. A
document that lacks the two lines is not touched, and that is an error."""
import json
import math
import os
import re
import sys

import plot

BEGIN, END = "<!-- written by make bench-pages -->", "<!-- end -->"
COLUMNS = ("cat", "rmxfilter", "check", "libspf2", "mail-spf", "pyspf", "spamassassin", "mailauth")
# above this share of the processors in other hands only ratios count
BUSY = 0.1


def number(value):
    """With two or three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value < 1 else f"{value:.1f}"


def times(ratio):
    return f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def cell(row):
    if row is None:
        return "–"
    return number(row["value"]) + (f" ({times(row['ratio'])})" if row.get("of") and row["program"] != "cat" else "")


def table(titles, head, lines):
    """lines: of (title, cells by program)."""
    columns = [key for key in COLUMNS if any(key in cells for _, cells in lines)]
    yield "| " + " | ".join([head, *(titles.get(key, "`cat`") for key in columns), "runs"]) + " |"
    yield "| " + " | ".join(["---"] * (len(columns) + 2)) + " |"
    for title, cells in lines:
        runs = sorted({row["runs"] for row in cells.values()}, reverse=True)
        cells_text = [cell(cells.get(key)) for key in columns]
        yield "| " + " | ".join([title, *cells_text, ", ".join(map(str, runs))]) + " |"


def gather(rows, wanted):
    """Rows by what they show, in their order: titles and the cells of each."""
    found = {}
    for row in rows:
        title = wanted(row)
        if title:
            found.setdefault(title, {})[row["program"]] = row
    return list(found.items())


def delay_title(row):
    if "delay" not in row:
        return None
    floor = "beside `cat`" if row["delay"] == 0 else f"beside {row['of']}"
    return f"{row['row']}, {row['delay']} ms, {floor}"


def rate_title(row):
    return row["row"] == "throughput" and f"{row['at_once']} at a time"


def machine_text(about):
    kind = "a virtual machine" if about["virtual"] else "a machine"
    libraries = "1 shared library" if about["shared_libraries"] == 1 else f"{about['shared_libraries']} shared libraries"
    yield (f"{about['date']}, {kind} of {about['cores']} cores ({about['processor']}), {about['system']}, "
           f"{about['version']} with {libraries}. All in one run of {about['seconds']:.0f} s.")
    if about["others"] > BUSY:
        yield (f"**The machine was busy: other programs had {about['others']:.0%} of its processors. Only the ratios count, "
               "and they less than on an idle machine.**")
    answers = ", ".join(f"{value:.2f}" for value in about["answers"].values())
    yield f"The name server answered in {answers} ms where it was to take {', '.join(about['answers'])} ms."


# What is wanted of rmxfilter: a text, how its row is found, what of it counts, and the bound, which is the least or the most.
AIMS = (
    ("start-up, beside `cat`", {"row": "plain record", "delay": 0}, "ratio", "at most", 2.2),
    ("plain record at 30 ms, beside its answer", {"row": "plain record", "delay": 30}, "ratio", "at most", 1.08),
    ("big record at 30 ms, beside its five answers", {"row": "big record", "delay": 30}, "ratio", "at most", 1.05),
    ("messages a second, four at a time", {"row": "throughput", "at_once": 4}, "value", "at least", 900),
    ("50 MB from a file to /dev/null, beside `cat`", {"row": "50 MB, file to /dev/null"}, "ratio", "at most", 1.3),
    ("memory of all processes, MiB", {"row": "memory, big record"}, "value", "at most", 8),
)


def aims(rows):
    yield "| aim | bound | measured | |"
    yield "| --- | --- | --- | --- |"
    for text, wanted, what, side, bound in AIMS:
        row = next(row for row in rows if row["program"] == "rmxfilter" and wanted.items() <= row.items())
        value = row[what]
        met = value <= bound if side == "at most" else value >= bound
        measured = number(value) if what == "value" else f"{value:.3f}"  # a ratio may miss its bound by a thousandth
        yield f"| {text} | {side} {bound} | {measured} | {'reached' if met else 'not reached'} |"


def performance(figures):
    rows, titles, about = figures["rows"], figures["titles"], figures["about"]
    yield from machine_text(about)
    yield ""
    for text, label, rows_of in (
        ("**One message, in ms**, and in parentheses how many times the floor: `cat`, or the answers that must follow each other.",
         "record, an answer takes, floor", delay_title),
        ("**CPU of one message, in ms**, of all its processes, and how many times `cat`; a busy machine changes it least:",
         "", lambda row: row["row"].startswith("CPU") and row["row"][5:]),
        ("**Messages a second**, the DNS answers at once:", "", rate_title),
        ("**A message of 50 MB, in ms**, and how many times `cat`:",
         "", lambda row: row["row"].startswith("50 MB") and row["row"][5:].lstrip(", ")),
        ("**Memory of all processes of a message, in MiB**, the most in a run:",
         "", lambda row: row["row"].startswith("memory") and row["row"][8:]),
    ):
        yield from (text, "", *table(titles, label, gather(rows, rows_of)), "")
    yield "**Aims of rmxfilter**, on two cores:"
    yield ""
    yield from aims(rows)
    for key, said in figures["wrong"].items():
        yield f"\n{titles[key]} was not there, or gave another answer, and was not timed. It said: `{' '.join(said.split())[-80:]}`"


# --- the places of one message -------------------------------------------------------------------------------------------


def read_places(path):
    """None where they were not measured."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def places_table(places, about):
    yield f"{about['date']}, the machine above, DNS at 0 ms, medians of {places['runs']} runs."
    yield ""
    yield from plain_table(("what is done", "ms", "pages"), [
        *((row["place"], f"{row['ms']:.2f}", f"{row['pages']:.0f}") for row in places["rows"]),
        (places["around"]["place"], f"{places['around']['ms']:.2f}", ""),
        ("all", f"{places['whole']:.2f}", f"{sum(row['pages'] for row in places['rows']):.0f}"),
    ])


# --- a site -------------------------------------------------------------------------------------------------------------


def read_site(path):
    """Figures of one message, by what they are of: CPU ms, questions, questions beyond, CPU ms of unbound."""
    with open(path, encoding="ascii") as file:
        return {words[0]: [float(word) for word in words[1:]] for words in map(str.split, file)}


def memory_text(megabytes):
    return f"{megabytes / 1000:,.0f} GB" if megabytes >= 5000 else f"{megabytes:,.0f} MB"


def small_site(cpu, known, new, questions, beyond, memory):
    each = cpu + 0.9 * known + 0.1 * new
    return [
        ("CPU", f"1,000 × ({cpu:.1f} + 0.9 × {known:.2f} + 0.1 × {new:.2f}) ms", f"{each:.1f} cores busy"),
        ("cores", f"{each:.1f} / 0.6", f"{math.ceil(each / 0.6)}"),
        ("processes at a time", "1,000 × (0.9 × 0.01 + 0.1 × 0.5) s", "59 messages"),
        ("their memory", f"59 × {memory:.2f} MB", memory_text(59 * memory)),
        ("the same with a dead DNS", f"1,000 × 8 s × {memory:.2f} MB", f"8,000 messages, {memory_text(8000 * memory)}"),
        ("questions to the resolvers", f"1,000 × {questions:.2f}", f"{1000 * questions:,.0f} a second"),
        ("questions beyond", f"1,000 × 0.1 × {beyond:.1f}", f"{100 * beyond:,.0f} a second"),
    ]


def large_site(cpu, known, new, questions, beyond, memory):
    each = cpu + 0.9 * known + 0.1 * new
    cores = 100 * each / 0.6
    hosts = math.ceil(cores / 64)
    at_a_host = 100_000 / hosts
    waiting, dead = at_a_host * 0.059, at_a_host * 8
    a_question = known / questions
    domains = 1_000_000 / 3600
    return [
        ("CPU", f"100,000 × {each:.1f} ms", f"{100 * each:,.0f} cores busy"),
        ("cores", f"{100 * each:,.0f} / 0.6",
         f"{cores:,.0f}: {hosts} hosts of 64, with {at_a_host:,.0f} messages a second each"),
        ("processes at a time, a host", f"{at_a_host:,.0f} × 0.059 s", f"{waiting:.0f} messages, {memory_text(waiting * memory)}"),
        ("the same with a dead DNS", f"{at_a_host:,.0f} × 8 s × {memory:.2f} MB",
         f"{dead:,.0f} messages, {memory_text(dead * memory)}: see below"),
        ("questions to a host's unbound", f"{at_a_host:,.0f} × {questions:.2f}",
         f"{at_a_host * questions:,.0f} a second, {at_a_host * known / 1000:.1f} cores at {a_question:.3f} ms each"),
        ("questions beyond, each host for itself", f"1,000,000 domains × {beyond:.1f} / 3,600 s, {hosts} times",
         f"{domains * beyond * hosts:,.0f} a second"),
        ("the same with a pool behind the hosts", f"1,000,000 × {beyond:.1f} / 3,600 s, once",
         f"{domains * beyond:,.0f} a second to the world"),
        ("what the pool answers to the hosts", f"1,000,000 × {questions:.2f} / 3,600 s × {hosts}",
         f"{domains * questions * hosts:,.0f} a second: {domains * questions * hosts * a_question / 1000:.1f} cores"),
    ]


def plain_table(head, lines):
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join(["---"] * len(head)) + " |"
    for line in lines:
        yield "| " + " | ".join(line) + " |"


def site_message(site, about):
    cold, warm, floor = site["cold"], site["warm"], site["cat"]
    yield from machine_text(about)
    yield ""
    yield from plain_table(("one message", "cold cache", "warm cache", "`cat` in its place"), [
        ("CPU of rmxfilter, all its processes", f"{cold[0]:.1f} ms", f"{warm[0]:.1f} ms", f"{floor[0]:.1f} ms"),
        ("CPU of unbound", f"{cold[3]:.2f} ms", f"{warm[3]:.2f} ms", "–"),
        ("messages a second and core: 1000 / the sum", f"{1000 / (cold[0] + cold[3]):.0f}",
         f"{1000 / (warm[0] + warm[3]):.0f}", ""),
        ("questions to the resolver", f"{cold[1]:.2f}", f"{warm[1]:.2f}", "–"),
        ("questions from there to name servers", f"{cold[2]:.1f}", f"{warm[2]:.1f}", "–"),
        ("memory while it waits, both processes, what is shared divided", f"{site['memory'][0] / 1024:.1f} MB", "", ""),
    ])
    yield ""
    yield f"A question to a warm unbound costs {warm[3]:.2f} / {warm[1]:.2f} = {warm[3] / warm[1]:.3f} ms."


def site_needs(site, which):
    cpu = max(site["cold"][0], site["warm"][0])
    yield from plain_table(("what", "sum", "result"), which(cpu, site["warm"][3], site["cold"][3], site["cold"][1],
                                                            site["cold"][2], site["memory"][0] / 1024))


# --- into the documents -------------------------------------------------------------------------------------------------


def put(path, *parts):
    """Puts each part, an iterable of lines, between the next two lines that are for it. None: what stands there stays."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    places = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if len(places.findall(text)) != len(parts):
        sys.exit(f"write_pages: {path} has not {len(parts)} places that are kept for it")
    written = iter(parts)

    def replacement(found):
        part = next(written)
        return found.group() if part is None else "\n".join([BEGIN, "", *part, "", END])

    text = places.sub(replacement, text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    build, docs = sys.argv[1:3]
    with open(os.path.join(build, "figures.json"), encoding="utf-8") as file:
        figures = json.load(file)
    site = read_site(os.path.join(build, "site.txt"))
    places = read_places(os.path.join(build, "places.json"))
    put(os.path.join(docs, "performance.md"), performance(figures), places and places_table(places, figures["about"]))
    put(os.path.join(docs, "at-a-site.md"), site_message(site, figures["about"]), site_needs(site, small_site),
        site_needs(site, large_site))
    with open(os.path.join(docs, "performance.svg"), "w", encoding="utf-8") as file:
        file.write(plot.draw(figures))


if __name__ == "__main__":
    main()
