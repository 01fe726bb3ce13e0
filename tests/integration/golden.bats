#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What people see on terminals of 80 and 132 columns: `explain`, `lint`, `stats`, `trust` and `doctor`, captured on a real
# one (a pty of that size) and held against the files in golden/. After a change that is meant:
#
#   GOLDEN=write bats tests/integration/golden.bats
#
# writes them anew; read what git diff says of them.

bats_require_minimum_version 1.5.0
load common

golden=$BATS_TEST_DIRNAME/golden

setup()
{
    quiet_room
    unset COLUMNS NO_COLOR
    export TERM=xterm TZ=UTC
    write_inputs
}

write_inputs()
{
    cp "$top/tests/messages/five-hops.eml" "$top/tests/messages/signed.eml" "$top/examples/demo/forged.eml" .
    cat >long.eml <<'END'
Received: from out-of-a-very-long-name-0123456789.delivery.region-3.mail.a-company-of-many-words.example (out-of-a-very-long-name-0123456789.delivery.region-3.mail.a-company-of-many-words.example [2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff])
	by another-very-long-name-of-a-border.delivery.region-1.mx.example.net with ESMTPS id 4Zc; Sat, 1 Mar 2003 17:25:48 -0800
Return-Path: <bounce-0123456789-0123456789-0123456789-0123456789-0123456789@bounces.a-company-of-many-words.example>
From: "News" <news@a-company-of-many-words.example>

END
    sed "s/^Subject:.*/Subject: $(printf 'A subject of many words %.0s' {1..20})/" forged.eml >subject.eml
    # through two forwarders that nobody trusts yet, of a sender whose record includes others; clocks that disagree
    cat >advised.eml <<'END'
Return-Path: <news@included.example>
Received: from mx2.example.org (mx2.example.org [203.0.113.53])
	by mail.example.org (Postfix) with ESMTPS id 4XpQ2v5c1z9v
	for <bob@example.org>; Sat,  7 Nov 2026 09:14:09 +0000 (UTC)
Received: from out.fwd.example (out.fwd.example [192.0.2.7])
	by mx2.example.org (Postfix) with ESMTPS id 4XpQ2v5c1z9u
	for <bob@example.org>; Sat,  7 Nov 2026 08:59:30 +0000 (UTC)
Received: from mail.included.example (mail.included.example [198.51.100.99])
	by out.fwd.example (Postfix) with ESMTP id 4XpQ2v5c1z9t
	for <bob@fwd.example>; Sat,  7 Nov 2026 09:02:11 +0000 (UTC)
From: "News" <news@included.example>

END
    { cat "$top/tests/zones/relays.zone"
      cat <<'END'
$ORIGIN .
included.example TXT "v=spf1 include:spf.provider.example -all"
spf.provider.example TXT "v=spf1 ip4:198.51.100.128/25 include:spf2.provider.example ?all"
spf2.provider.example TXT "v=spf1 ip4:198.51.100.96/28 ~all"
53.113.0.203.in-addr.arpa PTR mx2.example.org
END
    } >advised.zone
    cat >long.zone <<'END'
$ORIGIN .
bounces.a-company-of-many-words.example TXT "v=spf1 include:spf-of-the-first-provider.example include:spf-of-the-second-provider.example ip4:192.0.2.0/24 ip4:198.51.100.0/24 -all"
spf-of-the-first-provider.example TXT "v=spf1 ip6:2001:db8::/32 ~all"
spf-of-the-second-provider.example TXT "v=spf1 ip4:203.0.113.0/24 ~all"
wrong.example TXT "v=spf1 a:192.0.2.1 include:_spf.provider.example" "include:mail.example ip4:mx.wrong.example -all"
wide.example TXT "v=spf1 mx include:spf-of-the-first-provider.example a:a-host-with-a-rather-long-name.delivery.wide.example ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ip4:192.0.2.4 +all"
wide.example MX 10 a-host-with-a-rather-long-name.delivery.wide.example
a-host-with-a-rather-long-name.delivery.wide.example A 192.0.2.7
_dmarc.wide.example TXT "v=DMARC1; p=none"
foo.example MX 10 mx.foo.example
mx.foo.example A 192.0.2.1
edu.example TXT "v=spf1 include:_spf.google.com -all"
_spf.google.com TXT "v=spf1 ip4:192.0.2.64/28 -all"
END
    cat >rmxfilter.conf <<'END'
[relays]
# the secondary MX, and forwarders
trust=mx:foo.example;spf:edu.example;gone.example;192.0.2.0/24;198.51.100.0/24;2001:db8::/32
hops=many
[dns]
timeout=12
questions=40
[record bank.example]
spf=v=spf1 ip4:203.0.113.0/24 -all
END
}

# on_terminal COLUMNS COMMAND...: the command with a terminal of so many columns for its standard output, which comes out.
on_terminal()
{
    python3 - "$@" <<'END'
import fcntl, os, pty, struct, subprocess, sys, termios

here, there = pty.openpty()
fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 25, int(sys.argv[1]), 0, 0))
run = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=there, stderr=subprocess.STDOUT)
os.close(there)
said = b""
while True:
    try:
        octets = os.read(here, 65536)
    except OSError: # the other end is closed
        break
    if not octets:
        break
    said += octets
run.wait()
sys.stdout.buffer.write(said.replace(b"\r\n", b"\n"))
END
}

# What differs from run to run and from host to host: times, versions of the kernel's interfaces.
same_everywhere()
{
    sed -E -e 's/(at|took) +[0-9]+\.[0-9] ms/\1   0.0 ms/g' -e 's/version [0-9]+/version N/; s/landlock [0-9]+/landlock N/'
}

# shows NAME COLUMNS COMMAND...: what it shows on a terminal of so many columns is what golden/NAME-COLUMNS.txt has, and no
# line of it is wider.
shows()
{
    local file=$golden/$1-$2.txt
    on_terminal "${@:2}" | same_everywhere >shown
    [ "${GOLDEN:-}" != write ] || cp shown "$file"
    diff "$file" shown
    sed 's/\x1b\[[0-9]*m//g' shown >plain
    awk -v most="$2" 'length > most { print length ": " $0; bad = 1 } END { exit bad }' plain
}

@test "explain" {
    for columns in 80 132; do
        shows explain-five-hops $columns "$filter" explain --color never --authserv-id mx.example.org \
            --zone "$top/tests/zones/relays.zone" --trust 'mx:example.org;.filter.example;spf:fwd.example' five-hops.eml
        shows explain-long-names $columns "$filter" explain --color never --authserv-id mx.example.net --zone long.zone long.eml
        shows explain-advised $columns "$filter" explain --color never --authserv-id mail.example.org --zone advised.zone advised.eml
        shows explain-included $columns "$filter" explain --color never --authserv-id mail.example.org --zone advised.zone \
            --trust 'mx:example.org;spf:fwd.example' advised.eml
        shows explain-signed $columns "$filter" explain --color never --authserv-id mx.example.org --zone "$top/tests/zones/signed.zone" \
            signed.eml
        shows explain-mailbox $columns "$filter" explain --color never --authserv-id mx.example.org \
            --zone "$top/tests/zones/relays.zone" --trust 'mx:example.org;.filter.example;spf:fwd.example' \
            five-hops.eml long.eml signed.eml forged.eml subject.eml
    done
}

@test "lint" {
    for columns in 80 132; do
        shows lint $columns "$filter" lint --color never --zone long.zone -s spf wrong.example wide.example
    done
}

# kept NUMBER HELO STATUS FROM MONTH: so many messages as the filter marked them
kept()
{
    for _ in $(seq "$1"); do
        printf 'From a@b.example Sat Mar  1 17:25:48 2003\nX-RMX-Status: %s (a)\nX-RMX-Relay: 203.0.113.9 helo=%s hop=1\n' "$3" "$2"
        printf 'X-RMX-From: %s\nReceived: from a (a [203.0.113.9]) by mx.example.net; Sat, 1 %s 2003 17:25:48 -0800\n\n\n' "$4" "$5"
    done
}

@test "stats" {
    {
        kept 7 host9.dsl.example fail 'none bank.example' Mar
        kept 1 mail.bank.example pass 'aligned bank.example (for bank.example)' Feb
        kept 3 "$(printf 'x%.0s' $(seq 90)).example" softfail 'refused a-company-of-many-words.delivery.example (its policy: reject)' Mar
        kept 12 out.provider.example pass 'aligned news.example (signed by news.example)' Apr
        kept 2 lists.example none 'ambiguous a.example b.example' Apr
        for number in $(seq 25); do kept 1 "out.n$number.example" neutral "none n$number.example" May; done
    } >stats.mbox
    quiet=(sh -c '"$0" "$@" 2>/dev/null' "$filter") # without the line that shows how far it is
    for columns in 80 132; do
        shows stats $columns "${quiet[@]}" stats --color never --offline stats.mbox
    done
    shows stats-colours 80 "${quiet[@]}" stats --offline stats.mbox
    sed 's/\x1b\[[0-9]*m//g' "$golden/stats-colours-80.txt" | diff "$golden/stats-80.txt" -
}

@test "trust" {
    quiet=(sh -c '"$0" "$@" 2>/dev/null' "$filter")
    for topology in filtering_service university bulk; do
        "$top/tests/mailboxes/generate" $topology $topology 40
        for columns in 80 132; do
            shows trust-${topology//_/-} $columns "${quiet[@]}" trust --color never --zone $topology/zone $topology/Maildir
        done
    done
    shows trust-university-colours 80 "${quiet[@]}" trust --zone university/zone university/Maildir
    sed 's/\x1b\[[0-9]*m//g' "$golden/trust-university-colours-80.txt" | diff "$golden/trust-university-80.txt" -
}

@test "doctor" {
    for columns in 80 132; do
        shows doctor $columns "$filter" doctor --color never -c rmxfilter.conf --zone long.zone --authserv-id mx.example.net
    done
}

@test "in colours, on a terminal that shows them" {
    shows explain-colours 80 "$filter" explain --authserv-id mx.example.org --zone "$top/examples/demo/demo.zone" forged.eml
    shows explain-mailbox-colours 80 "$filter" explain --authserv-id mx.example.org --zone "$top/examples/demo/demo.zone" forged.eml five-hops.eml
    for message in five-hops forged; do
        printf 'From a@b.example Sat Mar  1 17:25:48 2003\n'
        cat "$message.eml"
        echo
    done >mbox
    on_terminal 80 "$filter" explain --color never --zone "$top/examples/demo/demo.zone" mbox >shown
    [ "$(tail -n 1 shown)" = '  fail      mbox:2' ]
    shows lint-colours 80 "$filter" lint --zone long.zone -s spf wrong.example wide.example
    shows doctor-colours 80 "$filter" doctor -c rmxfilter.conf --zone long.zone --authserv-id mx.example.net
    # they change nothing but colours
    sed 's/\x1b\[[0-9]*m//g' "$golden/lint-colours-80.txt" | diff "$golden/lint-80.txt" -
    sed 's/\x1b\[[0-9]*m//g' "$golden/doctor-colours-80.txt" | diff "$golden/doctor-80.txt" -
}

# coloured COMMAND...: whether its output, on a terminal, holds an escape sequence
coloured()
{
    on_terminal 80 "$@" >shown
    grep -q $'\e' shown
}

@test "--color, NO_COLOR and TERM decide on colours" {
    zone=(--zone "$top/examples/demo/demo.zone")
    for command in "explain forged.eml" "check --client-ip 192.0.2.5 --mail-from bank.example" "lint bank.example" doctor; do
        # shellcheck disable=SC2206
        words=("$filter" $command "${zone[@]}")
        coloured "${words[@]}"
        coloured "${words[@]}" --color auto
        run ! coloured "${words[@]}" --color=never
        run ! coloured env NO_COLOR=1 "${words[@]}"
        coloured env NO_COLOR= "${words[@]}"
        coloured env NO_COLOR=1 "${words[@]}" --color always
        run ! coloured env TERM=dumb "${words[@]}"
        "${words[@]}" >shown || true
        run ! grep -q $'\e' shown
        "${words[@]}" --color always >shown || true
        grep -q $'\e' shown
        [[ $command == lint* ]] || continue
        run ! coloured "${words[@]}" --convert rmx
    done
    # JSON has none, whatever is wished
    run ! coloured "$filter" explain --json --color always "${zone[@]}" forged.eml
    run -64 "$filter" explain --color sometimes forged.eml
    [[ $output == *'option --color: "sometimes" says nothing of colours; give auto, always or never' ]]
    "$filter" --color always "${zone[@]}" <forged.eml >out
    [[ $(field X-RMX-Status out) == "error ("* ]]
}

@test "how wide: COLUMNS, the terminal, or 80" {
    words=("$filter" lint --color never --zone long.zone -s spf wide.example)
    on_terminal 80 "${words[@]}" >eighty
    on_terminal 132 "${words[@]}" >wide
    run ! cmp -s eighty wide
    on_terminal 80 env COLUMNS=132 "${words[@]}" | diff wide -
    on_terminal 132 env COLUMNS=80 "${words[@]}" | diff eighty -
    for nonsense in '' 0 -1 80x ' 80'; do
        on_terminal 132 env COLUMNS="$nonsense" "${words[@]}" | diff wide -
    done
    # no size, as a serial line has none; no terminal
    on_terminal 0 "${words[@]}" | diff eighty -
    ("${words[@]}" || true) | diff eighty -
    (COLUMNS=132 "${words[@]}" || true) | diff eighty -
    # a tiny one gets lines that can be read all the same, a huge one no longer ones than 200
    on_terminal 5 "${words[@]}" >tiny
    on_terminal 40 "${words[@]}" | diff tiny -
    on_terminal 5000 "${words[@]}" >huge
    on_terminal 200 "${words[@]}" | diff huge -
}
