#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# trust: what is proposed from whole mailboxes whose relays are known, and how it gets into the settings.

bats_require_minimum_version 1.5.0
load common
load callers

setup()
{
    quiet_room
}

# generate TOPOLOGY [MESSAGES]: a mailbox in this folder.
generate()
{
    "$top/tests/mailboxes/generate" "$1" . "${2:-340}"
}

# learn OPTION...: with the DNS of the topology.
learn()
{
    "$filter" trust --zone zone "$@"
}

# at_terminal ANSWERS COMMAND...: with a terminal, at which somebody types; what it shows.
at_terminal()
{
    python3 - "$@" <<'END'
import os, pty, select, sys
answers, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = b""
while select.select([terminal], [], [], 30)[0]:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    seen += piece
    if seen.endswith(b"[y/N] "):
        os.write(terminal, answers[:1].encode() + b"\n")
        answers = answers[1:]
print(seen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
}

@test "entries, their share, and what they change" {
    generate secondary_mx
    run -0 --separate-stderr learn --json Maildir
    [ "$(jq -r '.messages, .unreadable' <<<"$output" | xargs)" = "340 0" ]
    [ "$(jq -r '.entries[] | .entry, .messages, .relays[], .proof' <<<"$output" | xargs)" = \
        "mx:home.example 33 203.0.113.20 203.0.113.20 is an MX host of home.example" ]
    [ "$(jq -c '.changes, .entries[].changes' <<<"$output" | sort -u)" = '{"fail":{"pass":33}}' ]
    [ -f "$(jq -r '.entries[0].example' <<<"$output")" ]
    [ -z "$stderr" ]
}

@test "a list that loses its pass is told, and told for its entry" {
    generate list_host_forwards
    run -0 learn --json Maildir
    [ "$(jq -c '.entries[] | .entry, .address_at' <<<"$output" | xargs)" = "mx:club.example club.example" ]
    [ "$(jq -c '.changes, .entries[].changes' <<<"$output" | sort -u)" = '{"pass":{"fail":55},"fail":{"pass":116}}' ]
    run -0 learn Maildir
    [[ $output == *"changes: 55 pass -> fail, 116 fail -> pass"* ]]
}

@test "with the entries in the settings there is nothing more to propose" {
    generate filtering_service
    run -0 learn --json Maildir
    entry=$(jq -r '.entries[].entry' <<<"$output")
    run -0 learn --json --trust "$entry" Maildir
    [ "$(jq -c '.entries, .changes' <<<"$output" | xargs)" = "[] {}" ]
}

@test "where the DNS does not answer, or knows nothing, that is said" {
    generate secondary_mx 40
    run -0 learn Maildir
    [[ $output != *DNS* ]]
    run -0 learn --json Maildir
    [ "$(jq .unanswered <<<"$output")" = 0 ]
    # nobody listens there
    run -0 "$filter" trust --nameserver 127.0.0.1:1 Maildir
    [[ $(tr '\n' ' ' <<<"$output") =~ "The DNS did not answer "([0-9]+)" of "([0-9]+)" questions: relays of yours may be missing above." ]]
    [ "${BASH_REMATCH[1]}" -gt 0 ] && [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
    run -0 "$filter" trust --nameserver 127.0.0.1:1 --json Maildir
    [ "$(jq .unanswered <<<"$output")" -gt 0 ]
    printf '. 60 SOA ns. root. 1 1 1 1 1\n' >none
    run -0 "$filter" trust --zone none Maildir
    [[ $(tr '\n' ' ' <<<"$output") =~ "The DNS had nothing for any of "[0-9]+" questions: rmxfilter doctor tells" ]]
    run -0 "$filter" trust --offline --zone none Maildir
    [[ $output == *"Nothing was asked in the DNS"* && $output != *"had nothing"* ]]
}

@test "what is trusted already is no lack of relays, and --write tells when it writes nothing" {
    generate secondary_mx
    : >new.conf
    run -0 --separate-stderr learn -c new.conf --write Maildir
    [[ $output == *"Relays that look like yours"* && $output != *"To take them"* ]]
    [[ $stderr == *"rmxfilter: written"* ]]
    run -0 --separate-stderr learn -c new.conf --write Maildir
    [[ $output == *"No relay that looks like yours but those that you trust already"* ]]
    [ "$stderr" = "rmxfilter: nothing is written" ]
}

@test "what the settings exclude is not proposed, and why is said" {
    generate secondary_mx
    for entry in '!203.0.113.16/28' '!mx:home.example'; do
        run -0 learn --json --trust "$entry" Maildir
        [ "$(jq -c .entries <<<"$output")" = "[]" ]
        [ "$(jq -r '.seen[] | .why' <<<"$output")" = "an entry of your settings excludes it" ]
    done
    run -0 learn --json --trust '!203.0.113.21' Maildir
    [ "$(jq -r '.entries[].entry' <<<"$output")" = mx:home.example ]
    run -0 "$filter" trust --offline --json --trust '!203.0.113.20' Maildir
    [ "$(jq -c .entries <<<"$output")" = "[]" ]
}

@test "an mbox tells the same as the Maildir, and so do folders of both" {
    generate gateway
    run -0 learn --json Maildir
    want=$(jq -c '.messages, .entries[0].entry, .entries[0].messages, .changes' <<<"$output")
    for message in Maildir/cur/*; do
        printf 'From x@y Sat Mar  1 17:25:48 2003\n'
        cat "$message"
        echo
    done >mbox
    run -0 learn --json mbox
    [ "$(jq -c '.messages, .entries[0].entry, .entries[0].messages, .changes' <<<"$output")" = "$want" ]
    mkdir -p folder/.not
    mv Maildir mbox folder
    run -0 learn --json folder
    [ "$(jq -r '.messages, .entries[0].entry, .entries[0].messages' <<<"$output" | xargs)" = "680 mx:home.example 680" ]
}

@test "big providers, lists, companies that send for many: nothing is proposed, and why is said" {
    for topology in own_mx gmail microsoft getmail lists bulk; do
        rm -rf Maildir
        generate "$topology"
        run -0 learn --json Maildir
        [ "$(jq -c .entries <<<"$output")" = "[]" ]
    done
    run -0 learn Maildir
    [[ $output == *"No relay that looks like yours"* ]]
    [[ $output == *"bulk.example  175 messages of 40 senders"* ]]
    [[ $output == *"their mail begins there"* ]]
}

@test "a spammer's relays are not proposed, whatever his fields say" {
    for topology in spammer spammer_as_home spammer_as_university spammer_careless spammer_as_forwarder spammer_names_others \
        spammer_as_exchanger spammer_in_the_zone spammer_at_operator; do
        rm -rf Maildir
        generate "$topology"
        run -0 learn --json Maildir
        learnt=$output
        run -0 jq -r '.entries[] | select(.doubt == null and .entry != "mx:home.example") | .entry' <<<"$learnt"
        [ -z "$output" ]
        if [[ $topology != *_as_forwarder && $topology != *_names_others ]]; then
            run -1 grep spam.example <<<"$(jq '.entries' <<<"$learnt")"
        fi
    done
}

# spam NUMBER: a body in which that many messages seem to stand, all handed on by a relay of the spammer's.
spam()
{
    for ((i = 0; i < $1; i++)); do
        printf '\nFrom x@y Sat Mar  1 17:25:48 2003\nReturn-Path: <a@s%s.example>\n' "$i"
        printf 'Received: from mx.spam.example (mx.spam.example [203.0.113.66])\n\tby mx.home.example for <me@spam.example>;'
        printf ' %s Mar 2003 17:25:48 +0000\n' $((i % 28 + 1))
        printf 'Received: from a.example (a.example [198.51.100.%s]) by mx.spam.example; x\n' "$i"
        printf 'From: a@s%s.example\n\nbody\n' "$i"
    done
}

@test "what looks like messages in the body of one, as procmail leaves it in an mbox, proposes nothing" {
    needs procmail procmail
    generate own_mx 100
    for message in Maildir/cur/*; do
        printf 'From x@y Sat Mar  1 17:25:48 2003\n'
        cat "$message"
        echo
    done >mail
    printf '%s\n' '$ORIGIN .' 'spam.example. 60 IN MX 10 mx.spam.example.' 'mx.spam.example. 60 IN A 203.0.113.66' >>zone
    printf 'DEFAULT=%s/mbox\nLOGFILE=%s/log\n' "$PWD" "$PWD" >rc
    spam 50 >body
    for length in "$(wc -c <body)" 1000000 100; do
        cp mail mbox
        { printf 'From x@y Sat Mar  1 17:25:48 2003\nFrom: x@spam.example\nContent-Length: %s\n\n' "$length"; cat body; } |
            procmail ./rc
        [ "$(grep -c '^From ' mbox)" -gt 120 ] # procmail has left many of them as they were
        run -0 learn --json mbox
        if [ "$length" != 100 ]; then
            [ "$(jq -c '.messages, .entries' <<<"$output" | xargs)" = "101 []" ]
        else # procmail had room for 9999 only: nobody can tell where the message ends
            [ "$(jq -r '.entries[].entry' <<<"$output")" = mx:spam.example ]
            [[ $(jq -r '.entries[].doubt' <<<"$output") == "a message of an mbox has a Content-Length"* ]]
            run -0 --separate-stderr learn --write mbox </dev/null
            [[ $stderr == *"not written: mx:spam.example: "* ]]
        fi
    done
}

@test "--write: the difference, a backup, rights; no terminal, no question" {
    generate secondary_mx
    printf '# mine\n[relays]\ntrust=192.0.2.77 ; !192.0.2.78\n\n[dns]\ntimeout=3\n' >.rmxfilterrc
    cp .rmxfilterrc before
    chmod 640 .rmxfilterrc
    run -0 --separate-stderr learn --write Maildir </dev/null
    [[ $stderr == *"-trust=192.0.2.77 ; !192.0.2.78"$'\n'"+trust=192.0.2.77 ; !192.0.2.78;mx:home.example"* ]]
    [ "$(stat -c %a .rmxfilterrc)" = 640 ]
    cmp before .rmxfilterrc.bak
    diff <(sed 's/!192.0.2.78/&;mx:home.example/' before) .rmxfilterrc
    run -0 --separate-stderr learn --write Maildir </dev/null
    [ "$stderr" = "rmxfilter: nothing is written" ]
    [ ! -e .rmxfilterrc.bak2 ]
}

@test "--write: what bears a doubt is written only where the user says that it is his" {
    generate university
    run -0 --separate-stderr learn --write Maildir </dev/null
    [[ $stderr == *"not written: spf:foo.edu: take it only if you have an address at foo.edu: nothing but the mail"* ]]
    [ ! -e .config ]
    run -0 at_terminal nn "$filter" trust --zone zone --write Maildir
    [ "$(grep -o 'Do you have an address at foo.edu? \[y/N\]' <<<"$output" | wc -l)" = 2 ]
    [ ! -e .config ]
    run -0 at_terminal yyn "$filter" trust --zone zone --write Maildir
    [[ $output == *"Write this? [y/N]"* ]]
    [ ! -e .config ]
    run -0 at_terminal yyy "$filter" trust --zone zone --write Maildir
    [ "$(cat .config/rmxfilter/rmxfilter.conf)" = "[relays]"$'\n'"trust=spf:foo.edu;mx:foo.edu" ]
}

@test "--write: settings of others, and a folder that cannot be written" {
    generate secondary_mx
    : >theirs
    chmod 666 theirs
    run -78 learn -c theirs --write Maildir
    run -78 learn -c nothing --write Maildir
}

@test "--offline asks nothing, and is sure of nothing" {
    generate gateway
    run -0 timeout 20 "$filter" trust --json --offline --nameserver 192.0.2.1 Maildir
    [ "$(jq -r '.entries[] | .entry, .doubt' <<<"$output" | xargs)" = "192.0.2.1 its name was not checked in the DNS" ]
    [ "$(jq -c .changes <<<"$output")" = "{}" ]
}

@test "hostile and broken messages are counted, and harm nothing" {
    generate gateway 60
    : >Maildir/cur/empty
    head -c 100000 /dev/zero >Maildir/cur/noise
    printf 'no header here\n\n' >Maildir/new/text
    { yes 'Received: from a (a [192.0.2.9]) by b for <x@y.example>; x' | head -n 20000; } >Maildir/new/many
    printf 'Received: from \033[2J (\033]0;x\a.example [203.0.113.66])\n\tby mx.home.example for <\033c@\033.example>\n\n' >Maildir/new/escape
    mkfifo Maildir/new/pipe
    run -0 --separate-stderr learn --json Maildir
    [ "$(jq -r '.unreadable, .entries[].entry' <<<"$output" | xargs)" = "3 mx:home.example" ]
    run -0 learn Maildir
    [[ $output != *$'\033'* ]]
}

@test "what is no mailbox, and options that make no sense" {
    run -64 "$filter" trust
    run -64 "$filter" trust -
    run -64 "$filter" trust --hops 2 Maildir
    run -64 "$filter" explain --write x
    run -64 "$filter" lint --offline a.example
    run -66 "$filter" trust --offline nothing
    generate own_mx 20
    run -66 --separate-stderr "$filter" trust --zone zone Maildir $'not\nthere'
    [ -z "$output" ]
    [ "$stderr" = 'rmxfilter: not%0Athere: No such file or directory' ]
    run -66 --separate-stderr "$filter" stats --offline not_there Maildir
    [ "$stderr" = 'rmxfilter: not_there: No such file or directory' ]
    mkdir -p empty/cur empty/new empty/tmp
    run -66 "$filter" trust --offline empty
}

@test "no room for what is learnt is said, and nothing is proposed" {
    generate own_mx 3
    run -74 --separate-stderr env TMPDIR="$PWD/nowhere" "$filter" trust --zone zone Maildir
    [ -z "$output" ]
    [[ $stderr == *"cannot be kept in a file in TMPDIR or /var/tmp: No such file or directory"* ]]
}

@test "a signal ends it, and leaves no process" {
    generate own_mx 20
    deaf_server
    "$filter" trust --nameserver "127.0.0.1:$dns_port" --timeout 60 "$PWD/Maildir" >/dev/null 2>&1 3>&- &
    pid=$!
    await_file asked # by a process of its own
    pgrep -P "$pid"
    SECONDS=0
    kill -TERM "$pid"
    status=0
    wait "$pid" || status=$?
    kill "$deaf_pid"
    [ "$status" -eq 143 ]
    [ "$SECONDS" -le 30 ]
    for _ in $(seq 100); do
        pgrep -f "$PWD/Maildir" >/dev/null || break
        sleep 0.1
    done
    run -1 pgrep -f "$PWD/Maildir"
}
