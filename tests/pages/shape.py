# SPDX-License-Identifier: ISC
"""Whether hostile text leaves its element: pages in which each text is hostile are parsed by html5lib, which reads HTML as
browsers do, and by a browser, where one is given. Each page must be free of errors, and its tree that of a harmless page.

    shape.py PAGE [BROWSER]

PAGE is the program that writes a page with its argument in each place (page.c). Ends with 1 where a page is wrong."""

import http.server
import os
import re
import subprocess
import sys
import tempfile
import threading

import html5lib

HARMLESS = "harmless"

# HOST is a server that must never be asked.
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


def is_lenient(octets):
    """What browsers make of it, whatever is wrong."""
    return html5lib.parse(octets, treebuilder="etree", transport_encoding="utf-8")


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


# --- the browser ---


class Asked(http.server.BaseHTTPRequestHandler):
    """A server that notes what it is asked for."""

    asked: list = []

    def do_GET(self):
        Asked.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def browse(browser, octets):
    """What a browser made of a page, and the lines of its console."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "page.html")
        with open(path, "wb") as file:
            file.write(octets)
        flags = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
                 "--disable-component-update", "--disable-extensions", "--disable-dev-shm-usage", "--virtual-time-budget=2000",
                 "--enable-logging=stderr", f"--user-data-dir={folder}/profile", "--dump-dom"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        run = subprocess.run([browser, *flags, "file://" + path], capture_output=True, timeout=120, check=True)
    return run.stdout, [line for line in run.stderr.decode(errors="replace").splitlines() if "CONSOLE" in line]


def check_control(browser, host):
    """A page without protection does ask, and its console speaks: both would be seen."""
    control = f"<!DOCTYPE html><img src=http://{host}/control><script>nothing()</script>".encode()
    console = browse(browser, control)[1]
    seen = "/control" in Asked.asked
    Asked.asked.clear()
    wrong = [] if seen else ["the control page did not ask the server"]
    return wrong if console else wrong + ["the control page left nothing in the console"]


def check_browser(page, browser, host):
    wrong = check_control(browser, host)
    harmless = shape(is_lenient(browse(browser, written(page, HARMLESS))[0]))
    # Each costs a second: all that name the server or a script in one value.
    for name, value in {"all": "".join(named(value, host) for value in HOSTILE.values() if isinstance(value, str) and
                                       len(value) < 200)[:240],
                        "script": named(HOSTILE["script"], host), "image": named(HOSTILE["image"], host),
                        "attribute": HOSTILE["end of an attribute"], "SVG": named(HOSTILE["SVG"], host),
                        "base": named(HOSTILE["base"], host)}.items():
        dom, console = browse(browser, written(page, value))
        if shape(is_lenient(dom)) != harmless:
            wrong.append(f"browser: {name}: another tree")
        wrong += [f"browser: {name}: {line}" for line in console]
    return wrong + [f"browser: asked for {path}" for path in Asked.asked]


def main():
    page, browser = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        host = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wrong = check_browser(page, browser, host) if browser else check_parser(page, host) + check_places(page)
        server.shutdown()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
