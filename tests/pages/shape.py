# SPDX-License-Identifier: ISC
"""Whether hostile text leaves its element: pages in which each text is hostile are parsed by html5lib, which reads HTML as
browsers do. Each page must be free of errors, and its tree that of a harmless page. What browsers make of them: browser.py.

    shape.py PAGE...

PAGE is a program that writes a page with its argument in each place (explain.c, stats.c). Ends with 1 where a page is wrong."""

import re
import subprocess
import sys

import html5lib

HARMLESS = "harmless"

# HOST is a server that must never be asked (browser.py).
HOSTILE = {
    "element": "<b>x</b>",
    "script": "<script>document.title='owned';fetch('http://HOST/fetch')</script>",
    "image": "<img src=http://HOST/image onerror=document.title='owned'>",
    "end of all": "</text></svg></code></span></td></table></section></main></body></html><h1>x",
    "end of the style": "</style><script>alert(1)</script>",
    "end of the title": "</title><link rel=stylesheet href=http://HOST/style>",
    "end of an attribute": "\" onload=\"document.title='owned'\" x=\"",
    "end of a bare attribute": "' onmouseover='alert(1)",
    "references": "&lt;script&gt;&#60;b&#62;&#x3c;i&#x3e;&amp;lt;&lt",
    "reference cut": "&lt&",
    "comment": "<!-- --!> -->",
    "CDATA": "]]><![CDATA[<b>x</b>]]>",
    "processing": "<?xml-stylesheet href='http://HOST/xml'?>",
    "SVG": "<svg onload=alert(1)><use href=http://HOST/use#x></svg><foreignObject><b>",
    "MathML": "<math><mtext><table><mglyph><style><img src=http://HOST/math>",
    "base": "<base href=http://HOST/><meta http-equiv=refresh content='0;url=http://HOST/refresh'>",
    "style": "x{background:url(http://HOST/css)}@import 'http://HOST/import';",
    "scheme": "javascript:alert(1)",
    "controls": "\x01\x08\x0b\x0c\x1b[31m\x7f",
    "lines": "a\r\nb\rc\n\n<b>",
    "not UTF-8": b"\xff\xfe\xc3<\xf0\x9f<b>\x80\xc0\xbcscript\xc0\xbe",
    "UTF-16 and UTF-7": b"\xfe\xff\x00<\x00b+ADw-script+AD4-".replace(b"\x00", b""),
    "directions": "\u202e\u2066gnp.exe\u2069\u200f\u061c",
    "blanks": "\u00a0\u2028\u2029\u200b\ufeff\u3164",
    "marks": "e" + "\u0301" * 40,
    "other alphabets": "b\u0430nk.ex\u0430mple",
    "entity without semicolon": "&copy&notin;&NotEqualTilde",
    "long": "a" * 5000,
    "long words of markup": "<b>" * 2000,
    "directives of the page": "%3Cb%3E%s%n{}",
}


def written(page, value):
    value = value if isinstance(value, bytes) else value.encode()
    return subprocess.run([page, value], stdout=subprocess.PIPE, check=True).stdout


def shape(element):
    """Tags and attributes of a tree, with values where they are the program's own to choose; no text. The styles of bars
    are measures."""
    attributes = sorted((name, "" if name == "style" else value) for name, value in element.attrib.items())
    return element.tag, attributes, [shape(child) for child in element]


def parsed(octets):
    """The tree; an error of syntax is an exception."""
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"))
    return parser.parse(octets, transport_encoding="utf-8")


def check_parser(page, host):
    harmless = shape(parsed(written(page, HARMLESS)))
    wrong = []
    for name, value in HOSTILE.items():
        try:
            same = shape(parsed(written(page, named(value, host)))) == harmless
        except html5lib.html5parser.ParseError as error:
            wrong.append(f"{name}: {error}")
            continue
        if not same:
            wrong.append(f"{name}: another tree")
    return wrong


def named(value, host):
    return value if isinstance(value, bytes) else value.replace("HOST", host)


def check_places(page):
    """Each place is shown: else the tests above test nothing."""
    text = "".join(parsed(written(page, HARMLESS)).itertext()) + written(page, HARMLESS).decode()
    seen = {int(number) for number in re.findall(r"p(\d+)" + HARMLESS, text)}
    missing = sorted(set(range(1, max(seen) + 1)) - seen)
    return [f"places not shown: {missing}"] if missing else []


def main():
    wrong = [f"{page}: {line}" for page in sys.argv[1:]
             for line in check_parser(page, "127.0.0.1:9") + check_places(page)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
