#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The body of a signed message is held back until it is whole: what comes out, whatever becomes of it meanwhile.

bats_require_minimum_version 1.5.0
load common
load signing

setup()
{
    quiet_room
    zone=$top/examples/demo/demo.zone
    {
        sed '/^$/Q' "$top/examples/demo/genuine.eml"
        printf 'DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=x; c=relaxed/simple;\n\th=from; bh=aaaa; b=bbbb\n\n'
    } >header
    { cat header; yes 'A body that is held back.' | head -c 900000; } >signed
}

# trickle TIMES: the header, and a line of the body every tenth of a second; the last line is "end".
trickle()
{
    cat header
    for _ in $(seq "$1"); do
        echo line
        sleep 0.1
    done
    echo end
}

@test "octet for octet from a file, a pipe, and a pipe that trickles" {
    rmx <signed >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out signed
    # shellcheck disable=SC2002 # a pipe is what is tried
    cat signed | rmx >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out signed
    trickle 12 | tee in | rmx >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out in
}

@test "a file is read from where it stands, and left at its end" {
    { echo "of another message"; cat signed; } >in
    { read -r line && rmx >out && [ "$(wc -c)" -eq 0 ]; } <in
    [ "$line" = "of another message" ]
    whole out signed
}

@test "a file that this user may not open is copied" {
    [ "$(id -u)" -eq 0 ] || skip "only root can give such a file to somebody"
    cp signed hidden && chmod 600 hidden
    env -u TMPDIR HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent setpriv --reuid=65534 --clear-groups \
        "$filter" --zone "$zone" <hidden >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out hidden
}

@test "no folder for the file, and none that can be written" {
    mkdir -m 500 shut
    for folder in /nonexistent /dev/null "$PWD/shut"; do
        # shellcheck disable=SC2002
        cat signed | TMPDIR=$folder rmx >out
        [[ $(field X-RMX-Status out) == pass* ]]
        whole out signed
    done
}

# on_disk OCTETS COMMAND...: runs it where TMPDIR is a file system of its own, of that size.
on_disk()
{
    mkdir -p disk
    unshare -m sh -c 'mount -t tmpfs -o size='"$1"' none disk && shift && exec "$@"' sh "$@"
}

@test "the disk is full: now, and in the middle" {
    on_disk 4096 true 2>/dev/null || skip "no file system of its own here"
    for size in 4096 69632 300000; do
        # shellcheck disable=SC2002
        cat signed | TMPDIR=$PWD/disk on_disk $size "$filter" --zone "$zone" >out
        [[ $(field X-RMX-Status out) == pass* ]]
        whole out signed
    done
}

@test "no /proc: a file with a name for a moment" {
    [[ ${BUILD:-} != *sanitize ]] || skip "AddressSanitizer looks into /proc"
    unshare -m sh -c 'mount -t tmpfs none /proc' 2>/dev/null || skip "no file system of its own here"
    mkdir tmp
    # shellcheck disable=SC2002,SC2016
    cat signed | TMPDIR=$PWD/tmp unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$filter" --zone "$zone" >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out signed
    TMPDIR=$PWD/tmp unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$filter" --zone "$zone" <signed >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out signed
    [ -z "$(ls tmp)" ]
}

@test "a size limit ends the holding, and not the message" {
    mkfifo pipe
    cat pipe >out &
    # shellcheck disable=SC2002,SC2016
    cat signed | bash -c 'ulimit -f 100; exec "$0" --zone "$1" >pipe' "$filter" "$zone"
    wait $!
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out signed
}

# --- signals ----------------------------------------------------------------------------------------------

# waits_for_more: whether the filter $pid has read the header, so that SIGTERM counts, and all else that descriptor 4 got
waits_for_more()
{
    local caught
    caught=$(sed -n 's/^SigCgt:\t//p' /proc/$pid/status)
    ((0x$caught >> ($(kill -l TERM) - 1) & 1)) && python3 -c '
import array, fcntl, sys, termios
left = array.array("i", [0])
fcntl.ioctl(4, termios.FIONREAD, left)
sys.exit(left[0] > 0)'
}

# holding OCTETS: a filter that has got so much of a body and waits for more, in the background: $pid; descriptor 4
# has the rest of its input.
holding()
{
    rm -f body out
    mkfifo body
    env --default-signal "$filter" --zone "$zone" <body >out 2>err 3>&- 4>&- &
    pid=$!
    exec 4>body
    { cat header; head -c "$1" /dev/zero; } >&4
    cat header >sent
    head -c "$1" /dev/zero >>sent
    for _ in $(seq 300); do
        waits_for_more && break
        sleep 0.05
    done
    waits_for_more
    [ ! -s out ]
    [ -z "$(pgrep -P $pid)" ]
}

@test "SIGTERM while it holds the body back gets what is there at once, and what comes later" {
    for octets in 0 100 65536 400000; do
        holding $octets
        kill -TERM $pid
        for _ in $(seq 600); do
            [ "$(stat -c %s out)" -ge "$(stat -c %s sent)" ] && break
            sleep 0.05
        done
        [ "$(field X-RMX-Status out)" = "error (stopped)" ]
        whole out sent
        echo later | tee -a sent >&4
        exec 4>&-
        wait $pid
        whole out sent
    done
}

@test "SIGTERM counts also while the body comes without a pause" {
    # 200 MB a second would be too fast to be stopped
    timeout 60 python3 - "$filter" "$zone" <<'END'
import os, signal, subprocess, sys, threading, time

filter = subprocess.Popen([sys.argv[1], "--zone", sys.argv[2]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
head = open("header", "rb").read()
sent = len(head)


def feed():
    global sent
    filter.stdin.write(head)
    while not stop:
        filter.stdin.write(b"x" * 65536)
        sent += 65536
        time.sleep(0.0005)
    filter.stdin.close()


stop = False
feeder = threading.Thread(target=feed, daemon=True)
feeder.start()
while sent < 4 << 20: # much more than a pipe holds: the body is being read
    time.sleep(0.01)
filter.send_signal(signal.SIGTERM)
begin = filter.stdout.read(100)
assert begin.startswith(b"X-RMX-Status: error (stopped)\n"), begin
assert sent < 64 << 20, sent # not only when it is too long to be held
stop = True
rest = filter.stdout.read()
feeder.join()
assert filter.wait() == 0
assert len(begin) + len(rest) == len(b"X-RMX-Status: error (stopped)\n") + sent
END
}

@test "SIGTERM behind that, while the inspector hangs" {
    # shellcheck disable=SC2002
    cat signed | LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=hang env --default-signal "$filter" --zone "$zone" >out 3>&- &
    hanging=$!
    for _ in $(seq 100); do
        pgrep -P $hanging >/dev/null && break
        sleep 0.05
    done
    sleep 0.2
    kill -TERM $hanging
    wait $hanging
    [ "$(field X-RMX-Status out)" = "error (stopped)" ]
    whole out signed
}

# ended_by SIGNAL: what that ends leaves with, and no octet of the message.
ended_by()
{
    kill "-$1" $pid
    wait $pid && return 1
    [ $? -eq $((128 + $(kill -l "$1"))) ] || return 1
    exec 4>&-
    [ ! -s out ]
}

@test "another signal ends it, and no octet comes out" {
    for signal in HUP ALRM USR1 KILL; do
        holding 400000
        ended_by $signal
    done
}

# --- size -------------------------------------------------------------------------------------------------

# taken OCTETS: how much memory, in kB, a signed message with a body of so many zeros takes, which comes by a pipe.
taken()
{
    rest=$({ cat header; head -c "$1" /dev/zero; } | command time -f %M -o memory "$filter" --zone "$zone" |
        tail -c "$1" | tr -d '\0' | wc -c)
    [ "$rest" -eq 0 ] && cat memory
}

@test "memory stays the same for bodies that are held in a file, and for those that are too long" {
    small=$(taken 1000)
    for octets in $((30 << 20)) $((300 << 20)); do
        large=$(taken $octets)
        echo "$octets: $large kB, $small kB"
        [ "$large" -le $((small + 1500)) ]
    done
    [[ ${BUILD:-} == *sanitize ]] || [ "$large" -le 8192 ]
}

@test "a regular file that is too long" {
    { cat header; head -c 1000 /dev/zero; } >long
    truncate -s $((300 << 20)) long
    rmx <long >out
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out long
    rm -f long out
}

# --- the hasher -------------------------------------------------------------------------------------------

# signed_for_good [FORM [LINES]]: a message with so many lines of body whose signature holds, and a zone that has the key.
signed_for_good()
{
    [ -s bank.txt ] || new_key bank
    cp "$zone" zone
    printf '\n$ORIGIN bank.example.\ntest._domainkey TXT %s\n' "$(quoted bank.txt)" >>zone
    { cat "$top/examples/demo/genuine.eml"; yes 'A body  that is signed.' | head -n "${2:-40000}"; } |
        signed bank.example bank test --bcanon "${1:-relaxed}" >good
}

# dkim FILE: what is said of the signature of a message that came out.
dkim()
{
    field X-RMX-Authentication-Results "$1" | grep -o 'dkim=[^;]*'
}

@test "a signature holds by every way that a body comes" {
    for form in simple relaxed; do
        for lines in 0 40 13000 40000; do
            signed_for_good $form $lines
            "$filter" --zone zone <good >from_file
            # shellcheck disable=SC2002
            cat good | "$filter" --zone zone >from_pipe
            for out in from_file from_pipe; do
                [[ $(dkim $out) == dkim=pass* ]] || { echo "$form $lines $out: $(dkim $out)"; return 1; }
                whole $out good
            done
        done
    done
    sed 's/that is/that was/' good | "$filter" --zone zone >out
    [[ $(dkim out) == dkim=fail* ]]
}

@test "a hasher that is ended, hangs or lies: no signature holds, nothing waits, and the message is whole" {
    signed_for_good
    while read -r fault want; do
        # only one that hangs is waited for
        patience=60
        [ "$fault" != hasher-hang ] || patience=1
        SECONDS=0
        LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=$fault "$filter" --zone zone --timeout $patience <good >out
        [[ $(dkim out) == $want* ]] || { echo "$fault: $(dkim out)"; return 1; }
        [[ $(field X-RMX-Status out) == pass* ]]
        [ "$SECONDS" -le 20 ]
        whole out good
    done <<'END'
hasher-none dkim=pass
hasher-crash dkim=temperror
hasher-exit dkim=temperror
hasher-hang dkim=temperror
hasher-socket dkim=temperror
hasher-open dkim=temperror
hasher-stderr dkim=temperror
hasher-flood dkim=temperror
hasher-lie dkim=fail
END
    # whoever is killed may need a moment
    for _ in $(seq 100); do
        pgrep -f -- "$filter --zone zone --timeout" >/dev/null || break
        sleep 0.1
    done
    run -1 pgrep -f -- "$filter --zone zone --timeout"
}

@test "a hasher does not live longer than the inspector, nor than the guard" {
    signed_for_good
    for signal in TERM KILL; do
        LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=hasher-hang env --default-signal "$filter" --zone zone --timeout 300 \
            <good >out 3>&- &
        guard=$!
        for _ in $(seq 100); do
            inspector=$(pgrep -P $guard) && hasher=$(pgrep -P "$inspector") && break
            sleep 0.05
        done
        sleep 0.2
        kill -$signal $guard
        wait $guard || true
        for _ in $(seq 50); do
            # Where nobody reaps orphans it stays behind as a zombie.
            grep -qs '^State:.[^Z]' "/proc/$hasher/status" || continue 2
            sleep 0.05
        done
        echo "the hasher is still there"
        return 1
    done
}

@test "no room for the body: what fails is not forged, and may come again; what is too long may not" {
    signed_for_good
    cat good >forwarded
    sed -i 's/192\.0\.2\.5/198.51.100.77/g' forwarded
    cp forwarded in
    # shellcheck disable=SC2002
    cat in | run -75 --separate-stderr env TMPDIR=/nonexistent "$filter" --zone zone --on-temperror defer
    # shellcheck disable=SC2002
    cat in | TMPDIR=/nonexistent "$filter" --zone zone >out
    [[ $(field X-RMX-Status out) == fail* ]]
    [[ $(field X-RMX-From out) == 'none bank.example (unknown if signed by bank.example)' ]]
    whole out in
    "$filter" --zone zone --on-temperror defer <in >out
    [[ $(field X-RMX-From out) == 'aligned bank.example (signed by bank.example)' ]]
    truncate -s 270M in
    "$filter" --zone zone --on-temperror defer <in | head -c 5000 >out
    [[ $(field X-RMX-From out) == 'none bank.example (unknown if signed by bank.example)' ]]
}

@test "explain hashes the body, too: of a file, a pipe, and an mbox of one" {
    signed_for_good
    { echo "From a@b.example Sat Nov  7 09:14:03 2026"; cat good; } >mbox
    { cat mbox; echo; cat mbox; } >mboxes
    for mail in good mbox; do
        "$filter" explain --json --zone zone "$mail" | jq -e '.signatures[0].result == "pass"'
        # shellcheck disable=SC2002
        cat "$mail" | "$filter" explain --json --zone zone | jq -e '.signatures[0].result == "pass"'
    done
    # shellcheck disable=SC2002
    cat good | bash -c 'ulimit -f 100; exec "$0" explain --json --zone zone' "$filter" >out
    jq -e '.signatures[0].problem == "body not at hand: there is no room for it on the disk"' out
    for how in mboxes 'good mbox' -; do
        # shellcheck disable=SC2086
        "$filter" explain --json --zone zone $how <mboxes >out
        [ "$(wc -l <out)" -ge 2 ]
        jq -e '.signatures[0].result == "temperror"' out
        jq -e '.signatures[0].problem == "body not at hand: of several messages only the headers are read"' out
    done
    signed bank.example bank test <"$top/examples/demo/forged.eml" >known-by-signature
    "$filter" explain --zone zone known-by-signature | grep -q 'signed by bank.example'
    "$filter" explain --zone zone known-by-signature good >out
    grep -qE '^fail .* none\? ' out
    grep -q "^?: it may be the author's all the same" out
}
