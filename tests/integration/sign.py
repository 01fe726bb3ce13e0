#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Signs a message whose lines end in LF (RFC 6376, c=relaxed/...), by its own reading of the RFC and openssl:

    sign.py key ZONE                            makes KEY.pem, and writes its record to the end of ZONE
    sign.py simple|relaxed <message >signed     signs for bank.example, selector test
"""

import base64
import hashlib
import re
import subprocess
import sys

KEY = "key.pem"


def openssl(*words, octets=b""):
    return subprocess.run(["openssl", *words], input=octets, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def make_key(zone):
    openssl("genrsa", "-out", KEY, "2048")
    public = base64.b64encode(openssl("rsa", "-in", KEY, "-pubout", "-outform", "DER")).decode()
    halves = f'"v=DKIM1; k=rsa; p={public[:200]}" "{public[200:]}"'
    with open(zone, "a") as out:
        out.write(f"\n$ORIGIN bank.example.\ntest._domainkey TXT {halves}\n")


def canonical_field(field):
    name, value = field.split(b":", 1)
    value = re.sub(rb"[ \t]+", b" ", re.sub(rb"\r?\n", b"", value)).strip(b" \t")
    return name.strip().lower() + b":" + value


def canonical_body(body, form):
    if body and not body.endswith(b"\n"):
        body += b"\n"
    if form == "relaxed":
        body = re.sub(rb"[ \t]+", b" ", body)
        body = re.sub(rb" \n", b"\n", body)
    body = body.rstrip(b"\n") + b"\n" if body.strip(b"\n") else (b"" if form == "relaxed" else b"\n")
    return body.replace(b"\n", b"\r\n")


def sign(message, form):
    header, body = message.split(b"\n\n", 1)
    fields = re.split(rb"\n(?![ \t])", header)
    author = next(field for field in fields if field.lower().startswith(b"from:"))
    digest = base64.b64encode(hashlib.sha256(canonical_body(body, form)).digest()).decode()
    empty = f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/{form}; d=bank.example; s=test;\n\th=from; bh={digest};\n\tb=".encode()
    data = canonical_field(author) + b"\r\n" + canonical_field(empty)
    value = base64.b64encode(openssl("dgst", "-sha256", "-sign", KEY, octets=data))
    first = fields[0] + b"\n" if fields[0].startswith(b"From ") else b""
    return first + empty + value + b"\n" + message[len(first):]


if sys.argv[1] == "key":
    make_key(sys.argv[2])
else:
    sys.stdout.buffer.write(sign(sys.stdin.buffer.read(), sys.argv[1]))
