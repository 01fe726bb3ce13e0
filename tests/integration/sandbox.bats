#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The real program inside its sandbox: what a message that took it over could do, and that nothing else is
# missed.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    zone=(--zone "$top/examples/demo/demo.zone")
    genuine=$top/examples/demo/genuine.eml
    claim=(--client-ip 192.0.2.5 --mail-from statements@bank.example --helo mail.bank.example)
}

# taken_over FAULT COMMAND...: the command, in which right behind the sandbox's closing happens what FAULT says.
taken_over()
{
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=$1 "${@:2}"
}

@test "what breaks out ends the inspector, and the message passes whole" {
    while read -r fault call; do
        taken_over "$fault" "$filter" "${zone[@]}" <"$genuine" >out
        [ "$(field X-RMX-Status out)" = "error (sandbox: $call)" ] ||
            { echo "$fault: $(field X-RMX-Status out)"; return 1; }
        whole out "$genuine"
        [ ! -e taken-over ]
    done <<'EOF'
execve execve
openat openat
socket socket
inet socket
clone clone
kill kill
ptrace ptrace
unlink unlinkat
mprotect mprotect
rt_sigaction rt_sigaction
EOF
}

@test "a call of another architecture ends the inspector, too" {
    [ "$(uname -m)" = x86_64 ] || skip "the test knows no other architecture of this machine"
    taken_over x32 "$filter" "${zone[@]}" <"$genuine" >out
    [ "$(field X-RMX-Status out)" = "error (sandbox: a forbidden system call)" ]
    whole out "$genuine"
}

@test "a subcommand ends with 70, and says why on standard error" {
    run -70 --separate-stderr taken_over execve "$filter" check "${claim[@]}"
    [ "$stderr" = "rmxfilter: sandbox: execve" ]
    [ "$output" = "" ]
    run -70 --separate-stderr taken_over socket "$filter" explain <"$genuine"
    [ "$stderr" = "rmxfilter: sandbox: socket" ]
    [ "$output" = "" ]
}

# The header block is found, so that the search is known to work.
@test "neither the body nor the environment is left in memory" {
    want="none (found: header)"
    case $BUILD in
    */sanitize) want="none (found: header environment)" ;; # AddressSanitizer keeps a copy
    esac
    held='DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; c=relaxed; h=from; bh=YQ==; b=YQ=='
    for how in '0 300000' '2000 300000' '70000 300000' '1000000 300000' \
        "0 300000 $held" "0 600000 $held" "70000 10000 $held" "70000 600000 $held"; do
        read -r filler body signature <<<"$how"
        {
            printf 'X-Test: secret-of-the-header\n%s' "${signature:+$signature$'\n'}"
            yes "X-Filler: $(printf '%080d' 0)" | head -c "$filler" | sed '$d'
            printf '\n'
            yes secret-of-the-body | head -c "$body"
        } >mail
        SECRET=secret-of-the-environment taken_over search "$filter" "${zone[@]}" <mail >from_file
        # shellcheck disable=SC2002 # of a pipe more is held in memory
        cat mail | SECRET=secret-of-the-environment taken_over search "$filter" "${zone[@]}" >from_pipe
        SECRET=secret-of-the-environment taken_over search "$filter" explain "${zone[@]}" mail >explained
        # shellcheck disable=SC2002
        cat mail | SECRET=secret-of-the-environment taken_over search "$filter" explain "${zone[@]}" >explained_pipe
        for out in from_file from_pipe explained explained_pipe; do
            [ "$(field X-RMX-Status $out)" = "$want" ] ||
                { echo "$how: $out: $(field X-RMX-Status $out)"; return 1; }
        done
    done
}

@test "nor is the body of a kept message, where recheck looks at it" {
    mkdir -p Maildir/cur Maildir/new Maildir/tmp
    for body in 300 3000 300000; do
        {
            printf '%s\n' 'X-RMX-Status: temperror (x)' 'X-Test: secret-of-the-header'
            sed '1,/^$/!d; /^X-RMX/d' "$genuine"
            yes secret-of-the-body | head -c "$body"
        } >"Maildir/cur/$body"
    done
    taken_over search "$filter" recheck "${zone[@]}" Maildir >list
    [ "$(wc -l <list)" -eq 3 ]
    for out in Maildir/cur/*; do
        [ "$(field X-RMX-Status "$out")" = "none (found: header)" ] ||
            { echo "$out: $(field X-RMX-Status "$out")"; return 1; }
    done
}

# A name server that never answers holds each command while its input is tried.
@test "explain has closed its input when it looks at the message, check and lint when they ask" {
    run python3 - "$filter" "$genuine" <<'EOF'
import socket, subprocess, sys, time
filter, message = sys.argv[1], open(sys.argv[2], "rb").read()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(30)
claim = ["--client-ip=192.0.2.5", "--mail-from=a@bank.example", "--helo=mail.bank.example"]
for command, text in (["explain"], message), (["check"] + claim, b""), (["lint", "bank.example"], b""):
    asking = subprocess.Popen([filter, command[0], "--nameserver=127.0.0.1:%d" % server.getsockname()[1], "--timeout=60"]
                              + command[1:], bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    asking.stdin.write(text)
    server.recv(512)
    try:
        asking.stdin.write(b"more")
        print(command[0], "still reads")
    except BrokenPipeError:
        print(command[0], "has closed it" if asking.poll() is None else "is gone")
    asking.kill()
    asking.wait()
    server.setblocking(False)
    try:
        while server.recv(512):
            pass
    except BlockingIOError:
        server.settimeout(30)
EOF
    echo "$output"
    [ "$output" = "explain has closed it
check has closed it
lint has closed it" ]
}

@test "to open a file for reading fails, and ends nothing" {
    taken_over openat-to-read "$filter" <"$genuine" >out
    [ "$(field X-RMX-Status out)" = "none (not opened)" ]
}

@test "explain and check tell that it is on" {
    "$filter" explain "${zone[@]}" <"$genuine" >out
    grep -q '^Sandbox: seccomp, .*limits$' out
    "$filter" explain --json "${zone[@]}" <"$genuine" >json
    jq -e '.sandbox.seccomp and .sandbox.limits' json
    "$filter" check --json "${zone[@]}" "${claim[@]}" >json
    jq -e '.sandbox.seccomp and .sandbox.limits' json
}

@test "where the system refuses, all works without, and explain tells" {
    taken_over refused "$filter" explain "${zone[@]}" <"$genuine" >out
    grep -q '^pass' out
    grep -q '^Sandbox: no capabilities, limits$' out
    tr -s ' \n' ' ' <out | grep -q 'not to be had here: landlock: Function not implemented; seccomp: Function not implemented $'

    rmx <"$genuine" >inside
    taken_over refused "$filter" "${zone[@]}" --authserv-id mx.example.org <"$genuine" >outside
    diff <(grep -v '^X-RMX: ' inside) <(grep -v '^X-RMX: ' outside)
}

# Octets of every charset that mail comes in, some of them the address's own, where they do not belong.
charsets()
{
    python3 - <<'EOF'
import base64
names = {"iso-2022-jp": "日本", "koi8-r": "Привет", "gb18030": "你好", "utf-7": "Grüße", "iso-8859-1": "Grüße",
         "iso-8859-15": "€", "windows-1252": "Grüße", "euc-kr": "안녕", "big5": "你好", "shift_jis": "日本",
         "utf-16": "日本", "cp437": "é", "no-such-charset": "x", "iso-2022-cn-ext": "x"}
def mail(number, text):
    with open(f"charset{number}.eml", "wb") as out:
        out.write(b"Return-Path: <a@bank.example>\nReceived: from mail.bank.example ([192.0.2.5]) by mx.example.org"
                  b" with SMTP; Sat, 1 Mar 2003 17:25:48 -0800\nFrom: " + text + b"\nSubject: x\n\nx\n")
for number, (charset, text) in enumerate(names.items()):
    try:
        octets = text.encode(charset)
    except LookupError:
        octets = text.encode()
    word = b"=?" + charset.encode() + b"?B?" + base64.b64encode(octets) + b"?="
    mail(f"{number}a", word + b" <a@bank.example>")
    mail(f"{number}b", b"\"" + word + b"\" <" + word + b"@bank.example>")
    mail(f"{number}c", b"<a@" + word + b".bank.example>, <b@bank.example>")
    mail(f"{number}d", octets + b" <" + octets + b"@bank.example>")
    mail(f"{number}e", b"<a@" + octets + b".bank.example>")
EOF
}

@test "no charset changes what is said, though none can be loaded" {
    charsets
    for mail in charset*.eml; do
        rmx --schemes all <"$mail" >inside
        taken_over refused "$filter" "${zone[@]}" --authserv-id mx.example.org --schemes all <"$mail" >outside
        diff <(grep -av '^X-RMX: ' inside) <(grep -av '^X-RMX: ' outside) || { echo "$mail"; return 1; }
        [[ $(field X-RMX-From inside) == [anu]* ]]
    done
}

@test "the time zone of the environment holds inside" {
    TZ=EST5 rmx <"$genuine" >out
    [[ $(field X-RMX out) == *" -0500 "* ]]
}
