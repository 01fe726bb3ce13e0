# SPDX-License-Identifier: ISC
"""Pictures of a page, for people to look at: light, dark, on a telephone, and printed.

    look.py CHROMIUM PAGE.html FOLDER"""

import os
import sys

from chromium import Chromium


def main():
    program, page, folder = sys.argv[1:]
    with open(page, "rb") as file:
        octets = file.read()
    os.makedirs(folder, exist_ok=True)

    def keep(name, octets):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(octets)

    with Chromium(program) as browser:
        browser.load(octets)
        for name, how in {"light": {}, "dark": {"scheme": "dark"}, "narrow": {"width": 360}}.items():
            browser.look(**how)
            keep(name + ".png", browser.picture())
        browser.look(media="print")
        keep("paper.pdf", browser.paper())


if __name__ == "__main__":
    main()
