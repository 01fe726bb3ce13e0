#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The pages that `explain --html` and `stats --html` write: hostile text cannot leave its element, as a parser and a browser see it;
# they ask nothing of the network; their files are written whole or not at all. After a change that is meant, GOLDEN=write writes
# the pages in golden/ anew; tests/pages/look.py makes pictures of them to look at.

bats_require_minimum_version 1.5.0
load common

golden=$BATS_TEST_DIRNAME/golden
shape=$top/tests/pages/shape.py
pages=("${BUILD:-$top/build}"/pages/{explain,stats})
python=/usr/bin/python3 # Debian's, which has Debian's packages

setup()
{
    quiet_room
    umask 022
}

# hops N: a message with so many Received fields, whose names have a thousand octets
hops()
{
    python3 - "$1" <<'END'
import sys
name = ".".join(["a" * 60] * 16) + ".example"
print(f"Return-Path: <{'b' * 1000}@{name}>")
for number in range(int(sys.argv[1]), 0, -1):
    print(f"Received: from {name} ({name} [192.0.2.{number % 250}])\n\tby mx{number}.{name} with ESMTP id {number};\n"
          f"\tSat, 1 Mar 2003 17:{number % 60:02}:48 -0800")
print(f"From: {'c' * 1000}@{name}\n")
END
}

# explain OPTION...: with the demonstration's zone
explain()
{
    "$filter" explain --zone "$top/examples/demo/demo.zone" "$@"
}

# five_hops [FILE]: the page of a message that has several hops
five_hops()
{
    "$filter" explain --html "${1:--}" --authserv-id mx.example.org --zone "$top/tests/zones/relays.zone" \
        --trust 'mx:example.org;.filter.example;spf:fwd.example' "$top/tests/messages/five-hops.eml"
}

# mailbox: with marks of this program, without, and with names that a stranger made up; of three months
mailbox()
{
    marked() { # STATUS AUTHOR HELO MONTH
        printf 'From a@b.example Sat Mar  1 17:25:48 2003\nX-RMX-Status: %s (a)\nX-RMX-Relay: 203.0.113.9 helo=%s hop=1\n' "$1" "$3"
        printf 'X-RMX-From: %s\nReceived: from a (a [203.0.113.9]) by mx.example.org; 1 %s 2003 12:00:00 +0000\n\nb\n\n' "$2" "$4"
    }
    for month in Feb Mar Mar; do
        marked pass 'aligned bank.example (for bank.example)' mail.bank.example "$month"
        marked fail 'none bank.example' host9.dsl.example "$month"
    done
    marked none 'unaligned news.example (for lists.example)' out.lists.example Apr
    marked none 'ambiguous a.example b.example' a.example Apr
    marked temperror 'none shop.example (unknown if signed by shop.example)' mail.shop.example never
    marked fail 'refused "<b>&%22.example" (its policy: reject)' '"</td><script>"' Apr
    printf 'From a@b.example Sat Mar  1 17:25:48 2003\nX: y\n no field\n\n\n'
}

# What differs from run to run and from host to host.
same_everywhere()
{
    sed -E -e 's/[0-9]+\.[0-9] ms/0.0 ms/g; s/margin-left:[0-9.]+%;width:[0-9.]+%/margin-left:0%;width:0%/' \
        -e 's/landlock [0-9]+/landlock N/; s/rmxfilter [0-9.]+/rmxfilter V/' -e '/^<style>$/,/^<\/style>$/d'
}

# tree FILE: the tree of a page, which must be without errors of syntax
tree()
{
    $python -B - "$shape" "$1" <<'END'
import os, sys
sys.path.insert(0, os.path.dirname(sys.argv[1]))
import shape
with open(sys.argv[2], "rb") as page:
    print(shape.shape(shape.parsed(page.read())))
END
}

# only_files NAME...: there are no others here
only_files()
{
    [ "$(find . -mindepth 1 -printf '%f\n' | sort | xargs)" = "$*" ]
}

# --- hostile text ---

@test "a parser sees the same tree whatever the texts of message and DNS hold" {
    run -0 $python -B "$shape" "${pages[@]}"
    [ -z "$output" ]
}

@test "a browser sees the same tree, complains of nothing and asks for nothing; all can be seen, on a telephone too" {
    command -v chromium >/dev/null || skip "no chromium"
    [[ ${BUILD:-} != */sanitize ]] || skip "the plain build writes the same pages"
    run $python -B "$top/tests/pages/browser.py" chromium "${pages[@]}"
    echo "$output"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

# letter TEXT: a message, and the zone of its sender's domain, that hold the text wherever they can
letter()
{
    cat >letter.eml <<END
Return-Path: <a@evil.example>
Received: from x ($1 [192.0.2.1])
	by mx.example.org (Postfix) with SMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800
From: "$1" <a@evil.example>
Message-ID: <$1>
Authentication-Results: $1; dkim=pass header.d=evil.example
DKIM-Signature: v=1; a=$1; d=$1; s=$1

END
    cat >letter.zone <<END
\$TTL 60
evil.example. TXT "v=spf1 exp=e.evil.example -all $1"
e.evil.example. TXT "$1"
END
}

@test "the whole program: markup in a message and in records stays text" {
    letter harmless
    "$filter" explain --html - --zone letter.zone letter.eml >harmless.html
    grep -q '<code>v=spf1 exp=e.evil.example -all harmless</code>' harmless.html
    for text in '<b>x</b>' '</code></section><h1>' '&lt;b&gt;&#60;' '<!--' '<script>alert(1)</script>'; do
        letter "$text"
        "$filter" explain --html - --zone letter.zone letter.eml >hostile.html
        tree hostile.html >/dev/null # no error of syntax
        ! grep -iE '<(b|script|!--)\b' hostile.html || return 1
        [ "$(grep -c '<h1>' hostile.html)" -eq 1 ]
        grep -qE '&(lt|amp);' hostile.html
    done
}

@test "the page stands alone: no script, no address, no file but itself" {
    five_hops >page.html
    ! grep -iE '<script|<link|<img|<iframe|<object|<a |href=|src=|url\(|@import|https?:|//' page.html || return 1
    grep -q "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" page.html
}

@test "it is for everybody: a language, a title, headings, words for the picture, room on a phone" {
    five_hops >page.html
    grep -q '^<html lang="en">$' page.html
    grep -q '^<title>pass: 192.0.2.5 may send for bank.example</title>$' page.html
    grep -q '<svg class="path" role="img" aria-label="Path from the sender to the mailbox: the origin 192.0.2.5, ' page.html
    grep -q 'name="viewport"' page.html
    [ "$(grep -c '<h1>' page.html)" -eq 1 ]
}

# --- what it says ---

@test "the page of a message, as it was looked at" {
    five_hops >page.html
    same_everywhere <page.html >shown
    [ "${GOLDEN:-}" != write ] || cp shown "$golden/explain-page.html"
    diff "$golden/explain-page.html" shown
}

@test "the page of a mailbox, as it was looked at" {
    mailbox >mbox
    "$filter" stats --offline --html page.html mbox
    tree page.html >/dev/null
    same_everywhere <page.html >shown
    [ "${GOLDEN:-}" != write ] || cp shown "$golden/stats-page.html"
    diff "$golden/stats-page.html" shown
}

@test "a mailbox of one message, and of many months" {
    mailbox | sed '/^b$/,$d' >one
    "$filter" stats --offline --html one.html one
    tree one.html >/dev/null
    [ "$(grep -c '<section' one.html)" -eq 2 ] # no strange HELO name
    grep -qF '<h1>Who was forged</h1>' one.html
    for month in {1..12}; do
        for year in {2003..2006}; do
            printf 'From a@b.example Sat Mar  1 17:25:48 2003\nReceived: from a (a [203.0.113.9]) by mx.example.org;'
            date -ud "$year-$month-02" '+ %d %b %Y 12:00:00 +0000%nFrom: a@'"r$month.$year"'.example%n%n'
        done
    done >many
    "$filter" stats --offline --html many.html many
    tree many.html >/dev/null
    [ "$(grep -c 'data-column="month"' many.html)" -eq 37 ]
    grep -qF '<td data-column="month" class="name">2006-12</td>' many.html
    grep -qF '<td data-column="month" class="name">12 others</td>' many.html
    grep -qF '<td data-column="domain" class="name">28 others</td>' many.html
}

@test "a page says what the text says" {
    five_hops >page.html
    for words in 'aligned (bank.example passed)' 'client 203.0.113.53 matches trust entry mx:example.org' 'v=spf1 ip4:192.0.2.5 -all' \
        'trust entry spf:fwd.example trusts this relay' 'after 51 s' 'return-path'; do
        grep -qF "$words" page.html
    done
    explain --html - --client-ip 192.0.2.77 "$top/examples/demo/forged.eml" | grep -q '192.0.2.77</span> <span class="soft">in an option<'
}

@test "advice" {
    cat >advice.zone <<'END'
$TTL 300
bank.example. TXT "v=spf1 ip4:203.0.113.20 -all"
home.example. MX 20 mx2.backup.example.
mx2.backup.example. A 198.51.100.53
53.100.51.198.in-addr.arpa. PTR mx2.backup.example.
END
    cat >advice.eml <<'END'
Return-Path: <a@bank.example>
Received: from mx2.backup.example (mx2.backup.example [198.51.100.53])
	by mx.home.example (Postfix) with ESMTP id 1
	for <bob@home.example>; Sat, 1 Mar 2003 17:25:49 -0800 (PST)
Received: from mail.bank.example (mail.bank.example [203.0.113.20])
	by mx2.backup.example (Postfix) with ESMTP id 2
	for <bob@home.example>; Sat, 1 Mar 2003 17:25:48 -0800 (PST)
From: a@bank.example

END
    "$filter" explain --html - --zone advice.zone advice.eml >advice.html
    grep -q 'add `trust=mx:home.example`: the verdict would be pass' advice.html
}

@test "hundreds of hops with names of a thousand octets" {
    hops 200 >many.eml
    explain --html - many.eml >many.html
    tree many.html >/dev/null
    [ "$(stat -c %s many.html)" -lt 400000 ]
    grep -q 'hosts more; all are in the table below' many.html
    [ "$(grep -c 'data-column="hop"' many.html)" -eq 200 ]
    hops 1000 >more.eml
    explain --html - more.eml >more.html
    grep -q '… and 700 more' more.html
    [ "$(stat -c %s more.html)" -lt 600000 ]
}

# --- the file ---

@test "the file is new, and only its owner may read it" {
    five_hops page.html >said
    [ ! -s said ]
    [ "$(stat -c %a page.html)" = 600 ]
    only_files page.html said
    grep -q '^</html>$' page.html
}

@test "a file that is there is replaced whole, whoever could read it" {
    echo '<!DOCTYPE html>before' >page.html
    chmod 644 page.html
    ln page.html other
    five_hops page.html
    grep -q '^</html>$' page.html
    [ "$(stat -c %a page.html)" = 600 ]
    [ "$(cat other)" = '<!DOCTYPE html>before' ]
    : >page.html
    five_hops page.html
    [ -s page.html ]
}

@test "a file that is no page stays as it is: who forgets the page's name gives that of a message" {
    for octets in '<!DOCTYPE htm' 'Received: x' $'\n' '<html>'; do
        printf %s "$octets" >mine
        printf %s "$octets" >copy
        run -73 explain --html mine "$top/examples/demo/genuine.eml"
        [ "$output" = "rmxfilter: mine: is there and is no page, so it is not replaced; the word behind --html names the page" ]
        cmp mine copy
    done
    run -73 "$filter" stats --offline --html mine "$top/examples/demo"
    cmp mine copy
    only_files copy mine
}

@test "a link is replaced, not what it points to" {
    echo precious >precious
    ln -s precious page.html
    five_hops page.html
    [ ! -L page.html ]
    [ "$(cat precious)" = precious ]
}

@test "what is no file is written as it is: a pipe, /dev/stdout" {
    mkfifo pipe
    cat pipe >got &
    five_hops pipe
    wait $!
    [ -p pipe ]
    grep -q '^</html>$' got
    five_hops /dev/stdout | grep -q '^</html>$'
    five_hops /dev/null
}

@test "a message that cannot be read leaves the page as it was" {
    echo '<!DOCTYPE html>before' >page.html
    : >empty.eml
    echo 'no header' >prose.eml
    run -66 "$filter" explain --html page.html empty.eml
    run -65 "$filter" explain --html page.html prose.eml
    run -66 "$filter" explain --html page.html nowhere.eml
    [ "$(cat page.html)" = '<!DOCTYPE html>before' ]
    only_files empty.eml page.html prose.eml
}

@test "no room for the page: 74, and nothing is left" {
    echo '<!DOCTYPE html>before' >page.html
    run -74 bash -c "ulimit -f 8; exec '$filter' explain --html page.html --zone '$top/examples/demo/demo.zone' '$top/examples/demo/forged.eml'"
    [[ $output == *'page.html: the page could not be written'* ]]
    [ "$(cat page.html)" = '<!DOCTYPE html>before' ]
    only_files page.html
    run -74 five_hops /dev/full
    mkfifo pipe
    head -c 1 pipe >/dev/null &
    hops 500 >many.eml # more than a pipe holds
    run -74 explain --html pipe many.eml
}

@test "no place for the page: 73" {
    run -73 five_hops nowhere/page.html
    [[ $output == *'nowhere/page.html: No such file or directory'* ]]
    mkdir folder
    run -73 five_hops folder
    [[ $output == *'folder: Is a directory'* ]]
}

@test "the message is not replaced by its page" {
    cp "$top/examples/demo/forged.eml" message.eml
    run -64 explain --html message.eml message.eml
    [[ $output == *'message.eml: the page would take the place of the message'* ]]
    # shellcheck disable=SC2094 # that is what is tried
    run -64 explain --html message.eml <message.eml
    ln message.eml same
    run -64 explain --html same message.eml
    cmp message.eml "$top/examples/demo/forged.eml"
}

# stopped SIGNAL: explain waits for the rest of its message, and gets the signal, by which it leaves, whatever who runs the tests ignores
stopped()
{
    local pid status=0
    mkfifo slow
    env --default-signal "$filter" explain --html page.html --zone "$top/examples/demo/demo.zone" slow 3>&- &
    pid=$!
    exec 4>slow # goes on when explain has opened it
    kill -s "$1" $pid
    wait $pid || status=$?
    exec 4>&-
    rm slow
    [ "$status" -eq $((128 + $(kill -l "$1"))) ]
}

@test "signals leave nothing behind, not even KILL" {
    echo '<!DOCTYPE html>before' >page.html
    for signal in TERM HUP KILL; do
        if [ $signal = KILL ] && ! python3 -c 'import os; os.open(".", os.O_TMPFILE | os.O_WRONLY)'; then
            continue # the file system knows no files without a name
        fi
        stopped $signal
        [ "$(cat page.html)" = '<!DOCTYPE html>before' ]
        only_files page.html
    done
}

@test "a signal that the caller has ignored changes nothing" {
    mkfifo slow
    (trap '' HUP; exec "$filter" explain --html page.html --zone "$top/examples/demo/demo.zone" slow) 3>&- &
    pid=$!
    exec 4>slow
    kill -s HUP $pid
    cat "$top/examples/demo/forged.eml" >&4
    exec 4>&-
    wait $pid
    grep -q '^</html>$' page.html
}

@test "a page shows one message" {
    run -64 explain --html - "$top/examples/demo/forged.eml" "$top/examples/demo/genuine.eml"
    [[ $output == *'a page shows one message'* ]]
    { echo 'From a@b.example Sat Mar  1 17:25:48 2003'; cat "$top/examples/demo/forged.eml"; echo; } >one
    cat one one >mbox
    echo '<!DOCTYPE html>before' >page.html
    run -64 explain --html page.html mbox
    [[ $output == *'mbox: has several messages, and a page shows one' ]]
    [ "$(cat page.html)" = '<!DOCTYPE html>before' ]
    explain --html page.html one
    for option in --json --verbose --color=never; do
        run -64 explain --html - $option "$top/examples/demo/forged.eml"
    done
    run -64 "$filter" doctor --html -
    run -64 explain --html '' "$top/examples/demo/forged.eml"
}
