#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What a caller may hand to the filter: signals at any time, signals ignored or blocked, odd descriptors, little of
# everything. tests/integration/faults.bats lets the calls fail.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    genuine=$top/examples/demo/genuine.eml
    zone=$top/examples/demo/demo.zone
}

# hanging [COMMAND...]: a filter whose inspector never answers, started by the command, in the background: $pid.
hanging()
{
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=hang "$@" "$filter" --zone "$zone" <"$genuine" >out 2>err 3>&- &
    pid=$!
    await_inspector && sleep 0.2
}

# left STATUS: how the filter left; the inspector is gone by then, or dies at once.
left()
{
    status=0
    wait $pid || status=$?
    [ "$status" -eq "$1" ] || { echo "left with $status, not $1"; return 1; }
    for _ in $(seq 50); do
        # Where nobody reaps orphans it stays behind as a zombie.
        grep -qs '^State:.[^Z]' "/proc/$child/status" || return 0
        sleep 0.05
    done
    echo "the inspector is still there"
    return 1
}

# --- signals ----------------------------------------------------------------------------------------------

@test "a signal while it waits ends both processes, and no octet comes out" {
    # what is started in the background ignores INT and QUIT, behind nohup HUP
    for signal in INT QUIT HUP ALRM USR1 XCPU KILL; do
        hanging env --default-signal bash -c 'ulimit -c 0; exec "$@"' bash
        kill -$signal $pid
        left $((128 + $(kill -l $signal)))
        [ ! -s out ]
    done
}

@test "SIGINT that the caller ignores stays ignored" {
    hanging env --ignore-signal=INT
    kill -INT $pid
    sleep 0.2
    kill -TERM $pid
    left 0
    whole out "$genuine"
}

@test "SIGTERM gets the message at once, also ignored or blocked by the caller, and once is enough" {
    for how in --default-signal=TERM --ignore-signal=TERM --block-signal=TERM; do
        hanging env $how
        SECONDS=0
        kill -TERM $pid
        left 0
        [ "$SECONDS" -le 5 ] # it would wait for nine
        [ "$(field X-RMX-Status out)" = "error (stopped)" ]
        whole out "$genuine"
    done
}

@test "a signal that was pending ends it before anything is read" {
    run -143 env --default-signal python3 -c '
import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
os.kill(os.getpid(), signal.SIGTERM)
os.execv(sys.argv[1], sys.argv[1:])' "$filter" --zone "$zone" <"$genuine"
    [ -z "$output" ]
}

@test "the caller's alarm ends it like any signal" {
    run -142 env --default-signal python3 -c '
import os, signal, sys
signal.alarm(1)
os.environ.update(LD_PRELOAD=sys.argv[1], FAULT="hang")
os.execv(sys.argv[2], sys.argv[2:])' "${BUILD:-$top/build}/fault.so" "$filter" --zone "$zone" <"$genuine"
    [ -z "$output" ]
}

@test "a crash is told as one where the caller ignores or blocks SIGCHLD" {
    for how in --ignore-signal=CHLD --block-signal=CHLD; do
        LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=crash env $how "$filter" <"$genuine" >out
        [ "$(field X-RMX-Status out)" = "error (inspector ended by SIGSEGV)" ]
        whole out "$genuine"
    done
}

@test "what was read of the message is written before the inspector has ended" {
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=wait "$filter" --zone "$zone" <"$genuine" >out
    [[ "$(field X-RMX-Status out)" = "pass ("* ]]
    whole out "$genuine"
}

# coming FUNCTION: a message of which what it writes has come in, and the end has not, in the background: $pid;
# descriptor 4 has the rest. Returns when some of it is out, and the inspector has ended.
coming()
{
    rm -f body out
    mkfifo body
    env --default-signal "$filter" --zone "$zone" <body >out 2>err 3>&- &
    pid=$!
    exec 4>body
    "$1" >&4
    for _ in $(seq 100); do
        [ -s out ] && break
        sleep 0.05
    done
    [ -s out ]
    child=none
    # What was read is out before the inspector has ended.
    for _ in $(seq 100); do
        [ -n "$(pgrep -P $pid)" ] || return 0
        sleep 0.05
    done
    echo "the inspector is still there"
    return 1
}

header_and_more()
{
    cat "$genuine"
    head -c 100000 /dev/zero
}

long_header()
{
    sed '/^$/q' "$genuine" | sed '$d'
    yes 'X-Pad: the quick brown fox jumps over the lazy dog' | head -c 6000000
}

# streaming SIGNAL: the signal comes when the header is out, and the body on its way.
streaming()
{
    coming header_and_more
    kill "-$1" $pid
}

@test "an inspector that has ended does not stay while a header block is long in coming" {
    coming long_header
    printf '\n\nend\n' >&4
    exec 4>&-
    left 0
    [ "$(tail -n 1 out)" = end ]
}

@test "a signal in the middle of the message is not taken for its end" {
    for signal in TERM HUP ALRM USR1 KILL; do
        streaming $signal
        left $((128 + $(kill -l $signal)))
        exec 4>&-
    done
}

@test "stopped and continued it goes on" {
    streaming STOP
    sleep 0.2
    kill -CONT $pid
    echo end >&4
    exec 4>&-
    left 0
    [ "$(tail -n 1 out | tr -d '\0')" = end ]
}

@test "a size limit and a reader that leaves are failures to write, not signals" {
    { cat "$genuine"; head -c 1000000 /dev/zero; } >large
    run -74 bash -c 'ulimit -f 100; exec "$0" --zone "$1" <large >out' "$filter" "$zone"
    for how in --ignore-signal=PIPE --default-signal=PIPE; do
        run -74 bash -c 'env '$how' "$0" --zone "$1" <large | head -c 1 >/dev/null; exit "${PIPESTATUS[0]}"' "$filter" "$zone"
    done
}

# --- descriptors ------------------------------------------------------------------------------------------

@test "closed descriptors: refused where the message is missing, made up for where it is not" {
    for closed in '<&-' '>&-' '<&- >&-' '<&- 2>&-' '<&- >&- 2>&-' '>&- 2>&-'; do
        : >out
        status=0
        bash -c '"$0" --zone "$1" <"$2" >out 2>err '"$closed" "$filter" "$zone" "$genuine" || status=$?
        [ "$status" -eq 74 ] || { echo "$closed: $status"; return 1; }
        [ ! -s out ]
    done
    "$filter" --zone "$zone" <"$genuine" >out 2>&-
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out "$genuine"
}

# without_dev COMMAND...: runs it where /dev is empty, as in a chroot.
without_dev()
{
    unshare -m sh -c 'mount -t tmpfs none /dev && exec "$@"' sh "$@"
}

@test "no /dev/null: the message passes, and the reason is told" {
    without_dev true 2>/dev/null || skip "no file system of its own here"
    without_dev "$filter" --zone "$zone" <"$genuine" >out 2>err
    [ ! -s err ]
    head -n 1 out | grep -qx 'X-RMX-Status: error (cannot open /dev/null: No such file or directory)'
    whole out "$genuine"
    for closed in '2>&-' '2>&- 3>&- 4>&-'; do
        bash -c 'exec unshare -m sh -c '"'"'mount -t tmpfs none /dev && exec "$@" '"$closed'"' sh "$@"' \
            bash "$filter" --zone "$zone" <"$genuine" >out
        head -n 1 out | grep -qF 'error (cannot open /dev/null'
        whole out "$genuine"
    done
}

@test "a folder, what is not open for reading, and a disk that is full" {
    run -74 bash -c '"$0" --zone "$1" <. ' "$filter" "$zone"
    run -74 bash -c '"$0" --zone "$1" 0>unreadable ' "$filter" "$zone"
    run -74 bash -c '"$0" --zone "$1" <"$2" 1</dev/null ' "$filter" "$zone" "$genuine"
    run -74 bash -c '"$0" --zone "$1" <"$2" >/dev/full ' "$filter" "$zone" "$genuine"
}

@test "a file is not filtered into itself" {
    for to in '1<>mail' '>>mail'; do
        { cat "$genuine"; head -c 200000 /dev/zero; } >mail
        cp mail before
        status=0
        timeout 10 bash -c '"$0" --zone "$1" <mail '"$to" "$filter" "$zone" 2>err || status=$?
        [ "$status" -eq 74 ]
        cmp mail before
    done
    "$filter" --zone "$zone" </dev/null >/dev/null
}

@test "a file is read from where it stands" {
    { echo "of another message"; cat "$genuine"; } >in
    { read -r line && rmx >out; } <in
    [ "$line" = "of another message" ]
    [[ $(field X-RMX-Status out) == pass* ]]
    whole out "$genuine"
}

# through HOW: the genuine message and a large body in slowly and out slowly, by descriptors of that kind.
through()
{
    { cat "$genuine"; head -c 700000 /dev/urandom; } >in
    timeout 60 python3 - "$1" "$filter" --zone "$zone" <<'END'
import os, socket, subprocess, sys, threading, time

how, command = sys.argv[1], sys.argv[2:]
message = open("in", "rb").read()


def ends():
    """What the filter gets, what is kept: for reading, for writing."""
    if how == "socket":
        a, b = socket.socketpair()
        return (a.detach(), b.detach())
    return os.pipe()


their_in, our_in = ends()
our_out, their_out = ends()
if how == "non-blocking":
    os.set_blocking(their_in, False)
    os.set_blocking(their_out, False)
process = subprocess.Popen(command, stdin=their_in, stdout=their_out)
os.close(their_in)
os.close(their_out)


def feed():
    for at in range(0, len(message), 50000):
        os.write(our_in, message[at : at + 50000])
        time.sleep(0.02)
    os.close(our_in)


threading.Thread(target=feed).start()
time.sleep(0.5)
with open("out", "wb") as out:
    while octets := os.read(our_out, 30000):
        out.write(octets)
        time.sleep(0.005)
sys.exit(process.wait())
END
    whole out in
    [[ $(field X-RMX-Status out) == pass* ]]
}

@test "pipes that are slow, pipes that do not block, sockets" {
    through blocking
    through non-blocking
    through socket
}

@test "nothing, and nothing but NUL" {
    rmx </dev/null >out
    [ "$(grep -vc '^[X\t]' out)" -eq 0 ]
    head -c 100000 /dev/zero >in
    rmx <in >out
    whole out in
    head -c 5000000 /dev/zero >in
    rmx <in >out
    whole out in
}

# --- little of everything ---------------------------------------------------------------------------------

@test "few descriptors: the message passes, marked where there are too few" {
    for most in 4 5 6 7 8 16; do # the loader itself needs one
        prlimit --nofile=$most "$filter" --zone "$zone" <"$genuine" >out 2>err \
            3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
        whole out "$genuine"
        echo "$most: $(field X-RMX-Status out)" >>said
    done
    cat said
    grep -q '^4: error (no pipe: Too many open files)$' said
    grep -q '^16: pass' said
}

@test "little memory: the message passes, or the exit code says so" {
    [[ ${BUILD:-} != *sanitize ]] || skip "AddressSanitizer needs all of it"
    passed=0
    for kilobytes in $(seq 20000 4000 80000); do
        bash -c 'ulimit -v "$3"; exec "$0" --zone "$1" <"$2" >out' "$filter" "$zone" "$genuine" "$kilobytes" 2>err ||
            continue
        [ -n "$(field X-RMX-Status out)" ]
        whole out "$genuine"
        passed=$((passed + 1))
    done
    [[ $(field X-RMX-Status out) == pass* ]]
    [ "$passed" -ge 3 ]
}

@test "a header block of 64 MiB in little memory, and it in pieces of any size" {
    [[ ${BUILD:-} != *sanitize ]] || skip "AddressSanitizer needs all of it"
    python3 - "$genuine" <<'END'
import random, sys
draw = random.Random(5)
top = open(sys.argv[1], "rb").read().split(b"\n\n")[0] + b"\n"
forged = [b"X-RMX-Status: pass\n", b"x-rMx-from \t: aligned\n b\n", b"X-RMX\n", b"Authentication-Results: (a) mx.example.org; spf=pass\n",
          b"Authentication-Results:\n mx.example.org\n", b"X-RMX:" + b"\n x" * 3_000_000 + b"\n"]
kept = [b"A: b\n", b"Authentication-Results: mx.example.com; a\n", b"junk\n c\n", b"B:" + b" x" * 3_000_000 + b"\n", b"C: x\rX-RMX: x\n"]
with open("in", "wb") as message, open("want", "wb") as want:
    message.write(top)
    want.write(top)
    while message.tell() < 64 << 20:
        fill = b"X-Pad: " + b"x" * draw.randrange(70_000) + b"\n"
        good = fill + draw.choice(kept if draw.random() < 0.02 else kept[:3])
        message.write(good + draw.choice(forged if draw.random() < 0.02 else forged[:5]))
        want.write(good)
    for file in message, want:
        file.write(b"\nX-RMX: a body\n")
END
    for kilobytes in 24000 60000; do
        for pieces in 65536 4093; do
            dd if=in bs=$pieces status=none | bash -c 'ulimit -v "$2"
                exec "$0" --zone "$1" --headers status,authentication-results --authserv-id mx.example.org >out 2>err' \
                "$filter" "$zone" "$kilobytes"
            whole out want
            field X-RMX-Status out >>said
        done
    done
    cat said
    grep -q '^pass' said
}

@test "a gibibyte takes no more memory than a kibibyte" {
    size=$((1 << 30))
    run --separate-stderr bash -c '{ cat "$2"; head -c '$size' /dev/zero; } |
        command time -f %M "$0" --zone "$1" | tail -c '$size' | tr -d "\0" | wc -c' "$filter" "$zone" "$genuine"
    echo "$stderr kB"
    [ "$status" -eq 0 ]
    [ "$output" -eq 0 ]
    small=$(command time -f %M "$filter" --zone "$zone" 2>&1 >/dev/null <"$genuine")
    [ "$stderr" -le $((small + 1000)) ]
}

# --- the log ----------------------------------------------------------------------------------------------

@test "the log daemon is told, and one that hangs holds nothing up" {
    python3 - "${BUILD:-$top/build}/faults/faults.so" "$genuine" "$filter" --timeout soon <<'END'
import os, socket, subprocess, sys

daemon = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
daemon.bind("log")
daemon.settimeout(10)
environment = dict(os.environ, LD_PRELOAD=sys.argv[1], FAULT_LOG="log")
message = open(sys.argv[2], "rb").read()


def run():
    return subprocess.run(sys.argv[3:], input=message, env=environment, timeout=20, capture_output=True, check=True)


done = run()
assert done.stdout.endswith(message) and done.stderr == b"", done
line = daemon.recv(2000)
assert line.startswith(b"<20>rmxfilter[") and b'"soon"' in line, line
speaker = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
speaker.setblocking(False)
try:
    while True:
        speaker.sendto(b"x", "log")
except BlockingIOError:
    pass
assert run().stdout.endswith(message)
END
}
