#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What `explain` reads: standard input, files, several of them; and what it says of things that are no message.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    export TZ=UTC
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

@test "of several files each is a line, and the verdicts are counted" {
    # shellcheck disable=SC2094
    explain genuine.eml - forged.eml <genuine.eml >out
    diff - out <<'END'
verdict   author               client          proven     day        subject
pass      bank.example         192.0.2.5       aligned    2026-11-07 Your statement for October
pass      bank.example         192.0.2.5       aligned    2026-11-07 Your statement for October
fail      bank.example         203.0.113.9     none       2026-11-07 Your account has been closed

3 messages: 2 pass, 1 fail
END
    run -64 --separate-stderr "$filter" explain --verbose genuine.eml forged.eml
    [ "${#stderr_lines[@]}" -eq 1 ]
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
    : >"$name"
    run -66 --separate-stderr explain "$name" genuine.eml
    [ "$stderr" = 'rmxfilter: %1B]2;x%07.eml: is empty: no message' ]
    sed $'s/^Subject:.*/Subject: \e[2J =?utf-8?Q?=1B]2=3Bx=07=E2=80=AE?= \x9b1m/' forged.eml >colour.eml
    explain colour.eml genuine.eml >out
    [ "$(LC_ALL=C tr -d ' -~\n' <out | wc -c)" -eq 0 ]
    grep -q '^fail .*%1B' out
    says 66 '%1B]2;y%07: No such file' explain $'\e]2;y\a'
}

@test "one that cannot be read keeps no other from being looked at; the first code counts" {
    : >empty
    run -66 --separate-stderr explain genuine.eml missing empty forged.eml
    [ "$(grep -cE '^(pass|fail) ' <<<"$output")" -eq 2 ]
    [ "${lines[-1]}" = "2 messages: 1 pass, 1 fail, 2 not read" ]
    [ "${#stderr_lines[@]}" -eq 2 ]
    printf '\n' >empty-line
    run -65 --separate-stderr explain empty-line missing genuine.eml
    [ "$(grep -c '^pass ' <<<"$output")" -eq 1 ]
    run -65 --separate-stderr explain --json empty-line genuine.eml
    [ "${#lines[@]}" -eq 1 ]
    run -69 --separate-stderr "$filter" explain --zone /nonexistent genuine.eml forged.eml
    [ "${#stderr_lines[@]}" -eq 1 ]
    run -74 --separate-stderr bash -c '"$0" explain "$@" >/dev/full' "$filter" "${zone[@]}" genuine.eml forged.eml
    [ "${#stderr_lines[@]}" -eq 1 ]
    run -0 --separate-stderr bash -c '"$0" explain "$@" | true' "$filter" "${zone[@]}" genuine.eml forged.eml genuine.eml
    [ "$stderr" = "" ]
}

@test "files that are not there or may not be read" {
    says 66 'missing: No such file or directory' explain missing
    if [ "$(id -u)" -ne 0 ]; then
        touch secret && chmod 000 secret
        says 66 'secret: Permission denied' explain secret
    fi
}

# Held by a name server that never answers: the sandbox has closed by then.
@test "the file is closed, and the sandbox shut, when the message is looked at" {
    python3 - "$filter" genuine.eml forged.eml <<'END'
import os, socket, subprocess, sys, time
program, files = sys.argv[1], sys.argv[2:]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(30)
for count in 1, 2:
    asking = subprocess.Popen([program, "explain", "--nameserver=127.0.0.1:%d" % server.getsockname()[1], "--timeout=60"]
                              + files[:count], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    server.recv(512)
    pids = [str(asking.pid)]
    if count > 1:
        pids = open(f"/proc/{asking.pid}/task/{asking.pid}/children").read().split()
    assert len(pids) == count, pids
    for pid in pids:
        for tries in range(100): # the other one may still be on its way there
            status = dict(line.split(":\t", 1) for line in open(f"/proc/{pid}/status") if ":\t" in line)
            if status["Seccomp"].strip() == "2":
                break
            time.sleep(0.05)
        assert status["Seccomp"].strip() == "2", status["Seccomp"]
        if os.access(f"/proc/{pid}/fd", os.R_OK): # only root may look there
            held = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
            assert not any(name.endswith(".eml") for name in held), held
    asking.kill()
    asking.wait()
    server.setblocking(False)
    try:
        while server.recv(512):
            pass
    except BlockingIOError:
        server.settimeout(30)
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

# --- mailboxes --------------------------------------------------------------------------------------------

@test "of an mbox each message is a line, from a file and from a pipe" {
    from='From a@b.example Sat Mar  1 17:25:48 2003'
    { echo "$from"; cat genuine.eml; echo; echo "$from"; cat forged.eml; echo; } >mbox
    explain mbox >want
    [ "$(cut -d' ' -f1 want | xargs)" = "verdict pass fail 2" ]
    explain <mbox | diff want -
    # shellcheck disable=SC2002
    cat mbox | explain | diff want -
    explain - <mbox | diff want -
    explain <(cat mbox) | diff want -
    (printf Fr; sleep 0.2; tail -c +3 mbox) | explain | diff want -
    # shellcheck disable=SC2094 # both read one open file
    (head -c 100 mbox >/dev/null; explain) <mbox | diff want -
    [ "$(explain --json mbox | jq -r '"\(.file) \(.message) \(.status)"' | xargs)" = "mbox 1 pass mbox 2 fail" ]
    [ "$(explain --json <mbox | jq -r '"\(.file) \(.message)"' | xargs)" = "- 1 - 2" ]
    [ -z "$(ls "${TMPDIR:-/var/tmp}"/rmxfilter-* 2>/dev/null)" ]

    # one of them, by its number
    for number in 1 2; do
        formail +$((number - 1)) -1 -s <mbox >single
        explain --json <single | jq 'del(.dns, .sandbox)' >wanted
        explain --json "mbox:$number" | jq 'del(.dns, .sandbox)' | diff wanted -
    done
    jq -e '.status == "fail" and has("boundary")' wanted
    explain genuine.eml:1 | untimed | diff <(explain genuine.eml | untimed) -
    says 66 'mbox, message 3: there is no such message' explain mbox:3
    says 66 'genuine.eml, message 2: there is no such message' explain genuine.eml:2
    for name in mbox:0 mbox:-1 mbox: mbox:1x nothing:1 .:1 mbox:99999999999999999999; do
        says 66 "$name: No such file or directory" explain "$name"
    done
    explain --html page.html mbox:2
    grep -q 203.0.113.9 page.html
    cp mbox copy
    run -73 explain --html mbox mbox:2
    cmp mbox copy
    cp genuine.eml mbox:2
    explain mbox:2 | grep -qx 'pass (192.0.2.5 may send for bank.example)'
    rm mbox:2 page.html

    # one whose body only speaks of them, and one whose second message is far away
    { echo "$from"; cat genuine.eml; printf '\nFrom my point of view\n\n>%s\n %s\n' "$from" "$from"; } >one
    for how in 'explain one' 'cat one | explain' 'explain <one'; do
        eval "$how" >out 2>err && [ ! -s err ]
        [ "$(head -n 1 out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    done
    { echo "$from"; cat genuine.eml; yes 'a line of the body' | head -c 3000000; printf '\n\n%s\n' "$from"; cat forged.eml; } >far
    explain far | diff want -
}

@test "out of a pipe only the first message of an mbox is copied, and none of it stays" {
    from='From a@b.example Sat Mar  1 17:25:48 2003'
    { echo "$from"; cat genuine.eml; } >one
    { cat one; echo; echo "$from"; cat forged.eml; yes 'a line of the body' | head -c 3000000; } >mbox
    explain mbox >want
    { cat one; yes 'a line of the body' | head -c 3000000; } >long
    # piped FILE: at most 1 MiB may be written to a file
    piped()
    {
        bash -c 'ulimit -f 1024; file=$1; shift; cat "$file" | "$@"' - "$1" "$filter" explain "${zone[@]}"
    }
    piped mbox | diff want -
    TMPDIR=/nonexistent piped mbox | diff want -
    # shellcheck disable=SC2002
    cat long | explain >out
    [ "$(head -n 1 out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    run -66 --separate-stderr piped long
    [ "$stderr" = "rmxfilter: standard input: File too large" ]
    run -66 --separate-stderr bash -c 'ulimit -f 1024; exec "$@"' - "$filter" explain "${zone[@]}" mbox:2
    [[ $stderr == *"mbox, message 2: File too large" ]]
    TMPDIR=/nonexistent run -66 --separate-stderr piped one
    [ "$stderr" = "rmxfilter: standard input: No such file or directory" ]
    mkdir room
    TMPDIR=$PWD/room piped one >out
    [ "$(head -n 1 out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ -z "$(ls -A room)" ]
}

@test "a Maildir that maildrop and procmail filled, with its folders; a folder of all kinds" {
    maildirmake "$PWD/Maildir" && maildirmake -f Lists "$PWD/Maildir"
    printf 'to "%s/Maildir"\n' "$PWD" >rule && chmod 600 rule
    maildrop rule <genuine.eml
    printf 'DEFAULT=%s/Maildir/.Lists/\n' "$PWD" >rc
    procmail -m "$PWD/rc" <forged.eml
    printf 'DEFAULT=%s/inbox\n' "$PWD" >rc
    formail <forged.eml | procmail -m "$PWD/rc"
    formail <genuine.eml | procmail -m "$PWD/rc"
    [ "$(explain Maildir | cut -d' ' -f1 | xargs)" = "verdict pass fail 2" ]
    [ "$(explain --json Maildir | jq -r '"\(.file | split("/")[:-1] | join("/")) \(.message)"' | xargs)" = \
        "Maildir/new null Maildir/.Lists/new null" ]
    mkdir all && mv Maildir inbox all && cp genuine.eml all/one.eml && mkfifo all/fifo && ln -s . all/again
    [ "$(explain --json all | jq -r '"\(.file | split("/")[1]) \(.status)"' | xargs)" = \
        "Maildir pass Maildir fail inbox fail inbox pass one.eml pass" ]
    gzip -c genuine.eml >all/one.eml.gz
    run -65 --separate-stderr explain all
    [ "$stderr" = "rmxfilter: all/one.eml.gz: this is no message: line 1 is no header field (it looks like gzip: gzip -d)" ]
    [ "${lines[-1]}" = "5 messages: 3 pass, 2 fail, 1 not read" ]
    mkdir empty
    [ "$(explain empty)" = "0 messages" ]
}

@test "a message that ends its process is named, and the others are looked at" {
    from='From a@b.example Sat Mar  1 17:25:48 2003'
    for _ in 1 2 3; do echo "$from"; cat genuine.eml; echo; done >mbox
    python3 - >hostile <<'END'
print("From a@b.example Sat Mar  1 17:25:48 2003")
for i in range(90000):
    print("Received: from [192.0.2.%d] by a%d.example; x" % (i % 250, i))
print("\nbody\n")
END
    cat mbox hostile mbox >all
    run --separate-stderr explain all
    [ "$(grep -c '^pass ' <<<"$output")" -ge 6 ]
    [[ ${lines[-1]} == "7 messages: "* || ${lines[-1]} == "6 messages: 6 pass, 1 not read" ]]
}

@test "Ctrl-C ends all processes" {
    from='From a@b.example Sat Mar  1 17:25:48 2003'
    for _ in $(seq 100); do echo "$from"; cat genuine.eml; echo; done >mbox
    python3 - "$filter" mbox <<'END'
import os, signal, socket, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_DFL) # whoever runs the tests may ignore it
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(30)
asking = subprocess.Popen([sys.argv[1], "explain", "--nameserver=127.0.0.1:%d" % server.getsockname()[1], sys.argv[2]],
                          stdout=subprocess.DEVNULL, start_new_session=True)
server.recv(512)
pids = open(f"/proc/{asking.pid}/task/{asking.pid}/children").read().split()
assert pids
os.kill(asking.pid, signal.SIGINT)
assert asking.wait() == -signal.SIGINT
for tries in range(100):
    left = [pid for pid in pids if os.path.exists(f"/proc/{pid}") and "Z (" not in open(f"/proc/{pid}/status").read()]
    if not left:
        break
    time.sleep(0.05)
assert not left, left
END
}

