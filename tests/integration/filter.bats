#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The filter as a whole: verdicts, the message octet for octet, bad input, and every way out.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    genuine=$top/examples/demo/genuine.eml
    forged=$top/examples/demo/forged.eml
}

# --- verdicts ---------------------------------------------------------------------------------------------

@test "a genuine message passes, said with the domain" {
    rmx <"$genuine" >out
    [ "$(field X-RMX-Status out)" = "pass (192.0.2.5 may send for bank.example)" ]
    [[ $(field X-RMX-From out) == "aligned bank.example"* ]]
    whole out "$genuine"
}

@test "a forged message fails, whatever it says of itself" {
    rmx <"$forged" >out
    [ "$(field X-RMX-Status out)" = "fail (203.0.113.9 may not send for bank.example)" ]
    [ "$(grep -c '^X-RMX-Status:' out)" -eq 1 ]
    grep -v '^X-RMX-Status:' "$forged" >rest
    whole out rest
}

@test "local mail is none" {
    printf 'Subject: x\n\nbody\n' >in
    rmx <in >out
    [ "$(field X-RMX-Status out)" = "none (local)" ]
    whole out in
}

@test "rmxfilter filter is the same" {
    rmx <"$genuine" >out1
    "$filter" filter --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org <"$genuine" >out2
    diff <(grep -v '^X-RMX:' out1) <(grep -v '^X-RMX:' out2)
}

@test "--trust moves the boundary, --hops counts to it" {
    rmx --trust 203.0.113.9 <"$forged" >out
    [[ $(field X-RMX-Status out) == pass* ]]
    [[ $(field X-RMX-Relay out) == "192.0.2.5 "* ]]
    rmx --hops 2 <"$forged" >out
    [[ $(field X-RMX-Relay out) == "192.0.2.5 "* ]]
    rmx --hops 1 <"$forged" >out
    [[ $(field X-RMX-Relay out) == "203.0.113.9 "* ]]
}

@test "settings files count, the command line wins" {
    mkdir -p .config/rmxfilter
    printf '[headers]\nwrite=status,relay\n[records]\nschemes=spf\n' >.config/rmxfilter/rmxfilter.conf
    rmx <"$genuine" >out
    [ "$(sed '/^Return-Path/,$d' out | grep -c '^X-RMX')" -eq 2 ]
    printf '[headers]\nwrite=status\n' >.rmxfilterrc
    rmx <"$genuine" >out
    [ "$(sed '/^Return-Path/,$d' out | grep -c '^X-RMX')" -eq 1 ]
    rmx --headers results <"$genuine" >out
    [[ $(field X-RMX-Authentication-Results out) == *"spf=pass"* ]]
    [[ $(field X-RMX-Authentication-Results out) != *"rmx="* ]]
}

# --- the message, octet for octet -------------------------------------------------------------------------

@test "shapes of message come out as they went in" {
    printf '' >empty
    printf '\n' >newline
    printf '\nbody only\n' >no-header
    printf 'no header at all' >text
    printf 'Subject: x' >no-end
    printf 'Subject: x\n\nno final newline' >no-final-newline
    printf 'Subject: x\r\nA: b\r\n\r\nbody\r\n' >crlf
    printf 'Subject: \xff\xfe\x80\n\n\xff\x00\xfe\n' >eight-bit
    printf 'Sub\x00ject: x\x00y\n\n\x00\n' >nul
    printf 'A: x\rB: y\n\n\r\r\n' >cr
    { printf 'Subject: x\n\n'; head -c 3000000 /dev/urandom; } >large
    { head -c 300000 /dev/zero | tr '\0' 'x' | sed 's/^/A: /'; printf '\n\nbody'; } >long-line
    { printf 'A: x\n'; head -c 9000000 /dev/zero | tr '\0' 'y'; } >header-too-long
    for shape in empty newline no-header text no-end no-final-newline crlf eight-bit nul cr large long-line \
        header-too-long; do
        rmx <$shape >out || { echo "$shape: exit $?"; return 1; }
        whole out $shape || { echo "$shape"; return 1; }
        [ -n "$(field X-RMX-Status out)" ] || { echo "$shape: no status"; return 1; }
    done
}

# padding MEBIBYTES: fields without meaning.
padding()
{
    head -c $(($1 << 20)) /dev/zero | tr '\0' x | fold -w 900 | sed 's/^/X-Pad: /'
    echo
}

@test "a header block over 4 MiB: the verdict is that of its top, the author ambiguous, what is forged goes all the same" {
    {
        sed '/^$/,$d' "$forged"
        padding 5
        printf 'X-RMX-Status: pass\nAuthentication-Results: mx.example.org; spf=pass\n'
        printf 'Authentication-Results: other.example; spf=pass\n'
        padding 5
        printf 'x-rmx-from\t: aligned\n\tbank.example\nauthentication-results:\n (a)\n mx.example.org; spf=pass\n\n'
        printf 'X-RMX-Status: a body\n'
    } >in
    {
        sed -e '/^$/,$d' -e '/^X-RMX-Status:/d' "$forged"
        padding 5
        echo 'Authentication-Results: other.example; spf=pass'
        padding 5
        printf '\nX-RMX-Status: a body\n'
    } >want
    rmx --headers status,from,authentication-results <in >out
    [ "$(field X-RMX-Status out)" = "fail (203.0.113.9 may not send for bank.example)" ]
    [ "$(field X-RMX-From out)" = "ambiguous bank.example" ]
    whole out want
    rmx_explain <in >explained
    grep -qx '  note: header block longer than 4 MiB: only its beginning was looked at' explained
    [ "$(rmx_explain --json <in | jq -r '"\(.status) \(.from) \(.warnings[0])"')" = \
        "fail ambiguous header block longer than 4 MiB: only its beginning was looked at" ]
}

@test "a top field without an end is no verdict on anybody" {
    { printf 'Received: from a.example ('; head -c 5000000 /dev/zero | tr '\0' x; cat "$genuine"; } >in
    rmx <in >out
    [ "$(field X-RMX-Status out)" = "none (unreadable: the header block is too long to see where it began)" ]
    [ "$(field X-RMX-From out)" = ambiguous ]
    whole out in
}

@test "new fields take the message's line ending" {
    printf 'Subject: x\r\n\r\nbody\r\n' >in
    rmx <in >out
    [ "$(grep -c $'\r$' out)" -eq "$(wc -l <out)" ]
}

@test "the mbox line stays on top" {
    { echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'; cat "$genuine"; } >in
    rmx <in >out
    [ "$(head -n 1 out)" = "$(head -n 1 in)" ]
    [[ $(sed -n 2p out) == X-RMX-Status:* ]]
    whole out "$genuine"
}

@test "a message that comes in slowly" {
    { head -c 40 "$genuine"; sleep 0.2; tail -c +41 "$genuine"; } | rmx >out
    whole out "$genuine"
}

# --- bad input --------------------------------------------------------------------------------------------

# error_with WORDS OPTION...: the message passes, marked, with exit 0 and nothing on standard error.
error_with()
{
    words=$1
    shift
    "$filter" "$@" <"$genuine" >out 2>err
    [ ! -s err ] || { cat err; return 1; }
    [[ $(field X-RMX-Status out) == "error ("*"$words"* ]] || { field X-RMX-Status out; return 1; }
    whole out "$genuine"
}

@test "wrong options and settings mark the message, and no more" {
    error_with '--bogus' --bogus
    error_with 'bogus' bogus
    error_with '"abc" is not a number of seconds; give e.g. 8 or 2.5)' --timeout abc
    error_with '"192.0.2.300"' --trust 192.0.2.300
    error_with 'spam' --schemes spam
    error_with 'zone file "/nonexistent": No such file or directory)' --zone /nonexistent
    error_with '/nonexistent' -c /nonexistent
    printf '[dns]\ntimeout=soon\n' >.rmxfilterrc
    error_with 'timeout' --hops 1
    printf '[dns]\nthis is no setting\n' >.rmxfilterrc
    error_with '.rmxfilterrc:2' --hops 1
    printf '[dns]\ntimout=3\n' >.rmxfilterrc
    error_with 'timout' --hops 1
    rm .rmxfilterrc
    printf '$ORIGIN example.\n@ A 192.0.2.300\n' >bad.zone
    error_with 'bad.zone:2' --zone bad.zone
}

@test "the subcommands say so on standard error, with their own codes" {
    run -64 "$filter" explain --bogus <"$genuine"
    run -64 "$filter" check --client-ip nonsense --mail-from a@bank.example
    run -64 "$filter" check
    printf '[dns]\ntimeout=soon\n' >bad.conf
    run -78 "$filter" explain -c bad.conf <"$genuine"
    [[ $output == *"bad.conf"*"timeout"* ]]
    run -66 rmx_explain </dev/null
}

rmx_explain()
{
    "$filter" explain --zone "$top/examples/demo/demo.zone" "$@"
}

@test "--help fits one screen, --version says it" {
    "$filter" --help >out
    [ "$(wc -l <out)" -le 24 ]
    [ "$(awk '{ if (length > m) m = length } END { print m }' out)" -le 80 ]
    [[ $("$filter" --version) == "rmxfilter "* ]]
}

# --- ways out ---------------------------------------------------------------------------------------------

@test "a full disk and a closed pipe are 74" {
    run -74 bash -c '"$0" --zone "$1" <"$2" >/dev/full' "$filter" "$top/examples/demo/demo.zone" "$genuine"
    run -74 bash -c '"$0" --zone "$1" <"$2" >&-' "$filter" "$top/examples/demo/demo.zone" "$genuine"
    run -74 bash -c '"$0" --zone "$1" <&-' "$filter" "$top/examples/demo/demo.zone"
    run -74 bash -c '"$0" --zone "$1" </' "$filter" "$top/examples/demo/demo.zone"
    { cat "$genuine"; head -c 1000000 /dev/zero; } >large
    run -74 bash -c '"$0" --zone "$1" <large | true; exit "${PIPESTATUS[0]}"' "$filter" "$top/examples/demo/demo.zone"
}

# faulty FAULT OPTION...: the real binary, its inspector misbehaving.
faulty()
{
    fault=$1
    shift
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=$fault \
        "$filter" --zone "$top/examples/demo/demo.zone" "$@" <"$genuine" >out
}

@test "an inspector that crashes, leaves, lies or floods loses nothing" {
    while read -r fault want; do
        faulty "$fault"
        [ "$(field X-RMX-Status out)" = "error ($want)" ] ||
            { echo "$fault: $(field X-RMX-Status out)"; return 1; }
        [ "$(sed '/^Return-Path/,$d' out | wc -l)" -eq 1 ]
        whole out "$genuine"
    done <<'EOF'
crash inspector ended by SIGSEGV
abort inspector ended by SIGABRT
exit inspector left early with code 3
stdout inspector left early with code 0
lie bad reply from the inspector: unknown field
body bad reply from the inspector: unknown field
half inspector ended by SIGKILL
flood bad reply from the inspector: field twice
EOF
}

@test "an inspector that hangs is waited for as long as its timeout, and a second" {
    SECONDS=0
    faulty hang --timeout 0.5
    [ "$SECONDS" -le 6 ] # nine seconds is what it waits for otherwise
    [ "$(field X-RMX-Status out)" = "error (no result in time)" ]
    whole out "$genuine"
}

@test "forged fields go also where the inspector crashed" {
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=crash "$filter" --headers status,authentication-results \
        --authserv-id mx.example.org >out <<'EOF'
X-RMX-Status: pass
Authentication-Results: mx.example.org; spf=pass
Authentication-Results: other.example; spf=pass
Subject: x
EOF
    [ "$(grep -c pass out)" -eq 1 ]
    grep -q '^Authentication-Results: other' out
}

# hanging: a filter in the background, $pid, whose inspector, $child, is there and never answers.
hanging()
{
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=hang "$filter" <"$genuine" >out 3>&- &
    pid=$!
    await_inspector
}

@test "SIGTERM gets the message at once, marked" {
    hanging
    SECONDS=0
    kill -TERM $pid
    wait $pid
    [ "$SECONDS" -le 5 ] # it would wait for nine
    [ "$(field X-RMX-Status out)" = "error (stopped)" ]
    whole out "$genuine"
}

@test "a killed inspector loses nothing" {
    hanging
    kill -KILL "$child"
    wait $pid
    [ "$(field X-RMX-Status out)" = "error (inspector ended by SIGKILL)" ]
    whole out "$genuine"
}

@test "the inspector dies with a killed guard" {
    hanging
    kill -KILL $pid
    wait $pid || true
    for _ in $(seq 100); do
        # Where nobody reaps orphans it stays behind as a zombie.
        grep -qs '^State:.[^Z]' "/proc/$child/status" || return 0
        sleep 0.1
    done
    return 1
}

@test "no process or no descriptor for the inspector: the message passes all the same" {
    faulty fork
    [ "$(field X-RMX-Status out)" = "error (no process: Resource temporarily unavailable)" ]
    whole out "$genuine"
    faulty pipe
    [ "$(field X-RMX-Status out)" = "error (no pipe: Too many open files)" ]
    whole out "$genuine"
}

# --- what is no message -----------------------------------------------------------------------------------

# A recipe may trust "none (local)": no sender from outside can cause it.
@test "what begins with no header field is none (no header), and passes octet for octet" {
    genuine=$top/examples/demo/genuine.eml
    ls -lR "$top/examples" >listing
    ls -R "$top/examples" >listing-of-all
    printf '<!DOCTYPE html>\n<a href="http://x">x</a>\n' >page.html
    gzip -c "$genuine" >packed
    iconv -f ASCII -t UTF-16 "$genuine" >wide
    sed 's/^/> /' "$genuine" >quoted
    sed 's/^/>/' "$genuine" >quoted-without-blank
    sed 's/^/  /' "$genuine" >indented
    { echo; cat "$genuine"; } >empty-line
    { printf '\r\n'; sed 's/$/\r/' "$genuine"; } >empty-line-crlf
    { echo 'a line'; cat "$genuine"; } >junk
    { printf '\xef\xbb\xbf'; cat "$genuine"; } >marked
    : >nothing
    printf 'x' >octet
    head -c 100000 /dev/zero >zeros
    for input in listing listing-of-all page.html packed wide quoted quoted-without-blank indented empty-line empty-line-crlf \
        junk marked nothing octet zeros; do
        rmx <"$input" >out
        [ "$(field X-RMX-Status out)" = "none (no header)" ] || { echo "$input: $(field X-RMX-Status out)"; return 1; }
        whole out "$input"
        [ "$(field X-RMX-Relay out)" = "" ]
    done
    # a line that continues nothing does not continue ours
    rmx <indented >out
    grep -q '^X-RMX-Stray: ' out
    # below the line of an mbox, which stays first
    { echo 'From a@b.example Sat Mar  1 17:25:48 2003'; cat empty-line; } >mbox
    rmx <mbox >out
    head -n 1 out | grep -q '^From a@b.example '
    [ "$(sed 1d out | sed -n 's/^X-RMX-Status: //p' | head -n 1)" = "none (no header)" ]
    tail -n +2 mbox >below && whole out below
    # what --hops says, or an option, gives it no header
    rmx --hops 1 <junk >out
    [ "$(field X-RMX-Status out)" = "none (no header)" ]
    rmx --mail-from a@bank.example <junk >out
    [ "$(field X-RMX-Status out)" = "none (no header)" ]
}
