#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Measures rmxfilter beside other programs that judge a sender, and beside cat: all in one run, in turn.

  compare.py BUILD PEERS FIGURES

BUILD has rmxfilter and the tools of the bench, PEERS is where mailauth may be installed. Most of these programs know no
name server but resolv.conf's, on port 53: all run in a network and a file system of their own. Before a program is timed
its answer is read: one that finds something else is named, and not timed. Prints the table as it goes, and writes
FIGURES, a JSON file, which write_pages.py reads."""
import base64
import contextlib
import hashlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
CLIENT = "203.0.113.9"
HELO = "a.example"
HOST = "mx.example.net"
CHAIN = 5  # questions of the big record that depend on each other (tests/zones/chain.zone)
SHARE = float(os.environ.get("BENCH_SHARE", "1"))  # of the runs: to try the bench itself, make bench BENCH_SHARE=0.2
DELAYS = (0, 10, 30, 100)  # milliseconds an answer
INCLUDES = range(1, 11)
LARGE = 50_000_000  # octets
SLOW_MS = 60  # a program that takes longer to start runs in every third round only
AT_ONCE = (1, 4)

SPAMASSASSIN_RULES = """dns_available yes
skip_rbl_checks 1
use_bayes 0
util_rb_tld example net
add_header all Status tests=_TESTS_
envelope_sender_header Return-Path
header SPF_PASS eval:check_for_spf_pass()
header SPF_FAIL eval:check_for_spf_fail()
header SPF_SOFTFAIL eval:check_for_spf_softfail()
"""
SPAMASSASSIN_PLUGINS = """loadplugin Mail::SpamAssassin::Plugin::Check
loadplugin Mail::SpamAssassin::Plugin::SPF
"""


# --- the programs -------------------------------------------------------------------------------------------------------


class Program:
    """A command, as words with {domain} in them, and how its answer reads: RESULT stands for fail or softfail."""

    def __init__(self, key, title, command, answer):
        self.key = key
        self.title = title
        self.command = command
        self.answer = answer
        self.first_ms = 0  # how long it took when its answer was first read

    def words(self, domain):
        return [word.format(domain=domain) for word in self.command.split(" ")]

    def is_right(self, domain, message, result):
        """Whether it comes to this result; otherwise what it said."""
        began = time.monotonic()
        with open(message, "rb") as octets:
            try:
                run = subprocess.run(self.words(domain), stdin=octets, capture_output=True, timeout=30, check=False)
            except (OSError, subprocess.TimeoutExpired) as problem:
                return False, str(problem)
        self.first_ms = self.first_ms or (time.monotonic() - began) * 1000
        said = (run.stdout + run.stderr).decode(errors="replace")
        wanted = self.answer.replace("RESULT", result).replace("UPPER", result.upper())
        return any(line.startswith(wanted) or (wanted.startswith("*") and wanted[1:] in line)
                   for line in said.splitlines()), said.strip()[-200:]


def programs(rmxfilter, peers):
    sender = "alice@{domain}.example"
    return [
        Program("rmxfilter", "rmxfilter", f"{rmxfilter} --authserv-id {HOST}", "X-RMX-Status: RESULT "),
        Program("check", "rmxfilter check -s spf",
                f"{rmxfilter} check -s spf --client-ip {CLIENT} --mail-from {sender}", "*  spf  RESULT  "),
        Program("libspf2", "libspf2's spfquery", f"spfquery.libspf2 -ip {CLIENT} -sender {sender}", "RESULT"),
        Program("mail-spf", "Mail::SPF's spfquery",
                f"spfquery.mail-spf-perl --scope mfrom --ip {CLIENT} --id {sender}", "RESULT"),
        # Debian's own Python, which has Debian's modules
        Program("pyspf", "pyspf", f"/usr/bin/python3 -m spf {CLIENT} {sender} {HELO}", "result: ('RESULT'"),
        Program("spamassassin", "SpamAssassin, SPF alone",
                "spamassassin -x -C rules --siteconfigpath=rules -p rules/none", "*SPF_UPPER"),
        Program("mailauth", "mailauth spf", f"{peers}/node_modules/.bin/mailauth spf -i {CLIENT} -f {sender} "
                f"-e {HELO} -m {HOST} -o", "Received-SPF: RESULT "),
    ]


# --- the world ----------------------------------------------------------------------------------------------------------


def private_network():
    """Starts this program again, in a network and a file system of its own."""
    inside = ["unshare", "-rmn", sys.executable, os.path.abspath(__file__), *sys.argv[1:], "inside"]
    works = subprocess.run(["unshare", "-rmn", "sh", "-c", "ip link set lo up && mount --bind /dev/null /etc/resolv.conf"],
                           stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not works:
        print("skipped: programs side by side (no private network here)")
        sys.exit()
    os.execvp(inside[0], inside)


def make_world():
    """In an empty folder: messages, a zone, settings."""
    with open("resolv.conf", "w", encoding="ascii") as file:
        file.write("nameserver 127.0.0.1\n")
    subprocess.run("ip link set lo up && mount --bind resolv.conf /etc/resolv.conf", shell=True, check=True)
    os.environ.update(HOME=os.getcwd(), LC_ALL="C.UTF-8", PYTHONWARNINGS="ignore")
    os.mkdir("rules")
    for name, text in (("one.cf", SPAMASSASSIN_RULES), ("one.pre", SPAMASSASSIN_PLUGINS), ("none", "")):
        with open(os.path.join("rules", name), "w", encoding="ascii") as file:
            file.write(text)
    with open(os.path.join(TOP, "tests", "zones", "chain.zone"), encoding="ascii") as file:
        zone = file.read()
    for count in INCLUDES:
        terms = "".join(f"include:i{number}.example " for number in range(1, count + 1))
        zone += f'$ORIGIN example.\ninc{count} TXT "v=spf1 {terms}-all"\n'
    for number in range(1, max(INCLUDES) + 1):
        zone += f'i{number} TXT "v=spf1 ip4:198.51.100.{number} ?all"\n'
    with open("zone", "w", encoding="ascii") as file:
        file.write(zone)


def installed(build):
    """The program as make install puts it there: written in one go. Fresh from the linker its pages are small pieces in the
    kernel's memory, and it takes a tenth of a millisecond longer to start than one that was installed, as the others were."""
    subprocess.run(["install", os.path.join(build, "rmxfilter"), "rmxfilter"], check=True)
    return os.path.abspath("rmxfilter")


def message_of(domain, size=5000):
    """A file: a message of this sender."""
    name = f"{domain}.{size}.eml"
    head = (f"Return-Path: <alice@{domain}.example>\n"
            f"Received: from {HELO} ({HELO} [{CLIENT}]) by {HOST} with ESMTP id 1;\n"
            "\tSat, 1 Mar 2003 17:25:48 -0800\n"
            f"From: <alice@{domain}.example>\nTo: <bob@example.net>\nSubject: lunch\n"
            f"Date: Sat, 1 Mar 2003 17:25:48 -0800\nMessage-ID: <1@{domain}.example>\n\n")
    line = "The quick brown fox jumps over the lazy dog, and the message grows by a line of text each time.\n"
    with open(name, "w", encoding="ascii") as file:
        file.write((head + line * (size // len(line) + 1))[:size - 1] + "\n")
    return name


def sign(name, domain):
    """A file: the message in name with a DKIM signature on top, whose key is in the zone from now on."""
    with open(name, "rb") as file:
        message = file.read()
    field_from = message[message.index(b"From:"):].split(b"\n")[0] + b"\r\n"
    body = message[message.index(b"\n\n") + 2:].replace(b"\n", b"\r\n")
    field = (f"DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d={domain}.example; s=s; h=from; "
             f"bh={base64.b64encode(hashlib.sha256(body).digest()).decode()}; b=").encode()
    subprocess.run(["openssl", "genrsa", "-out", "key.pem", "2048"], stderr=subprocess.DEVNULL, check=True)
    sign_it = ["openssl", "dgst", "-sha256", "-sign", "key.pem"]
    field += base64.b64encode(subprocess.run(sign_it, input=field_from + field, capture_output=True, check=True).stdout)
    key = subprocess.run(["openssl", "rsa", "-in", "key.pem", "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout
    text = base64.b64encode(key).decode()
    with open("zone", "a", encoding="ascii") as file:
        file.write(f's._domainkey.{domain} TXT "v=DKIM1\\; k=rsa\\; p={text[:200]}" "{text[200:]}"\n')
    with open(f"signed.{name}", "wb") as file:
        file.write(field + b"\n" + message)
    return f"signed.{name}"


@contextlib.contextmanager
def name_server(build, delay):
    with subprocess.Popen([os.path.join(build, "dns", "serve"), "zone", str(delay), "53"],
                          stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        try:
            yield
        finally:
            server.kill()


def answer_ms(rounds=15):
    """How long the name server takes in truth."""
    question = b"\0\1\1\0\0\1\0\0\0\0\0\0\5plain\7example\0\0\x10\0\1"
    times = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("127.0.0.1", 53))
        for _ in range(rounds):
            began = time.monotonic()
            client.send(question)
            client.recv(4096)
            times.append((time.monotonic() - began) * 1000)
    return statistics.median(times)


# --- measuring ----------------------------------------------------------------------------------------------------------


def ratio_to_cat(times, key, which):
    """The median of the ratios round by round, so that a machine whose speed drifts does not spoil it. which: 0 wall, 1 CPU."""
    return statistics.median(pair[which] / floor[which] for pair, floor in zip(times[key], times["cat"]) if pair)


class Bench:
    """What was measured so far, and how."""

    def __init__(self, build, peers):
        self.build = build
        self.programs = programs(installed(build), peers)
        self.rows = []
        self.wrong = {}

    def note(self, row, program, value, **more):
        figure = {"row": row, "program": program, "value": value, **more}
        self.rows.append(figure)
        best = f"  {figure['ratio']:6.2f} × {figure['of']}" if "ratio" in figure else ""
        print(f"  {program:26} {value:10.2f} {figure['unit']:10}{best}  ({figure['runs']} runs)", flush=True)

    def right_ones(self, domain, message, result):
        """The programs that are there and find this result."""
        found = []
        for program in self.programs:
            right, said = program.is_right(domain, message, result)
            if right:
                found.append(program)
            else:
                self.wrong[program.key] = said
                print(f"  {program.title}: not there, or does not find {result} for {domain}.example: {said[-90:]!r}")
        return found

    def time_each(self, commands, message, rounds):
        """Lists by name, one pair for each round: milliseconds of wall time and of CPU; None where a command did not run."""
        rounds = max(round(rounds * SHARE), 1)
        slow = [program.key for program in self.programs if program.first_ms > SLOW_MS]
        words = []
        for name, command in commands.items():
            words += ["3" if name in slow else "1", " ".join(command)]
        lines = subprocess.run([os.path.join(self.build, "bench", "each"), str(rounds), message, *words],
                               stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        return {name: [None if word == "-" else tuple(map(float, word.split("/"))) for word in line.split()]
                for name, line in zip(commands, lines)}

    def delay_row(self, row, domain, result, delay, chain, rounds):
        """One record at one delay: beside the delay of its longest chain, or without any beside cat."""
        message = message_of(domain)
        print(f"{row}, {delay} ms an answer")
        with name_server(self.build, delay):
            commands = {"cat": ["cat"]} if delay == 0 else {}
            commands.update((program.key, program.words(domain))
                            for program in self.right_ones(domain, message, result))
            times = self.time_each(commands, message, rounds)
        for key, pairs in times.items():
            ran = [pair[0] for pair in pairs if pair]
            if delay == 0:
                of, ratio = "cat", ratio_to_cat(times, key, 0)
            else:
                of, ratio = f"{delay * chain} ms", statistics.median(ran) / (delay * chain)
            self.note(row, key, statistics.median(ran), unit="ms", delay=delay, ratio=ratio, of=of, runs=len(ran))
            if delay == 0:
                cpu = statistics.median(pair[1] for pair in pairs if pair)
                self.note(f"CPU, {row}", key, cpu, unit="ms of CPU", ratio=ratio_to_cat(times, key, 1), of="cat", runs=len(ran))

    def must_say(self, message, words):
        """Ends the run where rmxfilter does not say this of a message."""
        with open(message, "rb") as octets, open("said", "wb") as said:
            subprocess.run(self.programs[0].words("plain"), stdin=octets, stdout=said, check=True)
        with open("said", "rb") as said:
            if words.encode() not in said.read(2000):
                sys.exit(f"compare: rmxfilter does not say {words} of {message}")

    def throughput(self, rounds=3):
        rounds = max(round(rounds * SHARE), 1)
        first_ms = {program.key: program.first_ms for program in self.programs}
        message = message_of("plain")
        with name_server(self.build, 0):
            commands = {"cat": ["cat"]}
            commands.update((program.key, program.words("plain"))
                            for program in self.right_ones("plain", message, "fail"))
            for at_once in AT_ONCE:
                print(f"messages a second, {at_once} at a time")
                rates = {key: [] for key in commands}
                for _ in range(rounds):
                    for key, command in commands.items():
                        rates[key].append(self.rate_of(command, at_once, message, first_ms.get(key, 3)))
                for key, values in rates.items():
                    ratio = statistics.median(value / floor for value, floor in zip(values, rates["cat"]))
                    self.note("throughput", key, statistics.median(values), unit="a second", at_once=at_once,
                              ratio=ratio, of="cat", runs=rounds)

    def rate_of(self, command, at_once, message, ms):
        """Messages a second, of as many as take half a second or a second."""
        count = int(min(max(600 / max(ms, 1), 2 * at_once), 400))
        folder = f"mail{count}"
        if not os.path.isdir(folder):
            os.mkdir(folder)
            for number in range(count):
                os.symlink(os.path.abspath(message), os.path.join(folder, str(number)))
        began = time.monotonic()
        subprocess.run([os.path.join(self.build, "bench", "load"), "-any", str(at_once), folder, " ".join(command)],
                       stdout=subprocess.DEVNULL, check=True)
        return count / (time.monotonic() - began)

    def large(self, rounds=15):
        """A message of 50 MB, from a file to nowhere, and from a pipe to a pipe."""
        plain = message_of("plain", LARGE)
        signed = sign(plain, "plain")
        filters = {"cat": ["cat"], "rmxfilter": self.programs[0].words("plain")}
        with name_server(self.build, 0):
            for row, message, script in (("50 MB, file to /dev/null", plain, None),
                                         ("50 MB, pipe to pipe", plain, "cat|{}|cat"),
                                         ("50 MB signed, file to /dev/null", signed, None)):
                print(row)
                if message == signed:
                    self.must_say(message, "dkim=pass")
                if script:
                    for key, command in filters.items():
                        with open(f"pipe.{key}", "w", encoding="ascii") as file:
                            file.write(script.format(" ".join(command)))
                commands = {key: ["sh", f"pipe.{key}"] if script else command for key, command in filters.items()}
                times = self.time_each(commands, message, rounds)
                for key, pairs in times.items():
                    self.note(row, key, statistics.median(pair[0] for pair in pairs), unit="ms",
                              ratio=ratio_to_cat(times, key, 0), of="cat", runs=len(pairs))

    def memory(self, rounds=3):
        """Of all processes of a message: of a small one while it waits for the DNS, and of a large one."""
        small, large = message_of("chain"), message_of("plain", LARGE)
        with name_server(self.build, 30):
            commands = {program.key: program.words("chain") for program in self.right_ones("chain", small, "softfail")}
            large_commands = {"rmxfilter": self.programs[0].words("plain")}
            for row, which, message in (("memory, big record", commands, small), ("memory, 50 MB", large_commands, large)):
                print(f"{row}: the most of all processes")
                for key, command in which.items():
                    peaks = [peak_of(command, message) for _ in range(rounds)]
                    self.note(row, key, statistics.median(peaks) / 1024, unit="MiB", runs=rounds)


def tree_of(process):
    """This process and all below it."""
    found = [process]
    with contextlib.suppress(OSError), open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        for child in file.read().split():
            found += tree_of(int(child))
    return found


def resident(process):
    """KiB: all that is resident, and what of it only this process maps."""
    sums = {}
    with contextlib.suppress(OSError), open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            words = line.split()
            if words[-1] == "kB":
                sums[words[0]] = int(words[1])
    return sums.get("Rss:", 0), sums.get("Private_Clean:", 0) + sums.get("Private_Dirty:", 0)


def peak_of(command, message):
    """KiB, the most of many looks: the largest process whole, of the others what is theirs alone. What one maps and
    shares is counted once, as if no other program of this machine had it."""
    peak = 0
    with open(message, "rb") as octets, subprocess.Popen(command, stdin=octets, stdout=subprocess.DEVNULL,
                                                         stderr=subprocess.DEVNULL) as started:
        while started.poll() is None:
            sizes = sorted((resident(process) for process in tree_of(started.pid)), reverse=True)
            peak = max(peak, sizes[0][0] + sum(own for _, own in sizes[1:]))
            time.sleep(0.0005)
    return peak


# --- about this machine -------------------------------------------------------------------------------------------------


def said_by(*command):
    with contextlib.suppress(OSError):
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return ""


def machine(build):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), os.uname().machine)
    system = said_by("sh", "-c", '. /etc/os-release; printf "%s" "$PRETTY_NAME"')
    libraries = [line for line in said_by("ldd", os.path.join(build, "rmxfilter")).splitlines() if "=>" in line]
    return {"date": time.strftime("%Y-%m-%d"), "cores": len(os.sched_getaffinity(0)), "processor": model,
            "system": system, "kernel": os.uname().release, "virtual": said_by("systemd-detect-virt") not in ("", "none"),
            "shared_libraries": len(libraries), "version": said_by(os.path.join(build, "rmxfilter"), "--version")}


def processor_seconds():
    """Seconds in which the processors of this machine were busy, and those of them that this program and its children had."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(word) for word in file.readline().split()[1:]]
    busy = sum(ticks[:3] + ticks[5:8]) / os.sysconf("SC_CLK_TCK")
    return busy, sum(os.times()[:4])


def share_of_others(before, after, seconds):
    """The share of the processors that others had meanwhile."""
    others = (after[0] - before[0]) - (after[1] - before[1])
    return max(others, 0) / seconds / len(os.sched_getaffinity(0))


def main():
    build, peers, figures = (os.path.abspath(word) for word in sys.argv[1:4])
    if sys.argv[4:] != ["inside"]:
        private_network()
    about = machine(build)
    began, before = time.monotonic(), processor_seconds()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_world()
        bench = Bench(build, peers)
        about["answers"] = {}
        for delay in DELAYS:
            with name_server(build, delay):
                about["answers"][delay] = answer_ms()
            print(f"the name server answers in {about['answers'][delay]:.3f} ms where it is to take {delay} ms")
        bench.delay_row("plain record", "plain", "fail", 0, 1, 30)
        for delay in DELAYS[1:]:
            bench.delay_row("plain record", "plain", "fail", delay, 1, 30)
        for delay in DELAYS:
            bench.delay_row("big record", "chain", "softfail", delay, CHAIN, 9)
        for count in INCLUDES:
            bench.delay_row(f"{count} include{'s' * (count > 1)}", f"inc{count}", "fail", 30, 2, 9)
        bench.throughput()
        bench.large()
        bench.memory()
        os.chdir("/")
    about["seconds"] = time.monotonic() - began
    about["others"] = share_of_others(before, processor_seconds(), about["seconds"])
    titles = {program.key: program.title for program in bench.programs}
    with open(figures, "w", encoding="utf-8") as file:
        json.dump({"about": about, "titles": titles, "wrong": bench.wrong, "rows": bench.rows}, file, indent=1)
        file.write("\n")
    print(f"{about['seconds']:.0f} s in all; other programs had {about['others']:.0%} of the processors")


if __name__ == "__main__":
    main()
