#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Words of strangers on the command line: whatever an option is given, the message comes out whole, and nothing else. And
# what a person at a terminal is told.

bats_require_minimum_version 1.5.0
load common
load postfix

setup()
{
    quiet_room
    demo=$top/examples/demo
}

teardown()
{
    leave_postfix_room
}

# --- nothing in place of a message ------------------------------------------------------------------------

@test "every option with --help, --version, --, nothing and the like for its value: the message, marked, and 0" {
    "$filter" --help >help
    python3 - "$filter" "$demo/genuine.eml" "$demo/demo.zone" <<'END'
import itertools, re, subprocess, sys

program, path, zone = sys.argv[1:]
message = open(path, "rb").read()
options = sorted(set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+|-[a-z])(?![\w-])", open("help").read())))
assert len(options) > 15 and "--helo" in options and "-t" in options, options
values = ["--help", "--version", "-h", "-V", "-?", "--help-all", "--", "-", "", "help", "--json", "\n--help"]
known = ["--zone", zone, "--authserv-id=mx.example.net"]
runs = 0
for option, value in itertools.product(options, values):
    joined, apart = [option + "=" + value], [option, value]
    first = ["filter"] if option in ("--help", "--version", "-h") else []
    for words in known + apart, ["filter"] + known[:2] + joined + known[2:], first + apart + known:
        run = subprocess.run([program, *words], input=message, capture_output=True)
        runs += 1
        assert run.returncode == 0 and not run.stderr, (words, run)
        assert run.stdout.startswith(b"X-RMX-Status: ") and run.stdout.endswith(b"\n" + message), (words, run.stdout[:200])
for words in itertools.product(["--", "-", "", "x", "filter"], ["--help", "--version", "-h", "-V"]):
    run = subprocess.run([program, *words], input=message, capture_output=True)
    assert run.returncode == 0 and run.stdout.startswith(b"X-RMX-Status: error (") and run.stdout.endswith(message), (words, run)
print(runs, "runs")
END
}

@test "a value is a value: a HELO name of --help is looked at like any other" {
    for words in '--helo --help' '--helo=--help' '--helo -h' '--helo --version' '--helo --'; do
        # shellcheck disable=SC2086
        rmx --client-ip 192.0.2.5 --mail-from statements@bank.example $words <"$demo/genuine.eml" >out
        [ "$(field X-RMX-Status out)" = "pass (192.0.2.5 may send for bank.example)" ]
        [[ $(field X-RMX-Relay out) == *"helo=${words#--helo?} "* ]]
        whole out "$demo/genuine.eml"
    done
}

@test "help and version, as the first word, alone or behind a subcommand that takes no message on" {
    "$filter" --help >help
    [ "$(wc -l <help)" -gt 10 ]
    for words in -h 'explain --help' 'explain -h' 'check --help' 'lint -h' 'doctor -h' 'recheck --help'; do
        # shellcheck disable=SC2086
        "$filter" $words </dev/null | cmp - help
    done
    for words in --version -V 'explain --version' 'check -V' 'lint -V'; do
        # shellcheck disable=SC2086
        [[ $("$filter" $words </dev/null) == 'rmxfilter '[0-9]* ]]
    done
    run -64 "$filter" explain --json --help <"$demo/genuine.eml"
    run -64 "$filter" check --client-ip 192.0.2.5 --helo
    run -74 bash -c '"$0" --help >/dev/full' "$filter"
}

# A program for Postfix's pipe(8), which is given the client's HELO name.
postfix_with_pipe()
{
    postfix_room
    cp "$demo/demo.zone" bin/zone
    printf '#!/bin/sh\nexec "$@" >>%s/mx/home/out\n' "$dir" >bin/into
    chmod 755 bin/into
    smtp_port=$(free_port)
    make_postfix mx mx.foo.example foo.example 127.0.0.1 "$smtp_port"
    echo 'mailbox_transport = marked' >>mx/main.cf
    cat >>mx/master.cf <<'END'
marked unix - n n - 1 pipe
  flags=R user=bob argv=/usr/local/bin/into /usr/local/bin/rmxfilter --zone /usr/local/bin/zone --helo ${client_helo} --mail-from ${sender}
END
    start_postfix mx
}

@test "a real Postfix whose pipe hands on what the client says in HELO" {
    postfix_with_pipe
    python3 - "$smtp_port" <<'END'
import smtplib, sys
for number, name in enumerate(["--help", "--version", "-h", "-V", "--json", "x"]):
    with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as smtp:
        assert smtp.helo(name)[0] == 250, name
        smtp.sendmail("statements@bank.example", ["bob@foo.example"], f"Subject: {number}\n\nbody of {number}\n")
END
    until_true queue_is_empty mx
    cat mx/home/out
    [ "$(grep -c '^X-RMX-Status: none (local)' mx/home/out)" -eq 6 ]
    for number in 0 1 2 3 4 5; do
        [ "$(grep -cx "Subject: $number" mx/home/out)" -eq 1 ]
        [ "$(grep -cx "body of $number" mx/home/out)" -eq 1 ]
    done
    run ! grep -q 'OPTION\|^rmxfilter' mx/home/out
}

# --- at a terminal ----------------------------------------------------------------------------------------

# at_terminal OPTION...: the filter with a terminal for its input; what it says on standard error in err, its code in $status.
# It is given a message, and Ctrl-D, once it asks for one.
at_terminal()
{
    status=0
    timeout 30 python3 - "$demo/genuine.eml" "$filter" "$@" <<'END' || status=$?
import os, pty, select, subprocess, sys

here, there = pty.openpty()
with open("out", "wb") as out, open("err", "wb") as err:
    run = subprocess.Popen(sys.argv[2:], stdin=there, stdout=out, stderr=subprocess.PIPE)
    os.close(there)
    said = b""
    while octets := os.read(run.stderr.fileno(), 4096):
        said += octets
        if b"reading a message from the terminal" in octets:
            os.write(here, open(sys.argv[1], "rb").read() + b"\x04")
    err.write(said)
sys.exit(run.wait())
END
    cat err
}

@test "at a terminal options are read first" {
    at_terminal --bogus
    [ "$status" -eq 64 ] && [ ! -s out ]
    grep -q 'Unknown option --bogus' err
    grep -q 'rmxfilter --help' err
    at_terminal --timeout soon
    [ "$status" -eq 64 ] && [ ! -s out ]
    at_terminal --zone /nonexistent
    [ "$status" -eq 69 ] && [ ! -s out ]
    printf '[dns]\ntimeout=soon\n' >.rmxfilterrc
    at_terminal
    [ "$status" -eq 78 ] && [ ! -s out ]
    run ! grep -q 'reading a message' err
}

@test "at a terminal it asks what was meant" {
    for word in explan explian exlpain EXPLAIN; do
        at_terminal "$word"
        [ "$status" -eq 64 ] && [ ! -s out ]
        [ $word = EXPLAIN ] || grep -qx 'rmxfilter: did you mean rmxfilter explain?' err
    done
    at_terminal chek --client-ip 192.0.2.5
    grep -qx 'rmxfilter: did you mean rmxfilter check?' err
    at_terminal --trust 192.0.2.7 "$demo/genuine.eml"
    [ "$status" -eq 64 ]
    grep -qx "rmxfilter: did you mean rmxfilter explain $demo/genuine.eml?" err
    at_terminal --timeout 3 stats Maildir
    [ "$status" -eq 64 ]
    grep -qx 'rmxfilter: did you mean rmxfilter stats --timeout 3 Maildir?' err
    at_terminal Maildir explain
    grep -qx 'rmxfilter: did you mean rmxfilter explain Maildir?' err
    [ "$(grep -c 'did you mean' err)" -eq 1 ]
    at_terminal a-word-that-is-no-command
    [ "$status" -eq 64 ]
    run ! grep -q 'did you mean' err
}

@test "filter and explain say that they read from the terminal" {
    at_terminal --zone "$demo/demo.zone"
    [ "$status" -eq 0 ]
    grep -q 'reading a message from the terminal' err
    [ "$(field X-RMX-Status out)" = "pass (192.0.2.5 may send for bank.example)" ]
    whole out "$demo/genuine.eml"
    at_terminal explain --zone "$demo/demo.zone"
    [ "$status" -eq 0 ]
    grep -q 'reading a message from the terminal' err
    head -n 1 out | grep -qx 'pass (192.0.2.5 may send for bank.example)'
    "$filter" explain --zone "$demo/demo.zone" <"$demo/genuine.eml" 2>err
    [ ! -s err ]
}
