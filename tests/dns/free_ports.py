#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Ports of 127.0.0.1 that nobody has, for UDP and TCP, none of them twice.

    free_ports.py COUNT

They are let go before the server comes that is to have them. So they are none of those that the kernel gives to whoever asks for
any, as each question to the DNS does; and two of these programs at once begin at different places."""

import os
import socket
import sys

LOWEST = 10000
APART = 8  # ports from the place of one process to that of the next


def highest():
    """The last one below the kernel's own."""
    try:
        with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as file:
            first = int(file.read().split()[0])
    except OSError:
        first = 32768
    return first - 1 if first > LOWEST + 1000 else 65535


def main(count):
    last = highest()
    port = LOWEST + os.getpid() * APART % (last - LOWEST)
    held = []
    while len(held) < count:
        port = port + 1 if port < last else LOWEST
        tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        try:
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
        except OSError:
            continue
        held.append((tcp, udp))
    print(*(tcp.getsockname()[1] for tcp, _ in held))


main(int(sys.argv[1]))
