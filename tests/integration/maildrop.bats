#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real maildrop with the example's mailfilter, which sorts by what the filter says, and keeps the message where
# the DNS cannot say.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash

setup()
{
    command -v maildrop >/dev/null || skip "no maildrop"
    quiet_room
    genuine=$top/examples/demo/genuine.eml
    forged=$top/examples/demo/forged.eml
    mkdir bin
    install_filter "--zone $top/examples/demo/demo.zone"
    maildirmake Maildir
    maildirmake -f forged Maildir
    maildirmake -f doubtful Maildir
    {
        printf 'HOME="%s"\nPATH="%s/bin:/usr/bin:/bin"\nASAN_OPTIONS="%s"\n' "$PWD" "$PWD" "$ASAN_OPTIONS"
        second_step "$top/examples/maildrop/mailfilter"
    } >mailfilter
    chmod 600 mailfilter
}

teardown()
{
    stop_servers
}

# install_filter "OPTION..." ["WORD..."]: bin/rmxfilter runs the filter under test with these options, behind words.
install_filter()
{
    printf '#!/bin/sh\n%sexec "%s" --authserv-id mx.example.org %s "$@"\n' "${2:-}" "$filter" "$1" >bin/rmxfilter
    chmod +x bin/rmxfilter
}

# deliver FILE: maildrop's exit code is this function's.
deliver()
{
    maildrop ./mailfilter <"$1"
}

# delivered FOLDER: the one message in the folder, which is the only one anywhere.
delivered()
{
    [ "$(find Maildir -type f -path '*/new/*' | wc -l)" -eq 1 ]
    find Maildir/"$1"/new -type f
}

nothing_delivered()
{
    ! find Maildir -type f -not -name maildirfolder | grep .
}

# The forged message without what it said of itself.
without_lies()
{
    grep -v '^X-RMX-Status: pass (192.0.2.5' "$forged"
}

@test "in the first step all is marked, and nothing sorted" {
    sed -i 's/^RMX_SORT="yes"$/RMX_SORT="no"/' mailfilter
    deliver "$forged"
    message=$(delivered .)
    [ "$(field X-RMX-Status "$message")" = "fail (203.0.113.9 may not send for bank.example)" ]
    rm "$message"
    start_hostile mute
    install_filter "--nameserver 127.0.0.1:$port --timeout 0.3"
    deliver "$genuine"
    [[ $(field X-RMX-Status "$(delivered .)") == temperror* ]]
}

@test "a filter below the home is found as the example says" {
    mkdir -p .local
    mv bin .local
    [ -z "$(command -v rmxfilter)" ]
    second_step "$top/examples/maildrop/mailfilter" | sed 's/^#     PATH=/PATH=/' >sorting
    { sed -n '1,/^ASAN/p' mailfilter | grep -v ^PATH && cat sorting; } >mailfilter.own
    chmod 600 mailfilter.own
    maildrop ./mailfilter.own <"$forged"
    without_lies >want
    whole "$(delivered .forged)" want
}

@test "who shows as somebody else is sorted by the verdict" {
    install_filter "--zone $PWD/fail.zone"
    printf '$ORIGIN bank.example.\n@ TXT "v=spf1 -all"\n' >fail.zone
    sed 's/^From:.*/From: "ceo@shop.example" <statements@bank.example>/' "$genuine" >shows
    deliver shows
    whole "$(delivered .forged)" shows
}

@test "a genuine and a forged message land in different folders, whole" {
    deliver "$genuine"
    message=$(delivered .)
    [ "$(field X-RMX-Status "$message")" = "pass (192.0.2.5 may send for bank.example)" ]
    whole "$message" "$genuine"
    rm "$message"
    deliver "$forged"
    message=$(delivered .forged)
    without_lies >want
    whole "$message" want
}

@test "an unknown message lands in the inbox, a doubtful one with its like" {
    sed 's/bank.example/unknown.example/g' "$genuine" >unknown.eml
    deliver unknown.eml
    message=$(delivered .)
    [ "$(field X-RMX-Status "$message")" = "none (domain does not exist)" ]
    whole "$message" unknown.eml
    rm "$message"
    printf '$ORIGIN bank.example.\n@ TXT "v=spf1 ~all"\n' >soft.zone
    install_filter "--zone $PWD/soft.zone"
    deliver "$genuine"
    message=$(delivered .doubtful)
    [[ $(field X-RMX-Status "$message") == softfail* ]]
    whole "$message" "$genuine"
}

@test "what the DNS cannot say stays in the queue, and is delivered when it can" {
    start_hostile mute
    install_filter "--nameserver 127.0.0.1:$port --timeout 0.3"
    run -75 deliver "$genuine"
    nothing_delivered
    start "$BUILD/dns/serve" "$top/examples/demo/demo.zone"
    install_filter "--nameserver 127.0.0.1:$port"
    deliver "$genuine"
    whole "$(delivered .)" "$genuine"
}

@test "the same by the filter's own exit code" {
    sed -i '/^if .*temperror/,/^}/d' mailfilter
    start_hostile mute
    install_filter "--nameserver 127.0.0.1:$port --timeout 0.3 --on-temperror defer"
    run -75 deliver "$genuine"
    nothing_delivered
}

@test "with an inspector that crashes the message arrives whole" {
    install_filter '' "LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=crash "
    deliver "$genuine"
    message=$(delivered .doubtful)
    [[ $(field X-RMX-Status "$message") == "error (inspector ended by SIGSEGV)" ]]
    whole "$message" "$genuine"
}

@test "a filter that cannot write loses nothing" {
    install_filter '>/dev/full'
    run -75 deliver "$genuine"
    nothing_delivered
}
