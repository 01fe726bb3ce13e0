# SPDX-License-Identifier: ISC
# Domains that sign their mail, and mail of theirs: loaded behind common.bash and callers.bash with `load signing`.
# shellcheck shell=bash disable=SC2154,SC2034

# new_key NAME: a key for signatures, and NAME.txt: the record that goes with it.
new_key()
{
    openssl genrsa -out "$1.pem" 2048 2>/dev/null
    { echo 'v=DKIM1; k=rsa; p='; openssl rsa -in "$1.pem" -pubout 2>/dev/null | grep -v -- -----; } | tr -d '\n' >"$1.txt"
}

# quoted FILE: its text as strings of a zone file, none longer than 255 octets.
quoted()
{
    fold -w 200 "$1" | sed 's/;/\\;/g; s/.*/"&"/' | tr '\n' ' '
}

# signing_zone: the file signed.zone, with
#   bank.example     sends from 192.0.2.5 only, signs by the selector s1, and wants forgeries rejected
#   phish.example    sends from 203.0.113.9, and signs likewise
#   list.example     sends from 198.51.100.4
#   plain.example    sends from 192.0.2.5, signs, and has no policy
#   fwd.example      publishes nothing
signing_zone()
{
    new_key bank
    new_key phish
    cat >signed.zone <<END
\$TTL 3600
\$ORIGIN example.
bank                  TXT   "v=spf1 ip4:192.0.2.5 -all"
_dmarc.bank           TXT   "v=DMARC1\\; p=reject"
s1._domainkey.bank    TXT   $(quoted bank.txt)
gone._domainkey.bank  TXT   "v=DKIM1\\; p="
dead._domainkey.bank  ERROR TIMEOUT
late.bank             ERROR TIMEOUT
_dmarc.late.bank      ERROR TIMEOUT
plain                 TXT   "v=spf1 ip4:192.0.2.5 -all"
s1._domainkey.plain   TXT   $(quoted bank.txt)
phish                 TXT   "v=spf1 ip4:203.0.113.9 -all"
s1._domainkey.phish   TXT   $(quoted phish.txt)
list                  TXT   "v=spf1 ip4:198.51.100.4 -all"
fwd                   A     198.51.100.7
END
    zone="--zone $PWD/signed.zone"
}

# written AUTHOR [TEXT]: a message as its author's host sends it.
written()
{
    cat <<END
Date: Sat, 7 Nov 2026 09:14:01 +0000
From: Your bank <$1>
To: bob@foo.example
Subject: Your statement
Message-ID: <20261107091401@${1#*@}>

${2:-Your statement is ready.}
END
}

# signed DOMAIN KEY [SELECTOR [OPTION...]]: the message with a signature of the domain on top.
signed()
{
    dkimsign "${@:4}" "${3:-s1}" "$1" "$2.pem"
}

# signed_until SECONDS: the message with a signature of bank.example on top that says when it expires, which dkimsign cannot
# write: of From and the body, in relaxed form.
signed_until()
{
    python3 /dev/fd/3 "$1" 3<<'END'
import base64, hashlib, re, subprocess, sys
header, body = sys.stdin.read().split("\n\n", 1)
author = re.search("(?m)^From: *(.*)$", header)[1]
digest = base64.b64encode(hashlib.sha256(body.replace("\n", "\r\n").encode()).digest()).decode()
tags = f"v=1; a=rsa-sha256; c=relaxed/simple; d=bank.example; s=s1; t=1700000000; x={sys.argv[1]}; h=from; bh={digest}; b="
signer = subprocess.run(["openssl", "dgst", "-sha256", "-sign", "bank.pem"], check=True, capture_output=True,
                        input=f"from:{author}\r\ndkim-signature:{tags}".encode())
print(f"DKIM-Signature: {tags}{base64.b64encode(signer.stdout).decode()}\n{header}\n\n{body}", end="")
END
}

# received SENDER CLIENT [NAME]: the message as the user's own host took it from the client.
received()
{
    printf 'Return-Path: <%s>\nReceived: from %s (%s [%s])\n\tby mx.foo.example (Postfix) with ESMTPS id 4XpQ2r1bZ0z9v\n' \
        "$1" "${3:-host.example}" "${3:-host.example}" "$2"
    printf '\tfor <bob@foo.example>; Sat, 7 Nov 2026 09:14:03 +0000 (UTC)\n'
    cat
}

# The two messages of every day: a genuine one through a forwarder that nobody trusts, and one that a phisher sends in the
# bank's name from a domain and a machine of his own.
forwarded() { written statements@bank.example | signed bank.example bank | received statements@bank.example 198.51.100.7 mx.fwd.example; }
# The first, whose key cannot be had: perhaps genuine.
unproven() { written statements@bank.example | signed bank.example bank dead | received statements@bank.example 198.51.100.7 mx.fwd.example; }
phishing() { written statements@bank.example 'Your account is locked.' | received offer@phish.example 203.0.113.9 mail.phish.example; }
