#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A name server that misbehaves on request: the first label of the name asked says how.

    hostile.py LOG [MODE [PORT]]

Listens on a free port (or PORT) of 127.0.0.1, UDP and TCP, prints it, and runs until it is killed. Every
question is a line in LOG: "udp|tcp edns|plain LABEL". The truth is 192.0.2.1 and "v=spf1 -all"; what must not be
taken for it says 198.51.100.1 and "v=spf1 +all". MODE: "mute" answers nothing at all; "udp-only"
refuses TCP; "formerr" answers FORMERR to every question with EDNS; "badvers" likewise.
"""
import socket
import struct
import sys
import threading
import time

A, CNAME, TXT, OPT = 1, 5, 16, 41
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
QR, TC, RD, RA, AD = 0x8000, 0x0200, 0x0100, 0x0080, 0x0020


TRUTH = {A: b"\xc0\0\2\1", TXT: b"\x0bv=spf1 -all"}
LIE = {A: b"\xc6\x33\x64\1", TXT: b"\x0bv=spf1 +all"}


def wire(name):
    return b"".join(bytes([len(x)]) + x for x in name.split(b".") if x) + b"\0"


class Question:
    """What was asked, and how to put an answer together."""

    def __init__(self, message):
        self.id, self.flags, _, _, _, additional = struct.unpack(">6H", message[:12])
        at = 12
        while message[at]:
            at += message[at] + 1
        self.name = message[12:at + 1]
        self.type = struct.unpack(">H", message[at + 1:at + 3])[0]
        self.question = message[12:at + 5]
        self.label = self.name[1:1 + self.name[0]].decode("latin-1").lower()
        self.edns = additional > 0

    def answer(self, records=(), code=NOERROR, flags=0, ident=None, question=None, extra=b"", opt=0):
        head = struct.pack(">6H", self.id if ident is None else ident, QR | RD | RA | flags | code, 1,
                           len(records), 0, 1 if extra else 0)
        return head + (self.question if question is None else question) + b"".join(records) + extra

    def record(self, data, owner=b"\xc0\x0c", rtype=None):
        return owner + struct.pack(">HHIH", rtype or self.type, 1, 60, len(data)) + data

    def truth(self, *owner):
        return self.record(TRUTH.get(self.type, b"\2ok"), *owner)

    def lie(self, *owner):
        return self.record(LIE.get(self.type, b"\2no"), *owner)

    def good(self):
        return self.answer([self.truth()])


def big(q, octets):
    """Many strings of TXT, in records of at most 20 strings."""
    records, string = [], b"\xff" + b"x" * 255
    while octets > 0:
        strings = min(20, (octets + 255) // 256)
        records.append(q.record(string * strings))
        octets -= strings * 256 + 12
    return q.answer(records)


def biggest(q, text):
    """One message of exactly 65535 octets: one record, with this text, filled up with blanks."""
    room = 65535 - 12 - len(q.question) - 12
    text += b" " * (room - (room + 255) // 256 - len(text))
    strings = [text[i:i + 255] for i in range(0, len(text), 255)]
    return q.answer([q.record(b"".join(bytes([len(x)]) + x for x in strings))])


def chain(q, length):
    """CNAMEs c1, c2, ... below the name asked, and an address at the last."""
    records, owner = [], q.name
    for i in range(length):
        target = wire(b"c%d.chain.example" % i)
        records.append(q.record(target, owner, CNAME))
        owner = target
    records.append(q.truth(owner))
    return q.answer(records)


def udp(q, send):
    """The datagrams to send for a question, in order; send() sends one later."""
    end = len(q.answer())
    here = struct.pack(">H", 0xc000 | end)
    other = wire(b"other.example") + q.question[-4:]
    replies = {
        "silent": [],
        "wrong-id": [q.answer([q.lie()], ident=q.id ^ 1)],
        "wrong-question": [q.answer([q.lie()], question=other)],
        "wrong-type": [q.answer([q.lie()],
                                question=q.name + b"\0\x0f\0\1")],
        "wrong-class": [q.answer([q.lie()],
                                 question=q.name + struct.pack(">HH", q.type, 3))],
        "forged-first": [q.answer([q.lie()], ident=q.id ^ 1),
                         b"", b"\0", q.answer([q.lie()], question=other),
                         q.good()],
        "wrong-owner": [q.answer([q.lie(wire(b"other.example"))])],
        "cname-loop": [q.answer([q.record(b"\xc0\x0c", rtype=CNAME)])],
        "cname-ring": [q.answer([q.record(wire(b"r1.example"), rtype=CNAME),
                                 q.record(wire(b"r2.example"), wire(b"r1.example"), CNAME),
                                 q.record(wire(b"r1.example"), wire(b"r2.example"), CNAME)])],
        "cname-16": [chain(q, 16)],
        "cname-17": [chain(q, 17)],
        "pointer-loop": [q.answer([q.truth(here)])],
        "pointer-pair": [q.answer([q.truth(b"\1a" + struct.pack(">H", 0xc000 | end))])],
        "count-lies": [q.answer([q.truth()])[:7] + b"\xff"
                       + q.answer([q.truth()])[8:]],
        "cut": [q.answer([q.truth()])[:-1]],
        "garbage": [struct.pack(">6H", q.id, QR | RD | RA, 1, 1, 1, 1) + q.question + b"\xff" * 400],
        "servfail": [q.answer(code=SERVFAIL)],
        "refused": [q.answer(code=REFUSED)],
        "notimp": [q.answer(code=NOTIMP)],
        "nxdomain": [q.answer(code=NXDOMAIN)],
        "nodata": [q.answer()],
        "ad": [q.answer([q.truth()], flags=AD if q.flags & AD else 0)],
    }
    if q.label in ("big", "biggest", "spf64k", "trickle", "drip", "tcp-cut", "tcp-forged",
                   "tcp-tc", "tcp-mute"):
        return [q.answer(flags=TC)]
    if q.label.startswith("late-"):  # late-600: after 600 ms
        threading.Timer(int(q.label[5:]) / 1000, send, [q.good()]).start()
        return []
    if q.label == "overdue":  # when the second try has come, what answers the first
        if q.name not in held:
            held[q.name] = q.good()
            return []
        return [held[q.name]]
    if q.label.startswith("drop-"):  # drop-2-x: the first two tries are lost
        seen[q.name] = seen.get(q.name, 0) + 1
        return [] if seen[q.name] <= int(q.label[5]) else [q.good()]
    return replies.get(q.label, [q.good()])


seen, held = {}, {}


def tcp(q, connection):
    message = {"big": lambda: big(q, 64000), "biggest": lambda: biggest(q, b""),
               "spf64k": lambda: biggest(q, b"v=spf1 " + b"ip4:198.51.100.1 " * 3800 + b"-all"),
               "tcp-forged": lambda: q.answer([q.lie()], ident=q.id ^ 1),
               "tcp-tc": lambda: q.answer(flags=TC)}.get(q.label, q.good)()
    framed = struct.pack(">H", len(message)) + message
    if q.label == "tcp-mute":
        time.sleep(60)
    elif q.label == "tcp-cut":
        connection.sendall(framed[:-3])
    elif q.label in ("trickle", "drip"):  # an octet every 2 ms, or every second
        for octet in framed:
            connection.sendall(bytes([octet]))
            time.sleep(0.002 if q.label == "trickle" else 1)
    else:
        connection.sendall(framed)


def refuse(q, mode):
    """The answer of a server that does not like EDNS, or None."""
    if not q.edns or mode not in ("formerr", "badvers"):
        return None
    if mode == "formerr":  # the header alone, as old servers do
        return struct.pack(">6H", q.id, QR | RD | RA | FORMERR, 0, 0, 0, 0)
    return q.answer(extra=b"\0" + struct.pack(">HHIH", OPT, 1232, 1 << 24, 0))


def log(path, transport, q):
    with open(path, "a", encoding="ascii") as file:
        file.write(f"{transport} {'edns' if q.edns else 'plain'} {q.label}\n")


def serve_tcp(listener, path):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve_connection, args=(connection, path), daemon=True).start()


def serve_connection(connection, path):
    with connection:
        try:
            length = struct.unpack(">H", connection.recv(2, socket.MSG_WAITALL))[0]
            q = Question(connection.recv(length, socket.MSG_WAITALL))
            log(path, "tcp", q)
            tcp(q, connection)
        except OSError:
            pass


def main():
    path, mode, port = sys.argv[1:] + ["", "0"][len(sys.argv) - 2:]
    while True:
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind(("127.0.0.1", int(port)))
        listener = socket.socket()
        try:
            listener.bind(datagrams.getsockname())
            break
        except OSError:
            datagrams.close()
    if mode != "udp-only":
        listener.listen(64)
        threading.Thread(target=serve_tcp, args=(listener, path), daemon=True).start()
    print(datagrams.getsockname()[1], flush=True)
    while True:
        message, sender = datagrams.recvfrom(65535)
        q = Question(message)
        log(path, "udp", q)
        if mode == "mute":
            continue
        refusal = refuse(q, mode)
        for reply in [refusal] if refusal else udp(q, lambda x, to=sender: datagrams.sendto(x, to)):
            datagrams.sendto(reply, sender)


main()
