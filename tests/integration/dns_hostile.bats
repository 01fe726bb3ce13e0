#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What a name server, or one who forges its answers, can do to us: a wrong answer is never taken, and
# no answer is out at the deadline.

load ../dns/helper.bash

teardown()
{
    stop_servers
}

# says "LINE": the answer to the last question is just this line
says()
{
    [ "${lines[0]}" = "$1" ] || { echo "want: $1"; echo "got:  ${lines[0]}"; return 1; }
}

@test "forged answers are not taken: wrong id, name, type, class" {
    start_hostile
    for label in wrong-id wrong-question wrong-type wrong-class; do
        ask -t 0.4 -n "127.0.0.1:$port" $label.example A
        says "$label.example A temperror (no answer in time)"
        [ "$milliseconds" -ge 400 ]
        [ "$milliseconds" -lt 700 ]
    done
}

@test "the right answer is found behind forged ones" {
    start_hostile
    ask -n "127.0.0.1:$port" forged-first.example A
    says "forged-first.example A ok 192.0.2.1"
}

@test "another owner's records are not taken" {
    start_hostile
    ask -n "127.0.0.1:$port" wrong-owner.example A
    says "wrong-owner.example A nodata"
}

@test "loops of CNAMEs and of compression pointers end" {
    start_hostile
    ask -n "127.0.0.1:$port" cname-loop.example A cname-ring.example A cname-17.example A \
        pointer-loop.example A pointer-pair.example A cname-16.example A
    says "cname-loop.example A temperror (CNAME loop, or too long a chain)"
    [ "${lines[1]}" = "cname-ring.example A temperror (CNAME loop, or too long a chain)" ]
    [ "${lines[2]}" = "cname-17.example A temperror (CNAME loop, or too long a chain)" ]
    [ "${lines[3]}" = "pointer-loop.example A temperror (malformed answer)" ]
    [ "${lines[4]}" = "pointer-pair.example A temperror (malformed answer)" ]
    [ "${lines[5]}" = "cname-16.example A ok 192.0.2.1" ]
    [ "$milliseconds" -lt 500 ]
}

@test "malformed answers are temperror at once" {
    start_hostile
    for label in count-lies cut garbage; do
        ask -n "127.0.0.1:$port" $label.example A
        says "$label.example A temperror (malformed answer)"
        [ "$milliseconds" -lt 500 ]
    done
}

@test "no such name, no data, failures are told apart" {
    start_hostile
    ask -n "127.0.0.1:$port" nxdomain.example A nodata.example A servfail.example A refused.example A \
        notimp.example A
    says "nxdomain.example A nxdomain"
    [ "${lines[1]}" = "nodata.example A nodata" ]
    [ "${lines[2]}" = "servfail.example A temperror (name server failed (SERVFAIL))" ]
    [ "${lines[3]}" = "refused.example A temperror (name server refused (REFUSED))" ]
    [ "${lines[4]}" = "notimp.example A temperror (name server does not understand (NOTIMP))" ]
}

@test "64 KB of TXT come over TCP" {
    start_hostile
    ask -n "127.0.0.1:$port" biggest.example TXT
    says "biggest.example TXT ok 65234 octets"
    grep -qx "tcp edns biggest" "$log"
    ask -n "127.0.0.1:$port" big.example TXT
    [[ ${lines[0]} == "big.example TXT ok 5100 octets 5100 octets"* ]]
}

@test "truncated, and TCP is refused: temperror at once" {
    start_hostile udp-only
    ask -n "127.0.0.1:$port" big.example TXT
    says "big.example TXT temperror (answer is too long for UDP, and none came over TCP)"
    [ "$milliseconds" -lt 500 ]
}

@test "what TCP answers is checked too" {
    start_hostile
    for label in tcp-forged tcp-tc tcp-cut; do
        ask -n "127.0.0.1:$port" $label.example TXT
        says "$label.example TXT temperror (answer is too long for UDP, and none came over TCP)"
    done
}

@test "an answer that trickles in is put together" {
    start_hostile
    ask -n "127.0.0.1:$port" trickle.example TXT
    says "trickle.example TXT ok v=spf1 -all"
}

@test "an answer that drips, or a connection that says nothing, ends at the deadline" {
    start_hostile
    ask -t 1 -n "127.0.0.1:$port" drip.example TXT tcp-mute.example TXT
    says "drip.example TXT temperror (no answer in time)"
    [ "${lines[1]}" = "tcp-mute.example TXT temperror (no answer in time)" ]
    [ "$milliseconds" -ge 1000 ]
    [ "$milliseconds" -lt 1300 ]
}

@test "a server that answers EDNS with FORMERR or BADVERS is asked without, once for all" {
    for mode in formerr badvers; do
        start_hostile $mode
        ask -1 -n "127.0.0.1:$port" good.example A better.example A
        says "good.example A ok 192.0.2.1"
        [ "${lines[1]}" = "better.example A ok 192.0.2.1" ]
        printf 'udp %s\n' "edns good" "plain good" "plain better" | diff - "$log"
    done
}

@test "what is lost is asked again, in the end without EDNS" {
    start_hostile
    ask -t 2 -n "127.0.0.1:$port" drop-2-x.example A
    says "drop-2-x.example A ok 192.0.2.1"
    printf 'udp %s\n' "edns drop-2-x" "edns drop-2-x" "plain drop-2-x" | diff - "$log"
}

@test "a late answer to the first try still counts" {
    start_hostile
    ask -t 2 -n "127.0.0.1:$port" late-600.example A
    says "late-600.example A ok 192.0.2.1"
    [ "$milliseconds" -ge 600 ]
    [ "$milliseconds" -lt 750 ]
}

@test "AD counts where the server is named by the user, and is set" {
    start_hostile
    ask -n "127.0.0.1:$port" ad.example A good.example A
    says "ad.example A ok ad 192.0.2.1"
    [ "${lines[1]}" = "good.example A ok 192.0.2.1" ]
}

@test "a dead first server costs its time-out once" {
    start_hostile mute
    dead=$port
    start_hostile
    ask -1 -t 2 -n "127.0.0.1:$dead" -n "127.0.0.1:$port" a.example A b.example A c.example A
    says "a.example A ok 192.0.2.1"
    [ "${lines[2]}" = "c.example A ok 192.0.2.1" ]
    [ "$milliseconds" -ge 250 ]
    [ "$milliseconds" -lt 450 ]
}

@test "questions in flight leave a dead server together" {
    start_hostile mute
    dead=$port
    start_hostile
    # shellcheck disable=SC2046
    ask -t 2 -n "127.0.0.1:$dead" -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 20))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 20 ]
    [ "$milliseconds" -lt 450 ]
}

@test "where nobody listens the next server is asked at once" {
    closed=$(free_port)
    start_hostile
    ask -n "127.0.0.1:$closed" -n "127.0.0.1:$port" a.example A
    says "a.example A ok 192.0.2.1"
    [ "$milliseconds" -lt 300 ]
}

@test "a server that fails is not the last word" {
    start_hostile
    failing=$port
    echo "servfail.example. A 192.0.2.5" >"$BATS_TEST_TMPDIR/zone"
    start "$BUILD/dns/serve" "$BATS_TEST_TMPDIR/zone"
    ask -n "127.0.0.1:$failing" -n "127.0.0.1:$port" servfail.example A
    says "servfail.example A ok 192.0.2.5"
}

@test "a failing domain is not waited for at a dead server" {
    start_hostile mute
    dead=$port
    start_hostile
    ask -1 -t 4 -n "127.0.0.1:$port" -n "127.0.0.1:$dead" a.example A servfail.example A
    [ "${lines[1]}" = "servfail.example A temperror (name server failed (SERVFAIL))" ]
    [ "$milliseconds" -lt 1000 ]
}

@test "nobody listens anywhere: temperror at once" {
    ask -n "127.0.0.1:$(free_port)" a.example A
    says "a.example A temperror (name server cannot be reached)"
    [ "$milliseconds" -lt 500 ]
}

@test "a dead DNS ends at the deadline, for all questions together" {
    start_hostile mute
    dead=$port
    start_hostile mute
    # shellcheck disable=SC2046
    ask -t 1.5 -n "127.0.0.1:$dead" -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 20))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c "temperror (no answer in time)")" -eq 20 ]
    [ "$milliseconds" -ge 1500 ]
    [ "$milliseconds" -lt 1800 ]
}

@test "few sockets: questions wait for one" {
    start_hostile
    # shellcheck disable=SC2046
    run bash -c 'ulimit -n 12 && "$@"' - "$BUILD/dns/ask" -n "127.0.0.1:$port" \
        $(printf 'n%d.example A ' $(seq 24))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 24 ]
}

@test "a question too many is temperror, and not asked" {
    start_hostile
    # shellcheck disable=SC2046
    ask -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 135))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 130 ]
    [ "$(printf '%s\n' "${lines[@]}" | grep -c "temperror (too many questions)")" -eq 5 ]
    [ "$(wc -l <"$log")" -eq 130 ]
}

@test "a bad name server is an error that quotes it" {
    for bad in localhost 127.0.0.1: 127.0.0.1:0 127.0.0.1:65536 127.0.0.1:x '[::1' '[::1]53' '[]:53' ''; do
        run "$BUILD/dns/ask" -n "$bad" a.example A
        [ "$status" -eq 64 ]
        [[ $output == "ask: \"$bad\": not a name server; right would be"* ]]
    done
}
