# SPDX-License-Identifier: ISC
"""A small DNS in memory, and its master file: what one SPF implementation is told by a function, the other
reads as a zone. A world maps owner names (lower case, no last dot) to records by type; the type ERROR is the
zone reader's own: every question for that name fails."""

CNAMES_MAX = 8


class Failure(Exception):
    """The truth is unknown: SERVFAIL, or no answer."""


def exists(world, name):
    return name in world or any(owner.endswith("." + name) for owner in world)


def node(world, name):
    """The records at a name, or at the wildcard that covers it (RFC 4592 section 3.3.1)."""
    if exists(world, name):
        return world.get(name, {})
    while "." in name:
        name = name.split(".", 1)[1]
        if exists(world, name):
            return world.get("*." + name, {})
    return {}


def ask(world, name, qtype):
    """The records that a resolver finds, CNAMEs followed; none: a void answer."""
    for _ in range(CNAMES_MAX):
        records = node(world, name)
        if "ERROR" in records:
            raise Failure(name)
        if "CNAME" not in records:
            return records.get(qtype, [])
        name = records["CNAME"][0]
    raise Failure(name)


def quoted(octets):
    strings = [octets[at : at + 255] for at in range(0, len(octets), 255)] or [b""]
    return " ".join(
        '"%s"' % "".join(chr(o) if 32 <= o < 127 and chr(o) not in '"\\' else "\\%03d" % o for o in string)
        for string in strings
    )


def master_file(world):
    write = {
        "TXT": quoted,
        "MX": lambda mx: "%d %s" % mx,
        "A": str,
        "AAAA": str,
        "PTR": str,
        "CNAME": str,
        "ERROR": str,
    }
    lines = ["$ORIGIN ."]
    for owner, records in world.items():
        for rtype, values in records.items():
            lines += ["%s %s %s" % (owner, rtype, write[rtype](value)) for value in values]
    return "\n".join(lines) + "\n"
