#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Mail of bank.example through a mailing list that breaks its signature and seals what it found, by dkimpy:

    arc.py ZONE DOMAIN [RESULTS]    writes the records of the keys, and to standard output what arrives

DOMAIN seals. RESULTS are what the list found, where that is not a pass of the signature; "strip": the list takes the
signature out."""

import subprocess
import sys

import dkim

HEAD = b"From: Joe <joe@bank.example>\r\nTo: list@lists.example\r\nSubject: dinner\r\nDate: Sat, 7 Nov 2026 09:14:00 +0000\r\n"


def make_key(zone, domain):
    pem = subprocess.run(["openssl", "genrsa", "2048"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout"], input=pem, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    text = "".join(public.decode().split("\n")[1:-2])
    zone.write(f'test._domainkey.{domain} TXT "v=DKIM1; k=rsa; p={text[:200]}" "{text[200:]}"\n')
    return pem


def main():
    sealer = sys.argv[2]
    with open(sys.argv[1], "w") as zone:
        zone.write('$ORIGIN .\n_dmarc.bank.example TXT "v=DMARC1; p=reject"\nbank.example TXT "v=spf1 -all"\n')
        bank, own = make_key(zone, "bank.example"), make_key(zone, sealer)
    message = HEAD + b"\r\nAre you hungry yet?\r\n"
    signature = dkim.sign(message, b"test", b"bank.example", bank, include_headers=[b"from", b"subject"])
    value = signature.replace(b"\r\n", b"").replace(b" ", b"").rpartition(b"b=")[2][:8].decode()
    wish = sys.argv[3] if len(sys.argv) > 3 else None
    found = wish if wish and wish != "strip" else f"dkim=pass header.d=bank.example header.s=test header.b={value}"
    message = (b"" if wish == "strip" else signature) + message.replace(b"Subject: ", b"Subject: [talk] ") + b"-- \r\nTo leave the list: ...\r\n"
    results = f"Authentication-Results: mx.{sealer}; {found}\r\n".encode()
    sets = dkim.arc_sign(results + message, b"test", sealer.encode(), own, f"mx.{sealer}".encode(), [b"from", b"subject", b"dkim-signature"])
    by = b"Received: from mail.lists.example (mail.lists.example [192.0.2.5])\r\n\tby mx.example.org (Postfix) with ESMTPS id 4F5A; Sat, 7 Nov 2026 09:15:00 +0000\r\n"
    sys.stdout.buffer.write((by + b"".join(sets) + message).replace(b"\r\n", b"\n"))


main()
