#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Results that other hosts wrote into the message: believed by their place, kept by it, and shown with whose word they are.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
}

# The name of this host in what is written, and of the mailbox's host in what came.
ours='Authentication-Results: mx.example.org; dkim=pass header.d=bank.example'

# message ABOVE BELOW: a message with these fields above and below the boundary's.
message()
{
    printf '%s\n' ${1:+"$1"} 'Received: from mail.bank.example (mail.bank.example [192.0.2.5])' \
        '	by mx.example.org (Postfix) with ESMTPS id 4F5A; Sat, 7 Nov 2026 09:14:05 +0000' ${2:+"$2"} \
        'DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=s1; h=from; bh=AAAA; b=AAAA' \
        'From: a@bank.example' 'Subject: x' '' body
}

# kept: how often the mailbox's host's result stands in what comes out.
kept()
{
    rmx --headers status,authentication-results <in | sed '/^$/q' | grep -cx "$ours" || :
}

@test "under this host's name: what stands above the boundary stays, what stands below goes" {
    message "$ours" >in
    [ "$(kept)" = 1 ]
    message '' "$ours" >in
    [ "$(kept)" = 0 ]
    message "$ours" "$ours" >in
    [ "$(kept)" = 1 ]
    rmx --headers status,authentication-results <in >out
    [ "$(grep -cx "$ours" out)" = 1 ]
    # the one above: it stands before the Received field
    sed -n '/^Authentication-Results: mx.example.org; dkim=pass header/,/^Received/p' out | grep -q '^Received'
}

@test "without a boundary only what stands above the last believed field stays" {
    { echo "$ours"; sed '/^Received/,/^	by/d' < <(message '' ''); } >in
    [ "$(kept)" = 0 ]
    { message "$ours" "$ours" | sed 's/192\.0\.2\.5/10.0.0.5/'; } >in
    [ "$(kept)" = 1 ]
    { message "$ours" "$ours" | sed 's/ (mail\.bank.*//'; } >in
    [ "$(kept)" = 1 ]
}

@test "the field right below the boundary counts, and stays, under a name that results= gives" {
    message '' "$ours" >in
    mkdir -p .config/rmxfilter
    printf '[relays]\nresults=mx.example.org\n' >.config/rmxfilter/rmxfilter.conf
    [ "$(kept)" = 1 ]
    rmx_json | grep -q '"position": "named"'
    message '' "From: x@y.example
$ours" >in
    [ "$(kept)" = 0 ]
    rmx_json | grep -q '"position": "below"'
    message '' "${ours/mx./other.}
$ours" >in
    [ "$(kept)" = 0 ]
}

rmx_json()
{
    "$filter" explain --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org --json <in
}

@test "an X-RMX field above the boundary goes: nobody else writes one" {
    message 'X-RMX-Status: pass (y)' >in
    rmx --headers status,authentication-results <in >out
    [ "$(grep -c '^X-RMX-Status' out)" = 1 ]
    run ! grep -q 'pass (y)' out
}

@test "when the inspector fails all of that name goes, above the boundary too" {
    message "$ours" "$ours" >in
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=crash "$filter" --headers status,authentication-results \
        --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org <in >out
    [ "$(field X-RMX-Status out)" = 'error (inspector ended by SIGSEGV)' ]
    run ! grep -qx "$ours" out
}
