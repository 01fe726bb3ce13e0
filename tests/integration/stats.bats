#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# stats: what a mailbox tells of who was forged. Marks count where their place proves them; other mail is judged anew.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    mkdir -p Maildir/cur Maildir/new Maildir/tmp
}

# stats OPTION...: of the Maildir, as JSON in one line.
# shellcheck disable=SC2120,SC2119 # with arguments by `run` alone
stats()
{
    "$filter" stats --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org --json "$@" Maildir >out.json
    jq -c . out.json
}

# told QUERY: what jq finds in what stats wrote.
told()
{
    jq -c "$1" out.json
}

# message CLIENT HELO: one of bank.example's, from that client, as the user's host took it.
message()
{
    printf 'Return-Path: <ceo@bank.example>\nReceived: from %s (%s [%s])\n\tby mx.example.org with ESMTP id 1; %s\n' \
        "$2" "$2" "$1" 'Sat, 1 Mar 2003 17:25:48 -0800'
    printf 'From: ceo@bank.example\nSubject: a\n\nb\n'
}

forged()
{
    message 203.0.113.9 host9.dsl.example
}

genuine()
{
    message 192.0.2.5 mail.bank.example
}

# claims WORD: what a sender would like to be believed.
claims()
{
    printf 'X-RMX-Status: %s (192.0.2.5 may send for bank.example)\nX-RMX-From: aligned bank.example (for bank.example)\n' "$1"
}

@test "mail that the filter marked is counted by its marks, which say what was true then" {
    forged | rmx >Maildir/cur/1:2,S
    genuine | rmx >Maildir/new/2
    # by now the bank publishes nothing
    echo 'other.example TXT "v=spf1 -all"' >zone
    "$filter" stats --zone zone --json Maildir >out.json
    [ "$(told '[.messages, .marked, .judged, .disbelieved]')" = '[2,2,0,0]' ]
    [ "$(told '.domains[0] | [.domain, .share == 1, .pass, .fail, .forged, .unrelated_helo, .from.aligned, .from.none]')" = \
        '["bank.example",true,1,1,1,1,1,1]' ]
    [ "$(told '[.months[] | [.month, .messages]]')" = '[["2003-03",2]]' ]
    [ "$(told '[.helo[] | [.name, .messages, .forged]]')" = '[["host9.dsl.example",1,1]]' ]
}

@test "mail without marks is judged now as explain does, or with --offline not at all" {
    forged >Maildir/cur/1
    genuine >Maildir/cur/2
    stats
    [ "$(told '[.marked, .judged, .unmarked]')" = '[0,2,0]' ]
    [ "$(told '.domains[0] | [.pass, .fail, .forged, .unrelated_helo, .from.aligned]')" = '[1,1,1,1,1]' ]
    "$filter" explain --zone "$top/examples/demo/demo.zone" --json Maildir/cur/1 >explained
    [ "$(jq -r .status explained)" = fail ]
    # nobody is asked: there is no name server here
    "$filter" stats --offline --nameserver 127.0.0.1:1 --json Maildir >out.json
    [ "$(told '[.marked, .judged, .unmarked]')" = '[0,0,2]' ]
    [ "$(told '.domains[0] | [.domain, .unmarked, .forged]')" = '["bank.example",2,0]' ]
    [ "$(told '[.months[] | [.month, .unmarked]]')" = '[["2003-03",2]]' ]
}

@test "of mail that is judged now no body is read: what its signature could prove is unknown, not forged, and all reports say so" {
    load signing
    signing_zone
    forwarded >Maildir/cur/1
    phishing >Maildir/cur/2
    "$filter" stats --zone signed.zone --json Maildir >out.json
    [ "$(told '[.total.fail, .total.forged, .total.unknown, .domains[0].unknown, .months[0].unknown]')" = '[1,1,1,1,1]' ]
    "$filter" stats --zone signed.zone Maildir >out.txt
    tr '\n' ' ' <out.txt | grep -qF "1 unknown: may be the author's all the same"
    grep -qF '1 of these unknown' out.txt
    "$filter" stats --zone signed.zone --html page.html Maildir
    grep -qF 'so that no signature can be found to hold' page.html
    "$filter" explain --zone signed.zone Maildir >lines.txt
    grep -qE '^fail .* none\?' lines.txt
    tr '\n' ' ' <lines.txt | grep -qF 'Of several messages only the headers are read; explain FILE checks its signatures, too'
    # what counts when the body is there
    [ "$("$filter" explain --zone signed.zone --json Maildir/cur/1 | jq -r .from)" = aligned ]
}

@test "marks that a sender could have written are not believed" {
    { forged | sed -n '/^Return-Path/p; /^Received/,/^\t/p'; claims pass; forged | sed 1,3d; } >Maildir/cur/below
    { forged | sed -n '/^Return-Path/,/^\t/p'; claims pass; forged | sed -n '/^Received/,$p'; } >Maildir/cur/between
    { claims pass; forged | sed '/^Received/,/^\t/d'; } >Maildir/cur/no-host
    { claims pass; claims pass; forged; } >Maildir/cur/twice
    { claims pass | sed 's/ (for.*)/ (for bank.example/'; forged; } >Maildir/cur/broken
    { claims Pass; forged; } >Maildir/cur/other-letters
    stats
    [ "$(told '[.messages, .marked, .domains[0].fail, .domains[0].pass]')" = '[6,0,5,0]' ]
    [ "$(told .disbelieved)" = 14 ]
    # the filter would have taken them out
    rmx <Maildir/cur/below >Maildir/cur/marked
    stats
    [ "$(told '[.marked, .disbelieved]')" = '[1,14]' ]
}

@test "forwarded mail is not counted as forged, and refused mail is" {
    row() { { printf 'X-RMX-Status: %s (a)\nX-RMX-From: %s\n' "$1" "$2"; forged; } >"Maildir/cur/$RANDOM$RANDOM"; }
    row fail 'aligned bank.example (signed by bank.example)'
    row fail 'none bank.example (unknown if signed by bank.example)'
    row pass 'refused bank.example (its policy: reject)'
    row softfail 'none bank.example'
    stats
    [ "$(told '[.total.fail, .total.forged, .total.from.refused]')" = '[2,1,1]' ]
}

@test "an mbox, several mailboxes, and the Maildirs in a Maildir" {
    mkdir -p Maildir/.Lists/cur Maildir/.Lists/new Maildir/.Lists/tmp
    forged >Maildir/.Lists/cur/1
    genuine >Maildir/new/1
    for _ in 1 2 3; do
        echo 'From a@b.example Sat Mar  1 17:25:48 2003'
        forged
        echo
    done >mbox
    "$filter" stats --zone "$top/examples/demo/demo.zone" --json Maildir mbox >out.json
    [ "$(told '[.messages, .total.fail, .total.pass]')" = '[5,4,1]' ]
    "$filter" stats --zone "$top/examples/demo/demo.zone" --json - <mbox >out.json
    [ "$(told .messages)" = 3 ]
}

@test "hostile mail is counted, harms nothing, and fills no memory" {
    python3 - <<'PY'
import os, random
r = random.Random(1)
def keep(name, octets):
    open("Maildir/cur/" + name, "wb").write(octets)
received = b"Received: from a (a [203.0.113.9]) by mx.example.org; Sat, 1 Mar 2003 17:25:48 -0800\n"
keep("nul", b"From: a@b.example\0\n" + received + b"\n\0")
keep("junk", bytes(r.randrange(256) for _ in range(50000)))
keep("empty", b"")
keep("long-line", received + b"From: " + b"a" * 3000000 + b"@b.example\n\n")
keep("long-header", received + b"X: y\n" * 1500000 + b"From: a@b.example\n\n")
keep("many-fields", received * 30000 + b"From: a@b.example\n\n")
keep("markup", b"X-RMX-Status: fail (<script>)\nX-RMX-Relay: 203.0.113.9 helo=\"<b>%1B[2J\"\n"
     b"X-RMX-From: none \"<script>alert(1)</script>\"\n" + received + b"\n")
keep("date", b"X-RMX-Status: none (a)\nReceived: by mx.example.org; Sat, 1 Mar 99999999999 99:99:99 +9999\n\n")
os.symlink("/etc/passwd", "Maildir/cur/link")
os.mkfifo("Maildir/cur/pipe")
with open("mbox", "wb") as mbox:
    for i in range(30000):
        mbox.write(b"From a@b.example Sat Mar  1 17:25:48 2003\nX-RMX-Status: none (a)\nX-RMX-From: none r%d.example\n" % i
                   + received + b"\n\n")
PY
    "$filter" stats --offline --json Maildir mbox >out.json
    [ "$(told '.messages >= 30004')" = true ]
    [ "$(told '.domains | length <= 10000')" = true ]
    [ "$(told '([.domains[].messages] | add) + .other_domains.messages + .no_domain.messages == .messages')" = true ]
    [ "$(told '.other_domains.lacks > 0')" = true ]
    "$filter" stats --offline Maildir mbox >out.txt
    run ! grep -q '[^[:print:]]' out.txt
    awk 'length > 80 { exit 1 }' out.txt
}

@test "a page with the picture: hostile names cannot leave their elements" {
    forged | rmx >Maildir/cur/1
    genuine | rmx >Maildir/cur/2
    { printf 'X-RMX-Status: fail (a)\nX-RMX-Relay: 203.0.113.9 helo="</td><script>a(%%1B)</script>"\n'
        printf 'X-RMX-From: none "<b onload=x>&amp;"\n'; forged; } >Maildir/cur/3
    "$filter" stats --offline --html page.html Maildir >out
    [ ! -s out ]
    [ "$(stat -c %a page.html)" = 600 ]
    grep -qF '&lt;b onload=x&gt;&amp;amp;' page.html
    [ "$(grep -c 'class="parts" viewBox' page.html)" -ge 5 ]
    grep -qF 'aria-label="1 forged, 0 neither, 1 proven"' page.html
    run ! grep -iE '<(script|b)\b|https?:|href=|src=' page.html
    "$filter" stats --offline --html - Maildir | cmp - page.html
    forged >mbox
    run -64 "$filter" stats --offline --html mbox mbox
    [[ $output == *"the page would take the place of a mailbox"* ]]
    forged | cmp - mbox
    run -73 "$filter" stats --offline --html nowhere/page.html Maildir
    rm -r Maildir/cur/*
    run -66 "$filter" stats --offline --html page.html Maildir
    grep -qF '&lt;b onload=x&gt;' page.html
}

@test "what it cannot do" {
    run -64 "$filter" stats
    [[ $output == *"stats needs a mailbox: rmxfilter stats ~/Maildir"* ]]
    run -64 "$filter" stats --helo a Maildir
    run -64 "$filter" explain --offline
    run -64 "$filter" stats --verbose Maildir
    run -66 "$filter" stats --offline Maildir
    [ "$output" = "rmxfilter: Maildir: no message can be read there" ]
    run -66 "$filter" stats --offline nowhere
    forged >Maildir/cur/1
    run -74 bash -c '"$0" stats --offline Maildir >/dev/full' "$filter"
}

@test "a signal ends it, and no process stays behind" {
    for i in $(seq 300); do forged >"Maildir/cur/$i"; done
    for signal in INT TERM; do
        deaf_server
        env -i HOME="$PWD" STATS_TEST="$BATS_TEST_TMPDIR" setsid \
            python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' \
            "$filter" stats --nameserver "127.0.0.1:$dns_port" --timeout 30 Maildir >out 2>err 3>&- &
        run=$!
        await_file asked
        kill -$signal "$run"
        status=0
        wait "$run" || status=$?
        [ "$status" -eq $((128 + $(kill -l $signal))) ]
        [ ! -s out ]
        run ! pgrep -g "$run"
        kill "$deaf_pid"
    done
}
