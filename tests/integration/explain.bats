#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What `explain` reads: standard input, files, several of them; and what it says of things that are no message.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    demo=$top/examples/demo
    zone=(--zone "$demo/demo.zone" --authserv-id mx.example.org)
    cp "$demo/genuine.eml" "$demo/forged.eml" .
}

explain()
{
    "$filter" explain "${zone[@]}" "$@"
}

# says CODE TEXT COMMAND...: the command leaves with the code, nothing on standard output, and one line with the text on
# standard error
says()
{
    run "-$1" --separate-stderr "${@:3}"
    echo "$stderr"
    [ "$output" = "" ]
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ $stderr == "rmxfilter: "*"$2"* ]]
}

untimed() { sed 's/ *at .* ms//'; }

# --- files ------------------------------------------------------------------------------------------------

@test "a file is read as standard input is, by whatever name" {
    explain <genuine.eml | untimed >want
    grep -qx 'pass (192.0.2.5 may send for bank.example)' want
    cp genuine.eml ./-odd.eml
    cp genuine.eml 'a b.eml'
    for words in genuine.eml "$PWD/genuine.eml" '-- -odd.eml' - '-- -'; do
        # shellcheck disable=SC2086
        explain $words <genuine.eml | untimed | diff want -
    done
    explain 'a b.eml' | untimed | diff want -
    explain <(cat genuine.eml) | untimed | diff want -
    explain genuine.eml <&- | untimed | diff want -
    "$filter" explain genuine.eml "${zone[@]}" --json | jq -e '.status == "pass" and (has("file") | not)'
}

@test "of several files each has its name above, and a paragraph of its own" {
    # shellcheck disable=SC2094
    explain genuine.eml - forged.eml <genuine.eml >out
    [ "$(grep '^==>' out)" = "==> genuine.eml <==
==> - <==
==> forged.eml <==" ]
    head -n 2 out | tail -n 1 | grep -q '^pass'
    [ "$(grep -B 1 '^==>' out | grep -c '^$')" -eq 2 ]
    tail -n +"$(grep -n '^==> forged' out | cut -d: -f1)" out | sed 1d | untimed >third
    explain forged.eml | untimed | diff - third
}

@test "JSON of several files: one object a line, each with its file" {
    # shellcheck disable=SC2094
    explain --json genuine.eml - forged.eml <genuine.eml >lines
    [ "$(wc -l <lines)" -eq 3 ]
    [ "$(jq -r .file lines | xargs)" = "genuine.eml - forged.eml" ]
    [ "$(jq -r .status lines | xargs)" = "pass pass fail" ]
    explain --json genuine.eml >one
    [ "$(wc -l <one)" -gt 3 ]
    jq -e 'has("file") | not' one
}

@test "hops have one number in text, JSON, reasons and fields" {
    cp "$top/tests/messages/five-hops.eml" .
    path=(--zone "$top/tests/zones/relays.zone" --trust 'mx:example.org;.filter.example;spf:fwd.example')
    "$filter" explain "${path[@]}" five-hops.eml >text
    "$filter" explain --json "${path[@]}" five-hops.eml >json
    "$filter" "${path[@]}" <five-hops.eml >marked
    number=$(awk '$1 == ">" { print $2 }' text)
    [ "$number" -eq 7 ]
    [ "$(jq .origin.hop json)" -eq "$number" ]
    [ "$(jq '.hops[.boundary].hop' json)" -eq "$number" ]
    jq -e '[.hops[] | .hop - .index] | unique == [1]' json
    [[ $(field X-RMX-Relay marked) == *" hop=$number" ]]
}

@test "a name is no way to the terminal" {
    name=$'\e]2;x\a.eml'
    cp genuine.eml "$name"
    explain "$name" genuine.eml >out
    grep -qx '==> %1B\]2;x%07.eml <==' out
    says 66 '%1B]2;y%07: No such file' explain $'\e]2;y\a'
}

@test "one that cannot be read keeps no other from being looked at; the first code counts" {
    mkdir folder
    run -66 --separate-stderr explain genuine.eml missing folder forged.eml
    [ "$(grep -c '^==>' <<<"$output")" -eq 2 ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    printf '\n' >empty-line
    run -65 --separate-stderr explain empty-line missing genuine.eml
    [ "$(grep -c '^==>' <<<"$output")" -eq 1 ]
    run -69 --separate-stderr "$filter" explain --zone /nonexistent genuine.eml forged.eml
    [ "${#stderr_lines[@]}" -eq 1 ]
    run -74 --separate-stderr bash -c '"$0" explain "$@" >/dev/full' "$filter" "${zone[@]}" genuine.eml forged.eml
    [ "${#stderr_lines[@]}" -eq 1 ]
    run -0 --separate-stderr bash -c '"$0" explain "$@" | true' "$filter" "${zone[@]}" genuine.eml forged.eml genuine.eml
    [ "$stderr" = "" ]
}

@test "files that are not there, may not be read, or are mailboxes" {
    says 66 'missing: No such file or directory' explain missing
    mkdir -p folder Maildir/cur Maildir/new Maildir/tmp
    says 66 'folder: is a directory: mailboxes are not read yet; give its messages, as in rmxfilter explain folder/*' explain folder
    says 66 'rmxfilter explain Maildir/cur/*, or of an mbox formail -s rmxfilter explain < MBOX' explain Maildir
    cp genuine.eml Maildir/cur/1:2,S
    cp forged.eml Maildir/cur/2:2,
    explain Maildir/cur/* | grep -c '^==> Maildir/cur/' | grep -qx 2
    if [ "$(id -u)" -ne 0 ]; then
        touch secret && chmod 000 secret
        says 66 'secret: Permission denied' explain secret
    fi
}

# Held by a name server that never answers: the sandbox has closed by then.
@test "the file is closed, and the sandbox shut, when the message is looked at" {
    python3 - "$filter" genuine.eml forged.eml <<'END'
import os, socket, subprocess, sys
program, files = sys.argv[1], sys.argv[2:]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(10)
for count in 1, 2:
    asking = subprocess.Popen([program, "explain", "--nameserver=127.0.0.1:%d" % server.getsockname()[1], "--timeout=5"]
                              + files[:count], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    server.recv(512)
    pids = [str(asking.pid)]
    if count > 1:
        pids = open(f"/proc/{asking.pid}/task/{asking.pid}/children").read().split()
    assert len(pids) == 1, pids
    status = dict(line.split(":\t", 1) for line in open(f"/proc/{pids[0]}/status") if ":\t" in line)
    assert status["Seccomp"].strip() == "2", status["Seccomp"]
    if os.access(f"/proc/{pids[0]}/fd", os.R_OK): # only root may look there
        held = [os.readlink(f"/proc/{pids[0]}/fd/{fd}") for fd in os.listdir(f"/proc/{pids[0]}/fd")]
        assert not any(name.endswith(".eml") for name in held), held
    asking.kill()
    asking.wait()
    server.setblocking(False)
    try:
        while server.recv(512):
            pass
    except BlockingIOError:
        server.settimeout(10)
END
}

# --- no message -------------------------------------------------------------------------------------------

@test "what is no message is said to be none, with what it looks like" {
    ls -l "$top" >listing
    ls -R "$top/examples" >listing-of-all
    { echo '<!DOCTYPE html>'; echo '<html><body>x</body></html>'; } >page.html
    gzip -c genuine.eml >genuine.eml.gz
    iconv -f ASCII -t UTF-16 genuine.eml >wide.eml
    iconv -f ASCII -t UTF-16LE genuine.eml >wide-without-mark.eml
    sed 's/^/> /' genuine.eml >quoted.eml
    sed 's/^/  /' genuine.eml >indented.eml
    { echo; cat genuine.eml; } >empty-line.eml
    { echo 'From a@b.example Sat Mar  1 17:25:48 2003'; echo; cat genuine.eml; } >from-line.eml
    while IFS='|' read -r file line looks; do
        says 65 "$file: this is no message: line $line is no header field$looks" explain "$file"
        says 65 "standard input: this is no message: line $line is no header field$looks" explain <"$file"
        says 65 "this is no message" explain --json "$file"
    done <<'END'
listing|1|
listing-of-all|1|
page.html|1| (it looks like HTML)
genuine.eml.gz|1| (it looks like gzip: gzip -d)
wide.eml|1| (it looks like UTF-16: iconv -f UTF-16)
wide-without-mark.eml|1| (it looks like UTF-16: iconv -f UTF-16)
quoted.eml|1| (it looks quoted: every line begins with >)
indented.eml|1| (it is indented)
empty-line.eml|1| (it is empty)
from-line.eml|2| (it is empty)
END
    [ "$(gzip -dc genuine.eml.gz | explain | head -n 1)" = "$(explain genuine.eml | head -n 1)" ]
    says 66 'empty: no message' explain </dev/null
    : >nothing
    says 66 'nothing: is empty: no message' explain nothing
}

@test "an mbox line first, and quoted ones below it, are part of no header" {
    { printf 'From a@b.example Sat Mar  1 17:25:48 2003\n>From c Sun Mar  2 17:25:48 2003\n'; cat genuine.eml; } >one
    explain one >out 2>err
    grep -qx 'pass (192.0.2.5 may send for bank.example)' out
    [ ! -s err ]
}

@test "of an mbox the first message is looked at, and formail is named for all" {
    from='From a@b.example Sat Mar  1 17:25:48 2003'
    { echo "$from"; cat genuine.eml; echo; echo "$from"; cat forged.eml; echo; } >mbox
    run -65 --separate-stderr explain mbox
    [ "$(grep -c '^pass' <<<"$output")" -eq 1 ]
    [[ $stderr == "rmxfilter: mbox: has several messages, and only the first was looked at: mailboxes are not read yet; all of them: formail -s rmxfilter explain < mbox" ]]
    run -65 --separate-stderr explain <mbox
    [ "$(grep -c '^pass' <<<"$output")" -eq 1 ]
    [[ $stderr == "rmxfilter: standard input: has several messages"*"formail -s rmxfilter explain < MBOX" ]]
    [ "$(PATH=${filter%/*}:$PATH formail -s rmxfilter explain "${zone[@]}" <mbox | grep -cE '^(pass|fail) ')" -eq 2 ]

    # one whose body only speaks of them, and one whose second message is far away
    { echo "$from"; cat genuine.eml; printf '\nFrom my point of view\n\n>%s\n %s\n' "$from" "$from"; } >one
    explain one >out 2>err && [ ! -s err ]
    { echo "$from"; cat genuine.eml; yes 'a line of the body' | head -c 3000000; printf '\n\n%s\n' "$from"; } >far
    run -65 --separate-stderr explain far
    [[ $stderr == *"several messages"* ]]
}
