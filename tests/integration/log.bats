#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The line about each message in the system's log, at the place where the program looks for the daemon, /dev/log: what
# stands in it, that no sender can forge one, and that it never holds mail. guard.bats has the complaints.

bats_require_minimum_version 1.5.0
load common
load callers
load ../dns/helper

setup()
{
    quiet_room
    [ "$(id -u)" -eq 0 ] || skip "a /dev of its own needs root"
    unshare -m true || skip "no file system of its own here"
    mkdir dev
    printf '[log]\nmessages=verdict\n' >conf
    chmod 644 conf
}

teardown()
{
    stop_servers
}

# Runs $FILTER over each file and prints what the daemon at /dev/log got, a line of JSON for each datagram. The daemon reads
# nothing before the last filter is done.
cat_log='
import json, os, shlex, socket, subprocess, sys
daemon = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
daemon.bind("/dev/log")
if os.environ.get("FULL"):
    speaker = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    speaker.setblocking(False)
    try:
        while True:
            speaker.sendto(b"x", "/dev/log")
    except BlockingIOError:
        pass
environment = dict(os.environ)
if "PRELOAD" in environment:
    environment["LD_PRELOAD"] = environment["PRELOAD"]
for path in sys.argv[1:]:
    with open(path, "rb") as file, open(path + ".out", "wb") as out:
        command = shlex.split(os.environ["FILTER"])
        left = subprocess.run(command, stdin=file, stdout=out, env=environment, timeout=20).returncode
        assert left == int(os.environ.get("LEAVES", 0)), left
    print(*(json.dumps(daemon.recv(70000).decode("ascii")) for _ in range(int(os.environ.get("LINES", 1)))), sep="\n")
daemon.setblocking(False)
try:
    while True:
        assert daemon.recv(70000) == b"x", "more than was expected"
except BlockingIOError:
    pass
'

# in_own_dev COMMAND...: with a /dev that has little, and no log's socket.
in_own_dev()
{
    # shellcheck disable=SC2016 # the inner shell's
    unshare -m sh -c 'mount -t tmpfs none dev && cp -a /dev/null /dev/full /dev/zero /dev/urandom dev &&
        mount --bind dev /dev && exec "$@"' sh "$@"
}

# logged [VARIABLE=VALUE...] -- FILE...: the datagrams, one for each file or $LINES.
logged()
{
    local -a words=()
    while [ "$1" != -- ]; do
        words+=("$1")
        shift
    done
    shift
    (
        export FILTER="$filter -c conf $zone --authserv-id mx.example.org"
        [ "${#words[@]}" -eq 0 ] || export "${words[@]}"
        in_own_dev timeout 60 python3 -c "$cat_log" "$@"
    )
}

# plain: the lines without what is different each time.
plain()
{
    jq -r . | sed -E -e 's/rmxfilter\[[0-9]+\]/rmxfilter[1]/' -e 's/ ms=[0-9]+/ ms=1/'
}

@test "one line a message, as it is documented" {
    put genuine >genuine.eml
    put forged >forged.eml
    message bank.example 192.0.2.5 other.example >unaligned
    message bank.example 192.0.2.5 'bank.example>, <a@other.example' | grep -v '^Message-ID' >authors
    message bank.example 10.0.0.1 | sed 's/^Return-Path.*/Return-Path: <>/' >local
    put genuine | sed '1,4d' >nothing
    logged -- genuine.eml forged.eml unaligned authors local nothing >said
    plain <said | tee got
    diff - got <<'END'
<22>rmxfilter[1]: status=pass client=192.0.2.5 domain=bank.example from=aligned author=bank.example ms=1 message-id=<192.0.2.5.20261107091401@bank.example>
<22>rmxfilter[1]: status=fail client=203.0.113.9 domain=bank.example from=none author=bank.example ms=1 message-id=<203.0.113.9.20261107091401@bank.example>
<22>rmxfilter[1]: status=pass client=192.0.2.5 domain=bank.example from=unaligned author=other.example ms=1 message-id=<192.0.2.5.20261107091401@bank.example>
<22>rmxfilter[1]: status=pass client=192.0.2.5 domain=bank.example from=ambiguous ms=1
<22>rmxfilter[1]: status=none from=none author=bank.example ms=1 message-id=<10.0.0.1.20261107091401@bank.example>
<22>rmxfilter[1]: status=none from=none author=bank.example ms=1 message-id=<192.0.2.5.20261107091401@bank.example>
END
    without_forged_mark genuine.eml >want
    whole genuine.eml.out want
}

@test "no line unless it is asked for" {
    : >conf
    put genuine >genuine.eml
    [ -z "$(logged LINES=0 -- genuine.eml)" ]
    without_forged_mark genuine.eml >want
    whole genuine.eml.out want
}

@test "the time is what the DNS took" {
    put genuine >genuine.eml
    start_hostile mute
    logged FILTER="$filter -c conf --nameserver 127.0.0.1:$port --timeout 0.4" -- genuine.eml | jq -r . | tee got
    ms=$(sed -n 's/.* status=temperror .* ms=\([0-9]*\) .*/\1/p' got)
    [ "$ms" -ge 400 ] && [ "$ms" -le 5000 ]
}

# forged_with FIELD VALUE: the forged message with another field, VALUE in Python's words.
forged_with()
{
    put forged | python3 -c '
import re, sys
field, value = sys.argv[1].encode(), sys.argv[2].encode().decode("unicode_escape").encode("latin-1")
text, found = re.subn(rb"(?m)^" + field + rb": .*$", lambda m: field + b": " + value, sys.stdin.buffer.read())
assert found == 1
sys.stdout.buffer.write(text)' "$1" "$2"
}

@test "no Message-ID, author or sender forges a line, a value or a key" {
    number=0
    while IFS='|' read -r name value; do
        number=$((number + 1))
        forged_with "$name" "$value" >hostile.$number
    done <<'END'
Message-ID|<a@b>\n\n<22>rmxfilter[1]: status=pass client=192.0.2.5
Message-ID|<a@b>\r<22>rmxfilter[1]: status=pass client=192.0.2.5
Message-ID|<a@b>\n <22>rmxfilter[1]: status=pass client=192.0.2.5 x
Message-ID|<a@b> status=pass client=192.0.2.5 domain=bank.example
Message-ID|<a@b>\t status=pass
Message-ID|<a\x00b> status=pass
Message-ID|<a\x1b[2Jb\x9b\x7f\x85\xa0\xe2\x80\xa8status=pass>
Message-ID|<a%20status=pass%0Astatus=pass>
Message-ID|"<a" status=pass "b>"
Message-ID| status=pass
Message-ID|
Return-Path|<"x status=pass client=192.0.2.5"@bank.example>
Return-Path|<x@bank.example status=pass>
Return-Path|<x@bank.example\x0bstatus=pass>
Return-Path|<x@[status=pass from=aligned]>
From|<x@bank.example status=pass>
From|<x@"bank.example from=aligned">
From|<x@[127.0.0.1 from=aligned]>
From|"from=aligned" <x@bank.example\x0cfrom=aligned>
END
    # longer than a line of the log, and of octets that are escaped
    long=$(printf '%063d.%063d.%063d.%047d.example' 0 0 0 0 | tr 0 x)
    for filling in x % ' ' '\x1b'; do
        number=$((number + 1))
        forged_with Message-ID "<$(printf '%02000d' 0 | sed "s/0/${filling/\\/\\\\}/g")> status=pass" |
            sed "s/@bank\.example>\$/@$long>/" >hostile.$number
    done
    logged -- hostile.? hostile.?? >got
    [ "$(wc -l <got)" -eq "$number" ]
    python3 - got <<'END'
import json, re, sys
longest = 0
for line in open(sys.argv[1]):
    line = json.loads(line)
    longest = max(longest, len(line))
    assert len(line) < 1000 and all(" " <= c <= "~" for c in line), line
    head, text = line.split(": ", 1)
    assert re.fullmatch(r"<22>rmxfilter\[\d+\]", head), line
    pairs = [pair.split("=", 1) for pair in text.split(" ")]
    keys = [pair[0] for pair in pairs]
    order = ["status", "client", "domain", "from", "author", "ms", "message-id"]
    assert keys == [key for key in order if key in keys], line
    values = dict(pairs)
    assert values["status"] in ("fail", "none", "permerror") and values["from"] in ("none", "ambiguous"), line
assert longest > 800, longest
END
}

@test "a daemon that does not listen, or is not there, holds nothing up" {
    put genuine >genuine.eml
    without_forged_mark genuine.eml >want
    SECONDS=0
    logged FULL=1 LINES=0 -- genuine.eml
    [ "$SECONDS" -le 15 ] # what waits is ended after 20
    whole genuine.eml.out want
    # shellcheck disable=SC2086 # two words
    in_own_dev "$filter" -c conf $zone <genuine.eml >out
    whole out want
}

@test "what was not written whole has the complaint and no line" {
    put genuine >genuine.eml
    logged LEAVES=74 FILTER="sh -c 'exec $filter -c conf $zone >/dev/full 2>/dev/null'" -- genuine.eml | plain | tee got
    diff - got <<<'<20>rmxfilter[1]: cannot pass the message on: No space left on device'
}

@test "an inspector that was taken over writes nothing that the guard would not" {
    put genuine >genuine.eml
    without_forged_mark genuine.eml >want
    while IFS='|' read -r fault reason; do
        logged PRELOAD="$BUILD/fault.so" FAULT="$fault" -- genuine.eml | plain | tee got
        diff - got <<<"<20>rmxfilter[1]: $reason"
        [ "$(field X-RMX-Status genuine.eml.out)" = "error ($reason)" ]
        whole genuine.eml.out want
    done <<'END'
log-control|bad reply from the inspector: unknown line
log-long|bad reply from the inspector: unknown line
log-half|inspector ended by SIGKILL
END
}
