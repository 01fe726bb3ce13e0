#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The main job: a real procmail, with the recipes of procmailrc.example, pipes a real message through the
# filter, which asks a real NSD, and sorts it by what came back.

bats_require_minimum_version 1.5.0
load common
load callers
load signing

setup()
{
    quiet_room
    genuine=$top/examples/demo/genuine.eml
    forged=$top/examples/demo/forged.eml
    mkdir Mail bin
    start_nsd bank.example
    install_filter "--nameserver 127.0.0.1:$dns_port"
    {
        printf 'MAILDIR=%s/Mail\nDEFAULT=$MAILDIR/inbox\nLOGFILE=%s/log\nPATH=%s/bin:/usr/bin:/bin\n' \
            "$PWD" "$PWD" "$PWD"
        printf 'ASAN_OPTIONS=%s\n' "$ASAN_OPTIONS"
        second_step "$top/procmailrc.example"
    } >procmailrc
}

teardown()
{
    stop_nsd
}

# install_filter "OPTION...": bin/rmxfilter runs the filter under test with these options.
install_filter()
{
    printf '#!/bin/sh\n%sexec "%s" %s "$@"\n' "${2:-}" "$filter" "$1" >bin/rmxfilter
    chmod +x bin/rmxfilter
}

# deliver FILE: procmail's exit code is this function's.
deliver()
{
    procmail -m "$PWD/procmailrc" <"$1"
}

# folders: the folders that hold something.
folders()
{
    (cd Mail && ls)
}

# holds FOLDER FILE: the one message in FOLDER, its mbox line and our fields taken off, is FILE without what it
# said of itself. procmail puts an empty line behind each message of an mbox.
holds()
{
    sed -e '1{/^From /d}' "Mail/$1" | sed -e '/^Return-Path:/,$!d' >got
    grep -v '^X-RMX-Status: pass (192.0.2.5' "$2" >want
    echo >>want
    cmp got want
}

@test "in the first step all is marked, and nothing sorted" {
    sed -i 's/^RMX_SORT=yes$/RMX_SORT=no/' procmailrc
    deliver "$genuine"
    deliver "$forged"
    [ "$(folders)" = inbox ]
    [ "$(grep -c '^X-RMX-Status: pass (192.0.2.5 may send for bank.example)$' Mail/inbox)" -eq 1 ]
    [ "$(grep -c '^X-RMX-Status: fail (203.0.113.9 may not send for bank.example)$' Mail/inbox)" -eq 1 ]
}

@test "a genuine and a forged message land in different folders, whole" {
    deliver "$genuine"
    [ "$(folders)" = genuine ]
    deliver "$forged"
    [ "$(folders | tr '\n' ' ')" = "forged genuine " ]
    holds genuine "$genuine"
    holds forged "$forged"
    grep -q '^X-RMX-Status: pass (192.0.2.5 may send for bank.example)$' Mail/genuine
    grep -q '^X-RMX-Status: fail (203.0.113.9 may not send for bank.example)$' Mail/forged
}

@test "the two of every day: a signed message through a forwarder that nobody trusts, and a phisher's whose envelope passes" {
    needs dkimsign python3-dkim
    signing_zone
    install_filter "$zone"
    forwarded >forwarded.eml
    phishing >phishing.eml
    deliver forwarded.eml
    [ "$(folders)" = genuine ]
    grep -q '^X-RMX-Status: fail (198.51.100.7 may not send for bank.example)$' Mail/genuine
    grep -q '^X-RMX-From: aligned bank.example (signed by bank.example)$' Mail/genuine
    deliver phishing.eml
    [ "$(folders | xargs)" = 'doubtful genuine' ]
    grep -q '^X-RMX-Status: pass (203.0.113.9 may send for phish.example)$' Mail/doubtful
    grep -q '^X-RMX-From: refused bank.example (its policy: reject)$' Mail/doubtful
    holds genuine forwarded.eml
    holds doubtful phishing.eml

    # a name that shows another address is not genuine, whoever signed; a fail and a refusal together are a forgery
    written x@phish.example | sed 's/^From: .*/From: "ceo@bank.example" <x@phish.example>/' | signed phish.example phish |
        received x@phish.example 203.0.113.9 >shows.eml
    deliver shows.eml
    [ "$(folders | xargs)" = 'doubtful genuine inbox' ]
    phishing | sed 's/offer@phish/offer@bank/' >forged.eml
    deliver forged.eml
    [ "$(folders | xargs)" = 'doubtful forged genuine inbox' ]

    # what fails and may be signed all the same is no forgery
    unproven >unproven.eml
    deliver unproven.eml
    [ "$(grep -c '^X-RMX-Status: fail' Mail/doubtful)" -eq 1 ]
    [ "$(grep -c '^X-RMX-Status: fail' Mail/forged)" -eq 1 ]
}

@test "with an inspector that crashes both arrive whole" {
    install_filter '' "LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=crash "
    deliver "$genuine"
    [ "$(folders)" = doubtful ]
    holds doubtful "$genuine"
    rm Mail/doubtful
    deliver "$forged"
    [ "$(folders)" = doubtful ]
    holds doubtful "$forged"
    [ "$(grep -c '^X-RMX-Status: error (inspector ended by SIGSEGV)$' Mail/doubtful)" -eq 1 ]
}

@test "a dead name server costs the deadline, and no mail" {
    stop_nsd
    nsd_pid=
    install_filter "--nameserver 127.0.0.1:$dns_port --timeout 1"
    SECONDS=0
    deliver "$genuine"
    [ "$SECONDS" -le 3 ]
    [ "$(folders)" = doubtful ]
    holds doubtful "$genuine"
    grep -q '^X-RMX-Status: temperror' Mail/doubtful
}

@test "a deferred message is kept for another try" {
    stop_nsd
    nsd_pid=
    install_filter "--nameserver 127.0.0.1:$dns_port --timeout 1 --on-temperror defer"
    run -75 deliver "$genuine"
    [ -z "$(folders)" ]
}

@test "a filter that cannot write loses nothing" {
    install_filter '>/dev/full'
    run -75 deliver "$genuine"
    [ -z "$(folders)" ]
}

# with_author HEADER: the genuine message, with HEADER (for printf's %b) in the place of its From field.
with_author()
{
    sed '/^From:/,$d' "$genuine"
    printf "%b\n" "$1"
    sed '1,/^From:/d' "$genuine"
}

@test "who shows as somebody else is not genuine, though a pass covers the address" {
    with_author 'From: Your bank <statements@bank.example>' >plain
    deliver plain
    [ "$(folders)" = genuine ]
    rm Mail/genuine
    while read -r header; do
        with_author "$header" >forged-author
        deliver forged-author
        [ "$(folders)" = inbox ] || { echo "$header"; head -n 8 Mail/*; return 1; }
        rm Mail/inbox
    done <<'END'
From: "ceo@shop.example" <statements@bank.example>
From: =?utf-8?q?The_head_of_all_of_the_shop?=\n =?utf-8?q?_=3Cceo=40a-rather-long-name-of-a-shop-that-folds.shop.example=3E?=\n <statements@bank.example>
From: ceo@shop.example <statements@bank.example>
From: <statements@bank.example>, <ceo@shop.example>
From: <statements@bank.example>\nFrom: <ceo@shop.example>
From: <statements@bank.example>\nFrom : <ceo@shop.example>
Apparently-From: <ceo@shop.example>\nFrom: <statements@bank.example>
From: <ceo@shop.example>\r\nX: y\rFrom: <statements@bank.example>
From: statements@bank.example\0000<ceo@shop.example>
From: <statements@bank.example>) <ceo@shop.example>
END
}
