# SPDX-License-Identifier: ISC
"""Draws the figures of compare.py as an SVG that reads on light and on dark paper: what a message takes by the number of
includes, and what each program takes where the DNS takes nothing. Both scales are logarithmic."""
import html
import math
import re

WIDTH, HEIGHT = 860, 400
TOP, BOTTOM = 64, 344
INCLUDES_LEFT, INCLUDES_RIGHT = 56, 330
START_LEFT, START_RIGHT = 640, 800
LABEL_STEP = 15  # octets have no height, labels do: pixels from one to the next

STYLE = """
.paper { fill: #ffffff } text { font: 12px sans-serif; fill: #1f2328 } .soft { fill: #59636e } .title { font-weight: bold }
.grid { stroke: #d1d9e0; stroke-width: 1 } .line { fill: none; stroke-width: 2 } .own { stroke-width: 3.5 }
.s0 { --c: #0550ae } .s1 { --c: #bc4c00 } .s2 { --c: #8250df } .s3 { --c: #1a7f37 } .s4 { --c: #bf3989 } .s5 { --c: #7d6600 }
.floor { --c: #59636e } .line { stroke: var(--c) } .dot { fill: var(--c) } .floor.line { stroke-dasharray: 5 4 }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117 } text { fill: #f0f6fc } .soft { fill: #9198a1 } .grid { stroke: #3d444d }
.s0 { --c: #79c0ff } .s1 { --c: #ffa657 } .s2 { --c: #d2a8ff } .s3 { --c: #7ee787 } .s4 { --c: #ff9bce } .s5 { --c: #e3c35d }
.floor { --c: #9198a1 }
}"""

# The order of the colours; a program keeps its own.
PROGRAMS = ("rmxfilter", "libspf2", "mail-spf", "pyspf", "spamassassin", "mailauth")


def tag(name, text=None, **values):
    words = "".join(f' {key.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else round(value, 1)}"'
                    for key, value in values.items())
    return f"<{name}{words}/>" if text is None else f"<{name}{words}>{html.escape(text)}</{name}>"


def label(x, y, text, class_=None, anchor="start"):
    return tag("text", text, x=x, y=y, text_anchor=anchor, **({"class_": class_} if class_ else {}))


def kind(program):
    return f"s{PROGRAMS.index(program)}" if program in PROGRAMS else "floor"


def scale(low, high, start, end):
    """From a value to a place."""
    return lambda value: start + (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) * (end - start)


def ticks(low, high):
    steps = [base * 10 ** power for power in range(-1, 6) for base in (1, 2, 5)]
    return [step for step in steps if low <= step <= high]


def number(value):
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def spread(places):
    """Moves labels apart: places by name, from the top down, none less than a step below the one before."""
    last = -math.inf
    moved = {}
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = moved[name] = max(place, last + LABEL_STEP)
    return moved


def includes_chart(figures):
    lines = {}
    for row in figures["rows"]:
        count = re.match(r"(\d+) include", row["row"])
        if count and row["program"] in PROGRAMS:
            lines.setdefault(row["program"], []).append((int(count[1]), row["value"]))
    values = [value for line in lines.values() for _, value in line] + [60]
    counts = sorted({count for line in lines.values() for count, _ in line})
    low, high = min(values) * 0.8, max(values) * 1.15
    y = scale(low, high, BOTTOM, TOP)

    def x(count):
        return INCLUDES_LEFT + (count - 1) / (max(counts) - 1) * (INCLUDES_RIGHT - INCLUDES_LEFT)

    yield label(INCLUDES_LEFT - 40, 24, "One message by the number of includes, in ms", "title")
    yield label(INCLUDES_LEFT - 40, 42, "30 ms an answer; dashed: the two answers that must follow each other", "soft")
    for step in ticks(low, high):
        yield tag("line", x1=INCLUDES_LEFT, x2=INCLUDES_RIGHT, y1=y(step), y2=y(step), class_="grid")
        yield label(INCLUDES_LEFT - 8, y(step) + 4, number(step), "soft", "end")
    for count in counts:
        yield label(x(count), BOTTOM + 20, str(count), "soft", "middle")
    yield tag("line", x1=INCLUDES_LEFT, x2=INCLUDES_RIGHT, y1=y(60), y2=y(60), class_="floor line")
    places = spread({program: y(line[-1][1]) + 4 for program, line in lines.items()})
    for program, line in lines.items():
        own = " own" if program == "rmxfilter" else ""
        yield tag("polyline", points=" ".join(f"{x(count):.1f},{y(value):.1f}" for count, value in line),
                  class_=f"{kind(program)} line{own}")
        for count, value in line:
            yield tag("circle", cx=x(count), cy=y(value), r=3.5, class_=f"{kind(program)} dot")
        yield label(INCLUDES_RIGHT + 10, places[program], f"{short(figures, program)} {number(line[-1][1])}",
                    "title" if own else None)


def start_chart(figures):
    values = {row["program"]: row["value"] for row in figures["rows"]
              if row["row"] == "plain record" and row["delay"] == 0 and row["program"] in (*PROGRAMS, "cat")}
    low, high = min(values.values()) * 0.7, max(values.values()) * 1.3
    x = scale(low, high, START_LEFT, START_RIGHT)
    step = (BOTTOM - TOP) / len(values)

    yield label(START_LEFT - 130, 24, "One plain record, in ms", "title")
    yield label(START_LEFT - 130, 42, "the DNS answers at once: start-up", "soft")
    for tick in [tick for tick in ticks(low, high) if str(tick)[0] == "1" or tick == 0.1]:
        yield tag("line", x1=x(tick), x2=x(tick), y1=TOP, y2=BOTTOM, class_="grid")
        yield label(x(tick), BOTTOM + 20, number(tick) if tick < 1 else f"{tick:.0f}", "soft", "middle")
    for place, (program, value) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        y = TOP + step * (place + 0.5)
        yield label(START_LEFT - 12, y + 4, short(figures, program), "title" if program == "rmxfilter" else None, "end")
        yield tag("circle", cx=x(value), cy=y, r=6, class_=f"{kind(program)} dot")
        yield label(x(value) + 11, y + 4, number(value))


def short(figures, program):
    return {"spamassassin": "SpamAssassin", "libspf2": "libspf2", "mail-spf": "Mail::SPF",
            "mailauth": "mailauth"}.get(program, figures["titles"].get(program, program))


def draw(figures):
    about = figures["about"]
    parts = [tag("rect", width=WIDTH, height=HEIGHT, class_="paper"), *includes_chart(figures), *start_chart(figures),
             label(16, HEIGHT - 12, f"Medians, {about['date']}, {about['processor']}, {about['cores']} cores; "
                   "logarithmic scales", "soft")]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            'aria-label="What a message takes in rmxfilter and in other programs">\n'
            f"<style>{STYLE}\n</style>\n" + "\n".join(parts).replace("class_=", "class=") + "\n</svg>\n")
