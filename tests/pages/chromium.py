# SPDX-License-Identifier: ISC
"""A headless Chromium that loads one page after another. It is started once, and told what to do by the DevTools protocol over
two pipes (--remote-debugging-pipe), so that no port and no other package is needed."""

import base64
import itertools
import json
import os
import select
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds for one answer, or for a page to load; no test comes near
SETTLE = 2000  # milliseconds of the page's own time, in which its timers run; they pass at once
FLAGS = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync", "--disable-extensions",
         "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe"]

LEAVES = "Page.frameScheduledNavigation"

# What a page says that has nothing to say, or asks for; and what of the message is worth telling.
EVENTS = {
    "Log.entryAdded": lambda said: said["entry"]["text"],
    "Runtime.consoleAPICalled": lambda said: f"console: {said['args']}",
    "Runtime.exceptionThrown": lambda said: f"script: {said['exceptionDetails']['text']}",
    "Page.javascriptDialogOpening": lambda said: f"dialog: {said['message']}",
    LEAVES: lambda said: f"leaves for {said['url'][:80]}",
    "Network.requestWillBeSent": lambda said: f"asks for {said['request']['url'][:80]}",
}


class Chromium:
    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.numbers = itertools.count(1)
        self.events = []  # since the last page was loaded: an event may come before the answer to what caused it
        self.rest = b""
        self.session = self.target = None
        self.left = True  # the page that was loaded last, for another one
        self.start(program)

    def start(self, program):
        """It reads from descriptor 3, and writes to 4."""
        flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
        mine, theirs = os.pipe(), os.pipe()
        high = [os.dup(end) for end in (mine[0], theirs[1])]

        def place():
            # away from 3 and 4 first: either may be one of them
            ends = [os.dup(os.dup(os.dup(end))) for end in high]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen([program, *flags, f"--user-data-dir={self.folder.name}/profile"], pass_fds=(3, 4),
                                        preexec_fn=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for end in (mine[0], theirs[1], *high):
            os.close(end)
        self.to, self.back = mine[1], theirs[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.to)  # it ends by that
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.back)
        self.folder.cleanup()

    # --- messages ---

    def read(self):
        """The next message of Chromium's."""
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.back], [], [], max(0, self.until - time.monotonic()))
            octets = os.read(self.back, 1 << 20) if ready else b""
            if not octets:
                raise RuntimeError("Chromium says nothing more" if not ready else "Chromium has ended")
            self.rest += octets
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def note(self, message):
        if "method" in message and message.get("sessionId") == self.session:
            self.events.append(message)
        if message.get("method") == "Page.javascriptDialogOpening":
            self.tell("Page.handleJavaScriptDialog", accept=True)

    def tell(self, method, **parameters):
        self.until = time.monotonic() + PATIENCE
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        octets = json.dumps(message).encode() + b"\0"
        while octets:
            octets = octets[os.write(self.to, octets):]
        return number

    def ask(self, method, **parameters):
        number = self.tell(method, **parameters)
        while True:
            message = self.read()
            self.note(message)
            if message.get("id") != number:
                continue
            if "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            return message["result"]

    def await_event(self, method, otherwise, **details):
        """The first of two events of the page, the one with these details; it may have come already."""
        at = 0
        while True:
            for event in self.events[at:]:
                if event["method"] == otherwise or event["method"] == method and details.items() <= event["params"].items():
                    return event["method"]
            at = len(self.events)
            self.note(self.read())

    # --- pages ---

    def load(self, octets):
        """Loads a page from a file, and lets its timers run. Returns what it said and asked for."""
        path = os.path.join(self.folder.name, "page.html")
        with open(path, "wb") as file:
            file.write(octets)
        if self.left:
            self.open_tab()
        self.events.clear()
        loader = self.ask("Page.navigate", url="file://" + path)["loaderId"]  # not that of the empty tab
        self.left = self.await_event("Page.lifecycleEvent", LEAVES, name="load", loaderId=loader) == LEAVES
        if not self.left:
            self.ask("Emulation.setVirtualTimePolicy", policy="pauseIfNetworkFetchesPending", budget=SETTLE)
            self.left = self.await_event("Emulation.virtualTimeBudgetExpired", LEAVES) == LEAVES
            self.ask("Emulation.setVirtualTimePolicy", policy="advance")
        said = [EVENTS[event["method"]](event["params"]) for event in self.events if event["method"] in EVENTS]
        said.remove("asks for file://" + path)
        return said

    def open_tab(self):
        """Nothing that a page still does which has left for another one comes into it."""
        last, self.session = self.target, None
        self.target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        if last:
            self.ask("Target.closeTarget", targetId=last)
        self.session = self.ask("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network":
            self.ask(domain + ".enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)

    def value(self, expression):
        """What a script of ours finds in the page."""
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"]["value"]

    def look(self, width=1280, scheme="light", media="screen"):
        """Sets what the page is seen by; it need not be loaded anew."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self):
        """All of the page, as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def paper(self):
        """The page printed, as PDF."""
        return base64.b64decode(self.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"])
