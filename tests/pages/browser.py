# SPDX-License-Identifier: ISC
"""What a real browser makes of pages in which each text is hostile: its tree is that of a harmless page, it complains of nothing,
asks for nothing, runs nothing; no page is wider than its window, be it a telephone's; and all that is to be seen can be seen
in light, in dark and on paper, by the ratios of WCAG 2.

    browser.py CHROMIUM PAGE...

PAGE is a program as for shape.py. Ends with 1 where something is wrong."""

import http.server
import sys
import threading

from chromium import Chromium
from shape import HARMLESS, HOSTILE, named, written

# All that name the server or a script, in one value, and each alone that would be cut off there.
WRITTEN = ("script", "image", "end of an attribute", "SVG", "base")
LONG = "long"

# What can be seen, by the styles that the browser has computed: the contrast of each text with what is behind it (WCAG 2.2,
# 1.4.3: 4.5 to 1), and of each shape of a picture and each bar (1.4.11: 3 to 1). Shapes may lie on others: a tick on a disk.
CONTRASTS = r"""(() => {
  const parts = colour => colour.match(/[\d.]+/g).map(Number);
  const linear = part => part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const solid = colour => colour.startsWith("rgb(");
  const ratio = (a, b) => {
    if (!solid(a) || !solid(b)) return 0;
    const [dark, bright] = [light(parts(a)), light(parts(b))].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "no background";
  };
  const name = element => element.tagName + "." + (element.getAttribute("class") || "") + " in " +
    (element.parentElement.getAttribute("class") || element.parentElement.tagName);
  const seen = {}, wrong = {};
  const hold = (element, what, colours, behind, least) => {
    const best = Math.max(...colours.map(colour => ratio(colour, behind)));
    seen[what + " " + name(element)] = best;
    if (!(best >= least)) wrong[`${what} ${name(element)}: ${colours} on ${behind}: ${best.toFixed(2)}`] = 1;
  };
  const inside = (inner, outer) => inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
    inner.bottom <= outer.bottom;
  const shapes = "rect,circle,path";
  const behind = shape => {
    let last = ground(shape);
    for (const other of shape.parentElement.querySelectorAll(shapes)) {
      if (other === shape) break;
      const fill = getComputedStyle(other).fill;
      if (solid(fill) && inside(shape.getBoundingClientRect(), other.getBoundingClientRect())) last = fill;
    }
    return last;
  };
  for (const element of document.querySelectorAll("body, body *")) {
    const style = getComputedStyle(element);
    if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== ""))
      hold(element, "text", [element.closest("svg") ? style.fill : style.color], ground(element), 4.5);
    if (element.dataset.column)
      hold(element, "label", [getComputedStyle(element, "::before").color], ground(element), 4.5);
    if (element.matches(shapes))
      hold(element, "shape", [style.fill, style.stroke].filter(solid), behind(element), 3);
    if (element.matches(".bar > span"))
      hold(element, "bar", [style.backgroundColor], ground(element.parentElement), 3);
    if (element.matches("header.verdict"))
      hold(element, "edge", [style.borderLeftColor], style.backgroundColor, 3);
  }
  return {seen: Object.keys(seen).length, wrong: Object.keys(wrong)};
})()"""

# As shape.shape(): tags and attributes, but for the measures of bars.
TREE = r"""(() => {
  const shape = element => [element.tagName,
    [...element.attributes].map(({name, value}) => name + "=" + (name === "style" ? "" : value)).sort(),
    [...element.children].map(shape)];
  return shape(document.documentElement);
})()"""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Pages in which something is wrong: each must be told of.
BAD_PAGES = {
    "asks for": "<!DOCTYPE html><img src=http://HOST/control>",
    "script": "<!DOCTYPE html><script>nothing()</script>",
    "leaves for": "<!DOCTYPE html><meta http-equiv=refresh content='1;url=?again'>",
    "dialog": "<!DOCTYPE html><script>alert(1)</script>",
}
BAD_STYLES = ("<p style='color:#777;background:#fff'>a", "<p style='color:#0008;background:#fff'>a",
              "<svg style='background:#fff'><rect width=9 height=9 style='fill:#999'/></svg>",
              "<svg style='background:#fff'><rect width=9 height=9 style='fill:#000'/><path d='M2 2V3' style='stroke:#333'/></svg>")
GOOD_STYLES = ("<p style='color:#767676;background:#fff'>a", "<svg style='background:#fff'><rect width=9 height=9 style='fill:#949494'/></svg>")


class Asked(http.server.BaseHTTPRequestHandler):
    """A server that notes what it is asked for."""

    asked: list = []

    def do_GET(self):
        Asked.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def check_tests(browser, host):
    """What is wrong would be seen."""
    missed = []
    for word, page in BAD_PAGES.items():
        said = browser.load(page.replace("HOST", host).encode())
        if not any(word in line for line in said):
            missed.append(f"not seen: {word}: {said}")
    if Asked.asked != ["/control"]:
        missed.append(f"the server was asked for {Asked.asked}")
    Asked.asked.clear()
    for styles, want in (BAD_STYLES, len(BAD_STYLES)), (GOOD_STYLES, 0):
        browser.load("".join(("<!DOCTYPE html><body style='background:#fff'>", *styles)).encode())
        if len(browser.value(CONTRASTS)["wrong"]) != want:
            missed.append(f"contrast: {styles}: {browser.value(CONTRASTS)}")
    browser.load(b"<!DOCTYPE html><div style='width:400px'>a</div>")
    browser.look(width=360)
    if browser.value(WIDER) <= 0:
        missed.append("a page that is too wide is not seen")
    browser.look()
    return missed


def check_looks(browser):
    """The page that is loaded, as people look at it."""
    wrong = []
    for how in ({}, {"scheme": "dark"}, {"width": 360}, {"width": 360, "scheme": "dark"}, {"width": 720, "media": "print"}):
        browser.look(**how)
        contrasts = browser.value(CONTRASTS)
        if contrasts["seen"] < 10:
            wrong.append(f"{how}: there is little to be seen")
        wrong += [f"{how}: {line}" for line in contrasts["wrong"]]
        if browser.value(WIDER) > 0:
            wrong.append(f"{how}: wider than the window")
    browser.look()
    return wrong


def check_page(browser, page, host):
    wrong = [f"harmless: {line}" for line in browser.load(written(page, HARMLESS)) + check_looks(browser)]
    harmless = browser.value(TREE)
    everything = "".join(named(value, host) for value in HOSTILE.values() if isinstance(value, str) and len(value) < 200)
    values = {name: named(HOSTILE[name], host) for name in (*WRITTEN, LONG)}
    for name, value in {"all": everything[:240], **values}.items():
        wrong += [f"{name}: {line}" for line in browser.load(written(page, value))]
        if browser.value(TREE) != harmless:
            wrong.append(f"{name}: another tree")
        if name == LONG:
            wrong += [f"{name}: {line}" for line in check_looks(browser)]
    return [f"{page}: {line}" for line in wrong]


def main():
    program, pages = sys.argv[1], sys.argv[2:]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        host = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Chromium(program) as browser:
            wrong = check_tests(browser, host)
            for page in pages:
                wrong += check_page(browser, page, host)
        server.shutdown()
    wrong += [f"asked for {path}" for path in Asked.asked]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
