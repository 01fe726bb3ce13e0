# SPDX-License-Identifier: ISC
# What the whole-program tests share: loaded by each with `load common`.
# shellcheck shell=bash disable=SC2034,SC2154

top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
filter=${BUILD:-$top/build}/rmxfilter

# No settings of this machine's user or host may play a part. ASan leaves signals to the program, and its
# complaint about being loaded late (behind fault.so) out.
quiet_room()
{
    cd "$BATS_TEST_TMPDIR" || return 1
    export HOME=$BATS_TEST_TMPDIR XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/.config
    export ASAN_OPTIONS=verify_asan_link_order=0:handle_segv=0:handle_abort=0
}

# rmx OPTION...: the filter under test, answering from the demonstration's zone.
rmx()
{
    "$filter" --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org "$@"
}

# whole OUTPUT INPUT: OUTPUT is INPUT behind some octets of fields.
whole()
{
    tail -c "$(stat -c %s "$2")" "$1" | cmp - "$2"
}

# field NAME FILE: the value of the first field of that name in the header of FILE, unfolded.
field()
{
    sed '/^\r\?$/q' "$2" | sed -e ':a' -e '$!N' -e 's/\r\?\n[ \t]/ /' -e 'ta' -e 'P' -e 'D' |
        sed -n "s/^$1: \([^\r]*\)\r\?$/\1/p" | head -n 1
}

# second_step FILE: the example as it is once its user has turned sorting on, as it says.
second_step()
{
    sed -E -e 's/^(RMX_SORT="?|sort=)no("?)$/\1yes\2/' -e 's/^if false \{$/if true {/' -e '/ # step 1$/d' "$1" >second_step
    ! cmp -s "$1" second_step || return 1
    cat second_step
}

# await_inspector: until the filter $pid has an inspector, which is $child then, and the guard counts SIGTERM.
await_inspector()
{
    for _ in $(seq 600); do
        child=$(pgrep -P "$pid" rmxfilter) && return
        sleep 0.05
    done
    return 1
}

# free_ports COUNT: ports of 127.0.0.1 for servers that cannot choose one on their own, or that nobody listens at.
free_ports()
{
    python3 "$top/tests/dns/free_ports.py" "$1"
}

free_port()
{
    free_ports 1
}

# await_file NAME: until it is there.
await_file()
{
    for _ in $(seq 600); do
        [ ! -e "$1" ] || return 0
        sleep 0.05
    done
    return 1
}

# deaf_server: a name server on $dns_port that takes questions and never answers; the first makes the file asked. Runs until
# $deaf_pid is killed, or nobody has asked for a minute.
deaf_server()
{
    rm -f deaf asked
    python3 -c 'import os, socket
taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
taken.bind(("127.0.0.1", 0))
taken.settimeout(60)
with open("deaf.new", "w") as port:
    print(taken.getsockname()[1], file=port)
os.rename("deaf.new", "deaf")
while taken.recv(512):
    open("asked", "w").close()' 3>&- &
    deaf_pid=$!
    await_file deaf && read -r dns_port <deaf
}

# start_nsd ZONE...: a real NSD that serves ZONE.zone from the folder $zones (tests/zones) on 127.0.0.1, port
# $dns_port. Runs until stop_nsd.
start_nsd()
{
    dns_port=$(free_port)
    mkdir -p nsd
    {
        printf 'server:\n ip-address: 127.0.0.1@%s\n username: ""\n chroot: ""\n' "$dns_port"
        printf ' zonesdir: "%s"\n pidfile: ""\n xfrdfile: "%s/nsd/xfrd"\n' "${zones:-$top/tests/zones}" "$PWD"
        printf ' zonelistfile: "%s/nsd/zones"\n server-count: 1\nremote-control:\n control-enable: no\n' "$PWD"
        for zone in "$@"; do
            printf 'zone:\n name: %s\n zonefile: %s.zone\n' "$zone" "$zone"
        done
    } >nsd/conf
    /usr/sbin/nsd -d -c nsd/conf >nsd/log 2>&1 3>&- &
    nsd_pid=$!
    for _ in $(seq 300); do
        if dig +short +tries=1 +time=1 -p "$dns_port" @127.0.0.1 "$1" SOA 2>/dev/null | grep -q .; then
            return 0
        fi
        sleep 0.1
    done
    cat nsd/log
    return 1
}

stop_nsd()
{
    [ -z "${nsd_pid:-}" ] || { kill "$nsd_pid" && wait "$nsd_pid"; } || true
}
