#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The policy of the author's domain, from the message to the word: the examples of RFC 9989, and what a forger and a
# careless owner can do with records, names and servers that fail.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    printf '$ORIGIN .\n' >zone
}

# record DOMAIN TAGS: a DMARC record there.
record()
{
    printf '_dmarc.%s TXT "v=DMARC1; %s"\n' "$1" "$2" >>zone
}

# sender DOMAIN...: these may send, from 192.0.2.5.
sender()
{
    printf '%s TXT "v=spf1 ip4:192.0.2.5 -all"\n' "$@" >>zone
}

# message AUTHOR SENDER [CLIENT]: what the mail host got, from 192.0.2.5 unless it says otherwise.
message()
{
    cat <<EOF
Return-Path: <sender@$2>
Received: from client.example ([${3:-192.0.2.5}]) by mx.example.org with ESMTP;
 Sat, 28 Nov 2026 10:00:00 +0000
From: someone@$1
To: user@example.org
Subject: hello

text
EOF
}

# is AUTHOR SENDER WANT...: word, what DMARC says, the wish, whose it is and by which tag; "-" for what is not told.
is()
{
    local got
    got=$(message "$1" "$2" | "$filter" explain --json --zone zone --authserv-id mx.example.org |
        jq -r '.author | [.word, .dmarc, .policy, .policy_domain, .policy_tag] | map(. // "-") | join(" ")')
    echo "From: $1, sender $2: $got"
    [ "$got" = "${*:3}" ]
}

# --- RFC 9989, appendix B ---------------------------------------------------------------------------------

@test "B.1.1: senders in strict alignment, in relaxed alignment, in none" {
    sender example.com child.example.com example.net
    record example.com 'p=reject; aspf=s'
    is example.com example.com aligned pass reject example.com p
    is example.com child.example.com refused fail reject example.com p
    : >zone
    sender example.com child.example.com example.net
    record example.com 'p=reject'
    is example.com child.example.com aligned pass reject example.com p
    is child.example.com example.net refused fail reject example.com p
}

@test "B.2: monitoring, a test in a subdomain, and the test is over" {
    sender example.net
    printf 'test.example.com A 192.0.2.80\n' >>zone
    cp zone without
    record example.com 'p=none; rua=mailto:dmarc-feedback@example.com'
    is example.com example.net unaligned fail none example.com p
    record test.example.com 'p=quarantine; rua=mailto:dmarc-feedback@example.com, mailto:tld-test@thirdparty.example.net; t=y'
    is test.example.com example.net unaligned fail none test.example.com p
    cp without zone
    record test.example.com 'p=reject; rua=mailto:dmarc-feedback@example.com, mailto:tld-test@thirdparty.example.net'
    is test.example.com example.net refused fail reject test.example.com p
}

@test "B.4.1: a simple tree" {
    sender example.com signing.example.com example.net
    record example.com 'p=reject'
    record signing.example.com 'p=none'
    is example.com example.com aligned pass reject example.com p
    is example.com signing.example.com aligned pass reject example.com p
    is example.com example.net refused fail reject example.com p
}

@test "B.4.2: a deep tree" {
    sender example.com signing.example.com example.net
    record example.com 'p=reject'
    record signing.example.com 'p=none'
    deep=a.b.c.d.e.f.g.h.i.j.k.example.com
    is "$deep" example.com aligned pass reject example.com p
    is "$deep" signing.example.com aligned pass reject example.com p
    is "$deep" example.net refused fail reject example.com p
    message "$deep" example.net | "$filter" explain --json --zone zone >out.json
    [ "$(jq '[.dns[].name | select(startswith("_dmarc."))] | length' out.json)" -eq 8 ]
}

@test "B.4.3: a registry with a record" {
    sender mail.giant.bank.example mail.mega.bank.example
    record bank.example 'p=none; sp=reject; psd=y'
    record giant.bank.example 'p=quarantine'
    is giant.bank.example mail.giant.bank.example aligned pass quarantine giant.bank.example p
    is giant.bank.example mail.mega.bank.example refused fail quarantine giant.bank.example p
    is mega.bank.example mail.giant.bank.example refused fail reject bank.example sp
    is bank.example mail.mega.bank.example unaligned fail none bank.example p
}

# --- owners -----------------------------------------------------------------------------------------------

@test "subdomains that are there, and that are not" {
    sender example.net
    printf 'www.example.com A 192.0.2.80\n' >>zone
    record example.com 'p=none; sp=quarantine; np=reject'
    is example.com example.net unaligned fail none example.com p
    is www.example.com example.net refused fail quarantine example.com sp
    is invented.example.com example.net refused fail reject example.com np
}

@test "a policy in test counts one level less, and a policy that wants nothing refuses nothing" {
    sender example.net
    record bank.example 'p=reject; t=y'
    record shop.example 'p=quarantine; t=y'
    record club.example 'p=none'
    is bank.example example.net refused fail quarantine bank.example p
    is shop.example example.net unaligned fail none shop.example p
    is club.example example.net unaligned fail none club.example p
    is other.example example.net unaligned none - - -
}

@test "records that nobody can use" {
    sender example.net
    record twice.example 'p=reject'
    record twice.example 'p=reject'
    record typo.example 'p=rejekt'
    record reports.example 'p=rejekt; rua=mailto:a@reports.example'
    printf '_dmarc.lower.example TXT "v=dmarc1; p=reject"\n' >>zone
    is twice.example example.net unaligned none - - -
    is typo.example example.net unaligned permerror - typo.example -
    is reports.example example.net unaligned fail none reports.example p
    is lower.example example.net unaligned none - - -
}

@test "records of RFC 7489 read alike" {
    sender example.net
    record bank.example 'p=reject; pct=1; rf=afrf; ri=3600; fo=1'
    is bank.example example.net refused fail reject bank.example p
}

# --- forgers ----------------------------------------------------------------------------------------------

@test "a forger's own records speak for his own names only" {
    sender evil.example evil.shop.example
    record evil.example 'p=none; psd=y'
    record bank.example 'p=reject'
    record shop.example 'p=reject'
    record evil.shop.example 'p=none; psd=n'
    is bank.example evil.example refused fail reject bank.example p
    is evil.example evil.example aligned pass none evil.example p
    is shop.example evil.shop.example refused fail reject shop.example p
    is evil.shop.example evil.shop.example aligned pass none evil.shop.example p
}

@test "tenants of one hosting service do not pass for each other, also where it forgot psd=y" {
    sender evil.github.io github.io
    is victim.github.io evil.github.io unaligned none - - -
    record github.io 'p=reject'
    is victim.github.io evil.github.io refused fail reject github.io p
    is github.io evil.github.io refused fail reject github.io p
    is evil.github.io evil.github.io aligned pass reject github.io p
}

@test "names that are long, or no names, find the policy of their owner" {
    sender example.net
    record bank.example 'p=reject'
    long=$(printf 'a.%.0s' {1..100})
    label=$(printf 'a%.0s' {1..64})
    is "${long}bank.example" example.net refused fail reject bank.example p
    is "$label.bank.example" example.net refused fail reject bank.example p
    is BANK.Example example.net refused fail reject bank.example p
}

# word: what X-RMX-From begins with, for the message on stdin.
word()
{
    "$filter" --zone zone | sed -n 's/^X-RMX-From: \([a-z]*\).*/\1/p'
}

# The reader sees the bank's name in each; whoever reads another domain there must not make it "none".
@test "no way to write the author's domain takes a message past its policy" {
    local author got
    sender example.net
    record bank.example 'p=reject'
    record xn--bnk-qla.example 'p=reject'
    for author in BaNk.eXample xn--bnk-qla.example XN--BNK-QLA.example _x.bank.example -x.bank.example x-.bank.example \
        a_b.bank.example "$(printf 'a.%.0s' {1..119})bank.example"; do
        got=$(message "$author" example.net | word)
        echo "$author: $got"
        [ "$got" = refused ]
    done
    for author in bank.example. bank..example .bank.example bänk.example bank。example ｂａｎｋ.example $'ba\u00adnk.example' \
        $'ba\u200bnk.example' $'\u202ebank.example' $'bank\u2028.example' '*.bank.example' 'x"y".bank.example' '(c)bank.example' \
        bank.example:25 bank.example%evil.example bank.example@evil.example '[bank.example]' xn--.bank.example xn--a.bank.example \
        "$(printf 'a.%.0s' {1..130})bank.example"; do
        got=$(message "$author" example.net | word)
        echo "$author: $got"
        [ "$got" = ambiguous ]
    done
}

@test "however many signatures name the author's domain, those without a key keep nothing from being refused" {
    local count
    sender example.net
    record bank.example 'p=reject'
    for count in 1 11 300; do
        { for ((i = 0; i < count; i++)); do
            printf 'DKIM-Signature: v=1; a=ed25519-sha256; d=bank.example; s=s%d; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=%s\n' \
                "$i" "$(printf 'A%.0s' {1..86})=="
        done
            message bank.example example.net; } >signed
        [ "$(word <signed)" = refused ]
    done
}

# --- servers that fail ------------------------------------------------------------------------------------

@test "where a server fails, nothing is refused, and nothing is aligned by it" {
    sender example.net sub.bank.example bank.example
    printf '_dmarc.bank.example ERROR SERVFAIL\n' >>zone
    is bank.example example.net unaligned temperror - - -
    is bank.example sub.bank.example unaligned temperror - - -
    is bank.example bank.example aligned temperror - - -
    is sub.bank.example example.net unaligned temperror - - -
}

@test "a server that fails for the registry changes nothing" {
    sender example.net
    printf '_dmarc.example ERROR SERVFAIL\n' >>zone
    record bank.example 'p=reject'
    is bank.example example.net refused fail reject bank.example p
    is other.example example.net unaligned temperror - - -
}

# A forgotten delegation: the name below the author's, its key and its policy.
@test "a signature that is none does not keep a message from being refused" {
    sender example.net
    record bank.example 'p=reject'
    printf '_dmarc.lame.bank.example ERROR SERVFAIL\n' >>zone
    printf 's._domainkey.lame.bank.example TXT "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\n' >>zone
    message bank.example example.net >plain
    { printf 'DKIM-Signature: v=1; a=ed25519-sha256; d=lame.bank.example; s=s; h=from; c=relaxed/relaxed;\n'
        printf ' bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=%s\n' \
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
        cat plain; } >signed
    for file in plain signed; do
        "$filter" explain --json --zone zone "$file" | jq -e '.author.word == "refused" and .author.dmarc == "fail"'
    done
    "$filter" explain --json --zone zone signed | jq -e '.signatures[0].result == "fail"'
}
