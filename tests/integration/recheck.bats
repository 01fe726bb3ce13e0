#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# recheck: what was marked temperror is asked again, and marked anew in place; everything else stays as it is.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot
load mailbox
load signing

setup()
{
    user_room
    as_user mkdir -p Maildir/new Maildir/cur Maildir/tmp
    read -r -a silent <<<"$(no_dns)"
}

teardown()
{
    stop_mailbox
    leave_user_room
}

# again OPTION...: recheck as the user, with the DNS there again.
again()
{
    as_user "$filter" recheck --zone "$room/zone" --authserv-id mx.example.org "$@"
}

# marked KIND: the message of that kind as it was delivered while the DNS was silent.
marked()
{
    put "$1" | as_user "$filter" "${silent[@]}" --authserv-id mx.example.org
}

# keep NAME < MESSAGE: in cur of the Maildir.
keep()
{
    as_user tee "Maildir/cur/$1" >/dev/null
}

# without_date FILE...: fields that say when they were written say nothing.
without_date()
{
    sed -z -E -e 's/(\nX-RMX: [^\n]*) on [^\n]*(\n[ \t][^\n]*)*/\1/' "$@"
}

@test "new fields are those that the filter would have written, the rest is the same to the octet" {
    for kind in genuine forged unknown; do
        marked "$kind" | keep "$kind:2,"
        put "$kind" | as_user "$filter" --zone "$room/zone" --authserv-id mx.example.org >"want.$kind"
    done
    again Maildir >list
    diff - list <<'END'
temperror fail none Maildir/cur/forged:2,
temperror pass aligned Maildir/cur/genuine:2,
temperror none none Maildir/cur/unknown:2,
END
    for kind in genuine forged unknown; do
        diff <(without_date "want.$kind") <(without_date "Maildir/cur/$kind:2,")
    done
}

@test "fields that were written above ours since stay, and ours go on top" {
    { echo 'Delivered-To: bob@foo.example'; marked genuine; } | keep 1
    again Maildir
    { echo 'Delivered-To: bob@foo.example'; without_forged_mark <(put genuine); } >want
    whole Maildir/cur/1 want
    [ "$(field X-RMX-Status Maildir/cur/1)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(grep -c ^X-RMX-Status Maildir/cur/1)" -eq 1 ]
}

@test "standard fields of ours are replaced, those of the host below them are not" {
    options=(--headers "status,authentication-results,received-spf")
    { put genuine | sed '/^X-RMX/d'; } >plain
    { echo 'Authentication-Results: mx.example.org; dkim=pass'; cat plain; } >with_host
    "$filter" "${silent[@]}" --authserv-id mx.example.org "${options[@]}" <with_host | keep 1
    again "${options[@]}" Maildir
    "$filter" --zone "$room/zone" --authserv-id mx.example.org "${options[@]}" <with_host | cmp - Maildir/cur/1
}

@test "what has no verdict yet, was marked otherwise, or marks itself, is untouched" {
    marked genuine | keep still
    put genuine | as_user "$filter" --zone "$room/zone" | keep known
    put genuine | sed 's/^X-RMX-Status:.*/X-RMX-Status: temperror (forged)/' | keep unmarked
    { echo 'X-RMX-Status: temperror'; put genuine; } | keep unlike
    printf 'X-RMX-Status: temperror (x)\nFrom: a@bank.example\n\n' | keep alone
    stat -c '%n %i %Z' Maildir/cur/* >before
    as_user "$filter" recheck "${silent[@]}" Maildir >list
    [ ! -s list ]
    rm Maildir/cur/still
    again Maildir >list
    [ ! -s list ]
    [ -z "$(ls Maildir/tmp)" ]
    grep -v /still before | diff - <(stat -c '%n %i %Z' Maildir/cur/*)
}

@test "flags, times, rights, owner and folder stay, and sizes in the name are set right" {
    marked genuine >message
    size=$(stat -c %s message)
    count=$(wc -l <message)
    as_user mkdir -p Maildir/.late.mail/new Maildir/.late.mail/cur Maildir/.late.mail/tmp
    as_user cp message "Maildir/cur/1.a.host,S=$size,W=$((size + count)):2,FRS"
    as_user cp message "Maildir/new/2.a.host,S=$size"
    as_user cp message Maildir/.late.mail/cur/3.a.host:2,T
    chmod 640 Maildir/cur/*
    [ "$(id -u)" -ne 0 ] || chown daemon:mail Maildir/cur/*
    touch -m -d '2001-02-03 04:05:06.789' Maildir/cur/* Maildir/new/* Maildir/.late.mail/cur/*
    about=$(stat -c '%a %U %G %y' Maildir/cur/*)
    if [ "$(id -u)" -eq 0 ]; then
        "$filter" recheck --zone "$room/zone" Maildir >list
    else
        again Maildir >list
    fi
    [ "$(stat -c '%a %U %G %y' Maildir/cur/*)" = "$about" ]
    size=$(stat -c %s Maildir/cur/*)
    count=$(wc -l <"$(echo Maildir/cur/*)")
    [ "$(ls Maildir/cur)" = "1.a.host,S=$size,W=$((size + count)):2,FRS" ]
    [ "$(ls Maildir/new)" = "2.a.host,S=$size" ]
    [ "$(ls Maildir/.late.mail/cur)" = 3.a.host:2,T ]
    [ "$(stat -c %y Maildir/.late.mail/cur/*)" = "$(stat -c %y Maildir/new/*)" ]
    while read -r was now from file; do
        [ "$was $now $from" = 'temperror pass aligned' ] && [ -f "$file" ]
    done <list
    [ "$(wc -l <list)" -eq 3 ]
}

@test "what the user noted at a file, and who else may read it, stays" {
    marked genuine | keep 1
    python3 -c 'import os; os.setxattr("Maildir/cur/1", "user.note", b"mine")' || skip 'no extended attributes here'
    # an access list of the folder, which new files in it get
    python3 - <<'END' || skip 'no access lists here'
import os, struct
owner, group, others, mask, user = 0x01, 0x04, 0x20, 0x10, 0x02
entries = [(owner, 7, -1), (user, 7, 2), (group, 5, -1), (mask, 7, -1), (others, 5, -1)]
os.setxattr("Maildir/tmp", "system.posix_acl_default",
            struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries))
END
    again Maildir
    python3 -c 'import os
assert os.listxattr("Maildir/cur/1") == ["user.note"], os.listxattr("Maildir/cur/1")
assert os.getxattr("Maildir/cur/1", "user.note") == b"mine"'
}

@test "line endings of a message stay" {
    put genuine | sed 's/$/\r/' >crlf
    "$filter" "${silent[@]}" <crlf | keep 1,S=1,W=1
    again Maildir
    without_forged_mark crlf >want
    whole Maildir/cur/1* want
    [ "$(grep -c $'\r$' Maildir/cur/1*)" -eq "$(wc -l <"$(echo Maildir/cur/1*)")" ]
    size=$(stat -c %s Maildir/cur/1*)
    [ "$(ls Maildir/cur)" = "1,S=$size,W=$size" ]
}

# again_signed FILE: recheck with the zone of signing.bash, in which the dead key lives again.
again_signed()
{
    sed "s/^dead\._domainkey\.bank .*/dead._domainkey.bank TXT $(quoted bank.txt | sed 's/[\\&/]/\\&/g')/" signed.zone >alive.zone
    "$filter" recheck --zone alive.zone Maildir
}

@test "a signature whose key could not be had is held against the whole body" {
    signing_zone
    pad=$(yes 'A line of the body.' | head -c 400000)
    unproven >small
    written statements@bank.example "$pad" | signed bank.example bank dead | received statements@bank.example 198.51.100.7 >large
    for kind in small large; do
        # shellcheck disable=SC2086
        "$filter" $zone <"$kind" >"Maildir/cur/$kind"
        [[ $(field X-RMX-From "Maildir/cur/$kind") == 'none bank.example (unknown if signed by bank.example)' ]]
    done
    # whatever touched a message since
    sed 's/^A line/B line/' Maildir/cur/large >Maildir/cur/changed
    sed 's/^A line/B line/' large >changed
    again_signed >list
    diff - list <<'END'
fail fail refused Maildir/cur/changed
fail fail aligned Maildir/cur/large
fail fail aligned Maildir/cur/small
END
    for kind in small large changed; do
        whole "Maildir/cur/$kind" "$kind"
    done
}

@test "a signature that has expired since counts as when the message came in" {
    signing_zone
    expired=$(date -d '2026-11-08' +%s)
    expired=$((expired < $(date +%s) ? expired : 1))
    [ "$expired" -gt 1 ] || skip 'that day is yet to come'
    {
        printf '%s\n' 'X-RMX-Status: fail (x)' 'X-RMX-From: none bank.example (unknown if signed by bank.example)'
        written statements@bank.example | signed_until "$expired" | received statements@bank.example 198.51.100.7
    } >Maildir/cur/1
    again_signed >list
    [ "$(cat list)" = 'fail fail aligned Maildir/cur/1' ]
}

@test "the manual's example moves what is proven" {
    as_user mkdir -p Maildir/.quarantine/new Maildir/.quarantine/cur Maildir/.quarantine/tmp
    for kind in genuine forged; do
        marked "$kind" | as_user tee "Maildir/.quarantine/cur/1.$kind:2," >/dev/null
    done
    mkdir bin
    printf '#!/bin/sh\nshift\nexec "%s" recheck --zone "%s" "$@"\n' "$filter" "$room/zone" >bin/rmxfilter
    chmod +x bin/rmxfilter
    mandoc -Tascii "$top/man/rmxfilter.1" | col -bx | sed -n '/^ *rmxfilter recheck .*|$/,/^ *done$/p' >example
    [ "$(wc -l <example)" -eq 4 ]
    PATH=$room/bin:$PATH HOME=$room sh example
    [ "$(ls Maildir/cur)" = 1.genuine:2, ]
    [ "$(ls Maildir/.quarantine/cur)" = 1.forged:2, ]
}

@test "JSON" {
    marked genuine | keep 1
    put forged | as_user "$filter" --zone "$room/zone" | keep 2
    again --json Maildir >json
    jq -e '.messages == 2 and .asked == 1 and .left == 0 and .failed == 0' json
    jq -e '.changed == [{ file: "Maildir/cur/1", was: "temperror", now: "pass", from_was: "none", from: "aligned" }]' json
}

@test "what other settings would change, in mail of all kinds, and nothing is written" {
    # the bank's mail came by a relay that was not trusted then
    relayed()
    {
        put genuine | sed '/^X-RMX/d; s/^Received: .*/Received: from mx2.example (mx2.example [198.51.100.9])\
	by mx.foo.example (Postfix) with ESMTPS id 1; Sat, 7 Nov 2026 09:14:04 +0000\
&/; s/by mx.foo.example (Postfix) with ESMTPS id 4/by mx2.example (Postfix) with ESMTPS id 4/'
    }
    relayed | as_user "$filter" --zone "$room/zone" | keep 1:2,S
    put forged | as_user "$filter" --zone "$room/zone" | keep 2
    put genuine | as_user "$filter" --zone "$room/zone" | keep 3
    relayed | keep unmarked
    [[ $(field X-RMX-Status Maildir/cur/1*) == fail* ]]
    {
        printf 'From a@b Sat Nov  7 09:14:04 2026\n'
        cat Maildir/cur/3
        printf '\nFrom a@b Sat Nov  7 09:14:04 2026\n'
        cat Maildir/cur/1*
    } >mbox
    printf '[relays]\ntrust=198.51.100.9\n' >other.conf
    find Maildir mbox -type f -exec stat -c '%n %i %Z %Y' {} + | sort >before
    "$filter" recheck --what-if -c other.conf --zone "$room/zone" Maildir mbox Maildir/cur/1* >list
    "$filter" recheck --json --what-if -c other.conf --zone "$room/zone" mbox >json
    find Maildir mbox -type f -exec stat -c '%n %i %Z %Y' {} + | sort | diff before -
    diff - list <<'END'
fail pass aligned Maildir/cur/1:2,S
fail pass aligned Maildir/cur/1:2,S
fail pass aligned mbox:2
END
    jq -e '.messages == 2 and .asked == 2 and .changed == [{ file: "mbox", number: 2, was: "fail", now: "pass",
        from_was: "none", from: "aligned" }]' json
    run -0 "$filter" recheck --what-if --zone "$room/zone" Maildir mbox
    [ -z "$output" ]
    run -64 "$filter" explain --what-if mbox
    run -66 "$filter" recheck --what-if --zone "$room/zone" /nonexistent
}

@test "other settings change nothing of what a signature proves" {
    signing_zone
    # shellcheck disable=SC2086
    forwarded | "$filter" $zone >Maildir/cur/1
    [[ $(field X-RMX-From Maildir/cur/1) == 'aligned bank.example (signed by bank.example)' ]]
    # shellcheck disable=SC2086
    run -0 "$filter" recheck --what-if $zone Maildir
    [ -z "$output" ]
}

@test "only Maildirs, and nothing that a message says itself" {
    put genuine >message
    run -66 "$filter" recheck message
    [[ $output == *'message: is no Maildir, and only Maildirs are marked anew'* ]]
    run -66 "$filter" recheck /nonexistent
    run -64 "$filter" recheck
    run -64 "$filter" recheck --mail-from a@b.example Maildir
}

@test "without a process to be had it does not look as if nothing would change" {
    marked genuine | keep 1
    for what in "recheck --what-if" explain; do
        # shellcheck disable=SC2086 # words
        run -71 bash -c 'for fd in {3..30}; do eval "exec $fd>&-"; done; ulimit -n 5; exec "$@"' - \
            "$filter" $what --zone zone Maildir
        [ "$output" = "rmxfilter: Too many open files" ]
    done
}

# intact: how many messages there are, whole: each once, with old or new fields.
intact()
{
    local found
    without_forged_mark <(put genuine) >want
    found=$(find Maildir/cur Maildir/new -type f | wc -l)
    for file in Maildir/cur/*; do
        whole "$file" want || return 1
    done
    echo "$found"
}

@test "without room on the disk every message is as it was" {
    marked genuine | keep 1,S=5:2,S
    cp Maildir/cur/* before
    for blocks in 0 1; do
        run -74 bash -c "ulimit -f $blocks; exec \"\$0\" recheck --zone '$room/zone' Maildir" "$filter"
        [[ $output == *'Maildir/cur/1,S=5:2,S: cannot be written anew: File too large'* ]]
        cmp before Maildir/cur/1,S=5:2,S
        [ -z "$(ls Maildir/tmp)" ]
    done
    [ "$(id -u)" -eq 0 ] || return 0
    mkdir small
    mount -t tmpfs -o size=12k none small || skip 'no file system can be mounted'
    mkdir small/cur small/new small/tmp
    cp before small/cur/1,S=5:2,S
    head -c 12000 /dev/zero >small/fill || true
    run -74 "$filter" recheck --zone "$room/zone" small
    [[ $output == *'No space left on device'* ]]
    cmp before small/cur/1,S=5:2,S
    [ -z "$(ls small/tmp)" ]
    rm small/fill
    "$filter" recheck --zone "$room/zone" small
    umount small
}

@test "killed at any moment no message is lost or there twice, and the next run goes on" {
    for i in $(seq 20); do
        marked genuine | keep "$i.a.host,S=1:2,S"
    done
    for i in $(seq 15); do
        # all processes of a run have this pipe's end: the reader ends behind the last of them
        exec 8> >(cat >/dev/null 3>&-)
        reader=$!
        "$filter" recheck --zone "$room/zone" Maildir >&8 3>&- 8>&- &
        run=$!
        exec 8>&-
        sleep "0.0$((i * 7 % 100 + 10))"
        kill -KILL "$run" 2>/dev/null || true
        wait "$run" || true
        wait "$reader"
        [ "$(intact)" -eq 20 ]
    done
    "$filter" recheck --zone "$room/zone" Maildir >/dev/null
    [ "$(intact)" -eq 20 ]
    [ "$(grep -l '^X-RMX-Status: pass' Maildir/cur/* | wc -l)" -eq 20 ]
    for file in Maildir/cur/*; do
        [[ $file == *",S=$(stat -c %s "$file"):2,S" ]]
    done
}

@test "two runs at once change each message once" {
    for i in $(seq 20); do
        marked genuine | keep "$i.a.host,S=1:2,S"
    done
    again Maildir >list1 &
    again Maildir >list2
    wait
    [ "$(intact)" -eq 20 ]
    [ -z "$(ls Maildir/tmp)" ]
    [ "$(grep -l '^X-RMX-Status: pass' Maildir/cur/* | wc -l)" -eq 20 ]
    [ "$(cat list1 list2 | wc -l)" -eq 20 ]
}

@test "an inspector that crashes, hangs or lies changes nothing" {
    marked genuine | keep 1
    cp Maildir/cur/1 before
    for fault in crash hang nonsense; do
        run env FAULT=$fault LD_PRELOAD="$room/fault.so" "$filter" recheck --zone "$room/zone" --timeout 0.2 Maildir
        [ "$status" -eq 74 ] || { echo "$fault: $status $output"; return 1; }
        cmp before Maildir/cur/1
        [ -z "$(ls Maildir/tmp)" ]
    done
}

@test "interrupted, it leaves at once, and says what is changed by then" {
    deaf_server
    printf '%s\n' 'X-RMX-Status: temperror (x)' 'Received: by mx.foo.example (Postfix, from userid 0)' \
        'From: a@bank.example' '' local | keep 1
    marked genuine | keep 2
    "$filter" recheck --nameserver "127.0.0.1:$dns_port" --timeout 60 Maildir >list 3>&- &
    run=$!
    for _ in $(seq 300); do
        if grep -q '^X-RMX-Status: none (local)' Maildir/cur/1; then break; fi
        sleep 0.1
    done
    kill -TERM "$run"
    stopped=0
    wait "$run" || stopped=$?
    [ "$stopped" -eq 143 ]
    kill "$deaf_pid"
    [ "$(cat list)" = 'temperror none none Maildir/cur/1' ]
    grep -q '^X-RMX-Status: temperror' Maildir/cur/2
    [ -z "$(ls Maildir/tmp)" ]
}

@test "what the caller ignores (nohup) stops no process of it" {
    deaf_server
    marked genuine | keep 1
    setsid bash -c "trap '' HUP; exec \"\$@\"" - "$filter" recheck --nameserver "127.0.0.1:$dns_port" --timeout 1 Maildir \
        >list 2>complaints 3>&- &
    run=$!
    for _ in $(seq 300); do
        if pgrep -P "$run" >/dev/null; then break; fi
        sleep 0.02
    done
    kill -HUP -- "-$run" || true
    wait "$run"
    kill "$deaf_pid"
    cat complaints
    [ ! -s list ] && [ ! -s complaints ]
}

# said_at_terminal COMMAND...: what it says on standard error, which is a terminal.
said_at_terminal()
{
    python3 - "$@" <<'END'
import os, pty, subprocess, sys
here, there = pty.openpty()
process = subprocess.Popen(sys.argv[1:], stderr=there, stdout=subprocess.DEVNULL)
os.close(there)
seen = b""
try:
    while piece := os.read(here, 1000):
        seen += piece
except OSError:
    pass
process.wait()
sys.stdout.write(seen.decode().replace("\r\n", "\n").replace("\x1b[K", "<clear>").replace("\r", "<start>"))
END
}

@test "at a terminal a line shows how far it is, and goes" {
    marked genuine | keep 1
    printf 'x\n' >file
    said_at_terminal "$filter" recheck --zone "$room/zone" Maildir file >terminal
    cat terminal
    [ "$(sed 1d terminal | sed 's/.*<start><clear>//')" = 'rmxfilter: 1 of 1 messages asked again, 1 changed' ]
    [[ $(head -n 1 terminal) == 'rmxfilter: file: is no Maildir, and only'* ]]
    grep -q '^<start>asking again: 0 messages, 0 %<clear>' terminal
    printf 'Subject: x\n\n' >Maildir/cur/unmarked
    said_at_terminal "$filter" recheck --what-if --zone "$room/zone" Maildir >terminal
    [ "$(sed 's/.*<start><clear>//' terminal)" = 'rmxfilter: 1 of 2 messages asked again, 0 would be marked otherwise, 1 without marks' ]
}

# imap COMMAND...: what bob's server answers, one command a line.
imap()
{
    python3 - "$imap_port" "$@" <<'END'
import imaplib, sys
server = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
server.login("bob", "secret")
server.select("INBOX")
for command in sys.argv[2:]:
    words = command.split(" ")
    kind, data = server.uid(words[0], *words[1:]) if words[0] != "expunge" else server.expunge()
    for item in data:
        print(item.decode() if isinstance(item, bytes) else item)
server.logout()
END
}

# delivered_on_server NAME: a message that came while the DNS was silent, in new of bob's server.
delivered_on_server()
{
    marked genuine | as_user tee "server/Maildir/new/$1" >/dev/null
}

@test "an IMAP server sees another message with the flags and keywords of the first, and finds nothing wrong" {
    needs /usr/lib/dovecot/imap dovecot-imapd
    start_mailbox
    marked genuine >message
    size=$(stat -c %s message) count=$(wc -l <message)
    delivered_on_server "1.M1P1.host,S=$size,W=$((size + count))"
    delivered_on_server 2.M2P2.host
    look=('fetch 1:* (FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (X-RMX-Status)])' 'fetch 1:* (BODY.PEEK[] BODYSTRUCTURE)')
    imap 'store 1:2 +FLAGS (\Flagged $Junk)' "${look[@]}" >before
    [ "$(grep -c 'X-RMX-Status: temperror' before)" -eq 4 ]
    again server/Maildir
    imap "${look[@]}" 'search KEYWORD $Junk FLAGGED' >after
    cat after log
    run -1 grep temperror after
    [ "$(grep -c 'X-RMX-Status: pass' after)" -eq 4 ]
    # two other messages
    [ "$(tail -n 1 after)" = '3 4' ]
    run -1 grep -E 'Error|Warning|Panic|orrupt' log
    for file in server/Maildir/cur/*; do
        [[ $file == *",S=$(stat -c %s "$file")"* ]]
    done
}

@test "an IMAP server that changes flags all the while loses none of them, and no message" {
    needs /usr/lib/dovecot/imap dovecot-imapd
    start_mailbox
    for i in $(seq 20); do
        delivered_on_server "$i.M1P1.host"
    done
    imap 'search ALL' >/dev/null
    for i in $(seq 10); do
        imap 'store 1:* +FLAGS (\Flagged)' 'store 1:* -FLAGS (\Flagged)' 'store 1:* +FLAGS (\Seen)' >/dev/null || true
    done &
    changing=$!
    again server/Maildir >list
    again server/Maildir >>list
    wait "$changing"
    again server/Maildir >>list
    imap 'search UNSEEN' 'search ALL' >found
    [ "$(wc -l <list)" -eq 20 ]
    [ -z "$(sed -n 1p found)" ]
    [ "$(sed -n 2p found | wc -w)" -eq 20 ]
    [ "$(grep -l '^X-RMX-Status: pass' server/Maildir/cur/* | wc -l)" -eq 20 ]
}
