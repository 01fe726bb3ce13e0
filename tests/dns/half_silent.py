#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A name server that answers nothing about names below its first argument, and of all others knows only TXT records.

    half_silent.py SILENT [NAME TEXT]...

Listens on 127.0.0.1, prints its port, and runs until it is killed."""

import socket
import sys

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

silent, texts = sys.argv[1], dict(zip(sys.argv[2::2], sys.argv[3::2]))
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    octets, client = server.recvfrom(65535)
    question = dns.message.from_wire(octets)
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.RA
    name = question.question[0].name.to_text(omit_final_dot=True).lower()
    if name in texts:
        answer.answer.append(dns.rrset.from_text(name + ".", 60, "IN", "TXT", '"%s"' % texts[name]))
    elif name.endswith("." + silent):
        continue
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    server.sendto(answer.to_wire(), client)
