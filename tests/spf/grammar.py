# SPDX-License-Identifier: ISC
"""RFC 7208 section 12 as regular expressions, term by term: a third opinion on what is a record."""

import ipaddress
import re

TRANSFORMERS = r"(?:0*[1-9][0-9]*)?r?[.\-+,/_=]*"  # DIGIT must not be zero (section 7.1)
EXPAND = r"%%(?:\{[%s]" + TRANSFORMERS + r"\}|%%|_|-)"
TARGET_EXPAND = EXPAND % "slodiphv"
ANY_EXPAND = EXPAND % "slodiphcrtv"
LITERAL = r"[\x21-\x24\x26-\x7e]"
TOP_LABEL = r"(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])"
DOMAIN_SPEC = r"(?:%s|%s)*(?:\.%s\.?|%s)" % (TARGET_EXPAND, LITERAL, TOP_LABEL, TARGET_EXPAND)
MACRO_STRING = r"(?:%s|%s)*" % (ANY_EXPAND, LITERAL)
EXPLAIN_STRING = r"(?:%s|%s| )*" % (ANY_EXPAND, LITERAL)
LENGTH4 = r"/(?:0|[1-9]|[12][0-9]|3[0-2])"
LENGTH6 = r"/(?:0|[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8])"
DUAL = r"(?:%s)?(?:/%s)?" % (LENGTH4, LENGTH6)


def compiled(pattern):
    return re.compile(pattern, re.IGNORECASE)


MECHANISM = compiled(
    r"[+?~-]?(?:all|(?:include|exists):{0}|(?:a|mx)(?::{0})?{1}|ptr(?::{0})?)".format(DOMAIN_SPEC, DUAL)
)
NETWORK = compiled(r"[+?~-]?(?:ip4:(?P<ip4>[0-9.]+)(?:%s)?|ip6:(?P<ip6>[0-9a-f:.]+)(?:%s)?)" % (LENGTH4, LENGTH6))
KNOWN_MODIFIER = compiled(r"(redirect|exp)=%s" % DOMAIN_SPEC)
KNOWN_NAME = compiled(r"(?:redirect|exp)=")
UNKNOWN_MODIFIER = compiled(r"[a-z][a-z0-9_.-]*=%s" % MACRO_STRING)
EXPLANATION = compiled(EXPLAIN_STRING)


def is_network(term):
    match = NETWORK.fullmatch(term)
    if not match:
        return False
    try:
        (ipaddress.IPv4Address if match["ip4"] else ipaddress.IPv6Address)(match["ip4"] or match["ip6"])
        return True
    except ValueError:
        return False


def is_unknown_modifier(term):
    return bool(UNKNOWN_MODIFIER.fullmatch(term)) and not KNOWN_NAME.match(term)


def is_term(term):
    known = KNOWN_MODIFIER.fullmatch(term)
    return bool(known or MECHANISM.fullmatch(term)) or is_network(term) or is_unknown_modifier(term)


def is_record(text):
    """Of a text that begins with a version section."""
    terms = [term for term in text.split(" ")[1:] if term]
    known = [match[1].lower() for match in map(KNOWN_MODIFIER.fullmatch, terms) if match]
    return all(map(is_term, terms)) and len(set(known)) == len(known)


def is_explanation(text):
    return bool(EXPLANATION.fullmatch(text))
