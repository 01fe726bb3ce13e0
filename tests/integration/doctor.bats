#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# `doctor` on a host that is well, and on hosts that are not: settings, trust entries, name servers (a real NSD, a real
# unbound, dead ones), the sandbox.

bats_require_minimum_version 1.5.0
load ../dns/helper.bash
load ../dns/servers.bash
load common

setup()
{
    quiet_room
    unset XDG_CONFIG_HOME
}

teardown()
{
    stop_servers
}

# arpa, as the Internet's, signed; and domains of relays
write_zones()
{
    local key
    cat >arpa.zone <<'END'
$ORIGIN arpa.
$TTL 300
@   SOA  ns hostmaster 1 7200 900 604800 300
    NS   ns
ns  A    127.0.0.1
END
    key=$(ldns-keygen -a ECDSAP256SHA256 -k arpa)
    ldns-signzone arpa.zone "$key"
    cp "$key.key" anchor.key
    cat >example.zone <<'END'
$ORIGIN example.
$TTL 300
@           SOA  ns hostmaster 1 7200 900 604800 300
            NS   ns
ns          A    127.0.0.1
mx.foo      A    192.0.2.1
foo         MX   10 mx.foo
foo         TXT  "v=spf1 mx -all"
text.foo    TXT  "no record"
edu         TXT  "v=spf1 include:_spf.google.com -all"
END
    cat >com.zone <<'END'
$ORIGIN com.
$TTL 300
@            SOA  ns hostmaster 1 7200 900 604800 300
             NS   ns
ns           A    127.0.0.1
_spf.google  TXT  "v=spf1 ip4:192.0.2.64/28 -all"
END
}

# the NSD has all of it, the unbound asks it and validates
start_dns()
{
    if ! command -v ldns-signzone || ! command -v unbound; then skip "no ldnsutils or no unbound"; fi
    write_zones
    read -r nsd_port unbound_port < <(free_ports 2)
    {
        printf 'server:\n ip-address: 127.0.0.1@%s\n username: ""\n zonesdir: "%s"\n pidfile: ""\n' "$nsd_port" "$PWD"
        printf ' xfrdfile: "%s/xfrd"\n zonelistfile: "%s/zones"\nremote-control:\n control-enable: no\n' "$PWD" "$PWD"
        printf 'zone:\n name: %s\n zonefile: %s\n' arpa arpa.zone.signed example example.zone com com.zone
    } >nsd.conf
    /usr/sbin/nsd -d -c nsd.conf >nsd.log 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$nsd_port" foo.example MX || { cat nsd.log; return 1; }
    {
        printf 'server:\n interface: 127.0.0.1@%s\n do-daemonize: no\n chroot: ""\n username: ""\n' "$unbound_port"
        printf ' directory: "%s"\n pidfile: ""\n use-syslog: no\n do-not-query-localhost: no\n' "$PWD"
        printf ' module-config: "validator iterator"\n trust-anchor-file: "anchor.key"\n'
        printf 'stub-zone:\n name: %s\n stub-addr: 127.0.0.1@'"$nsd_port"'\n' arpa example com
        printf 'remote-control:\n control-enable: no\n'
    } >unbound.conf
    /usr/sbin/unbound -d -c unbound.conf >unbound.log 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$unbound_port" foo.example MX || { cat unbound.log; return 1; }
}

# doctor OPTION...: asks the unbound, whose word is good
doctor()
{
    "$filter" doctor --nameserver "127.0.0.1:$unbound_port" --authserv-id mx.foo.example "$@"
}

# row WORD...: the row of `out` that begins with the words, blanks made one
row()
{
    xargs -n 1 -d '\n' <out | sed 's/^ *//; s/  */ /g' | grep -F -m 1 -- "$*"
}

@test "all is well: 0, with everything that was looked at" {
    start_dns
    mkdir -p .config/rmxfilter
    printf '[relays]\n\ntrust=mx:foo.example;192.0.2.0/24\n[dns]\ntimeout=5\n' >.config/rmxfilter/rmxfilter.conf
    printf '[relays]\ntrust=spf:foo.example\n[record bank.example]\nspf=v=spf1 -all\n' >.rmxfilterrc
    doctor -t .foo.example >out
    cat out
    [ "$(head -n 1 out)" = "all is well" ]
    row "not there /etc/rmxfilter.conf"
    row "read $HOME/.config/rmxfilter/rmxfilter.conf"
    row "read $HOME/.rmxfilterrc"
    [ "$(tr -s ' \n' ' ' <out | grep -oF -- "[relays] trust command line .foo.example [relays] trust $HOME/.rmxfilterrc:2 spf:foo.example [relays] trust $HOME/.config/rmxfilter/rmxfilter.conf:3 mx:foo.example; 192.0.2.0/24" | wc -l)" -eq 1 ]
    tr -s ' \n' ' ' <out | grep -qF -- "[dns] timeout $HOME/.config/rmxfilter/rmxfilter.conf:5 5"
    tr -s ' \n' ' ' <out | grep -qF -- "[record bank.example] spf $HOME/.rmxfilterrc:4 v=spf1 -all"
    row "[headers] authserv-id command line mx.foo.example"
    row "[dns] questions default 130"
    for entry in .foo.example spf:foo.example mx:foo.example 192.0.2.0/24; do
        row "$entry good"
    done
    tr -s ' ' <out | grep -qE "^ 127.0.0.1:$unbound_port [0-9.]+ ms on this host, validates, its word is taken\$"
    row "seccomp yes"
    row "Dovecot's Sieve 10 s"
    [ "$(awk 'length > 79' out | grep -vc /)" -eq 0 ]
}

@test "the same as JSON" {
    start_dns
    printf '[relays]\ntrust=spf:foo.example\n' >.rmxfilterrc
    doctor --json >json
    jq -e '.well and .findings == [] and .wait == 9 and .sandbox.seccomp and .sandbox.limits' json
    jq -e '.files | map(.state) == ["absent", "absent", "read"]' json
    jq -e --arg home "$HOME" '.settings[] | select(.name == "[relays] trust") |
        .value == "spf:foo.example" and .origin == $home + "/.rmxfilterrc:2"' json
    jq -e '.settings[] | select(.name == "[dns] timeout") | .value == "8" and .origin == "default"' json
    jq -e '.trust == [{"entry": "spf:foo.example"}]' json
    jq -e '.resolvers | length == 1 and (.[0] | .here and .trusted and .resolves and .validates and .ms >= 0)' json
    jq -e '.callers | length > 2 and all(.enough)' json
}

@test "all that is wrong in a file is said, not the first of it; 1" {
    start_dns
    cat >.rmxfilterrc <<'END'
[relays]
trust=192.0.2.300
hop=3
[dns]
timeout=soon
questions=5
[dsn]
timeout=3
[record bank.example]
spf=v=spf2 mx
END
    run -1 --separate-stderr doctor
    echo "$output" >out
    cat out
    [ "$(head -n 1 out)" = "5 things to mend" ]
    tr -s ' \n' ' ' <out >said
    for text in '[relays] trust: "192.0.2.300" is no trust entry' '[relays] hop: there is no such key' \
        '[dns] timeout: "soon" is not a number of seconds' 'there is no group [dsn]' '[record bank.example] spf: "v=spf2 mx" is no record'; do
        grep -qF -- "mend settings $HOME/.rmxfilterrc: $text" said || grep -qF -- "$text" said || { echo "no $text"; return 1; }
    done
    # what is right in it holds all the same
    grep -qF -- "[dns] questions $HOME/.rmxfilterrc:6 5" said
    [ "$stderr" = "" ]
    run -78 "$filter" explain </dev/null
}

@test "settings are tried before they go live" {
    start_dns
    printf 'not a line of settings\n' >.rmxfilterrc
    printf '[relays]\ntrust=gone.foo.example\n' >new
    run -1 doctor -c new
    tr -s ' \n' ' ' <<<"$output" >said
    [[ $output == "1 thing to mend"* ]]
    grep -q 'mend trust entry gone.foo.example trusts nobody: gone.foo.example does not exist' said
    run ! grep -q rmxfilterrc said
    printf '[relays]\ntrust=mx.foo.example\n' >new
    doctor -c new
    run -1 doctor -c missing
    [[ $output == *"missing: No such file or directory"* ]]
    run -1 doctor
    [[ $(tr -s ' \n' ' ' <<<"$output") == *".rmxfilterrc:1: not a line of a settings file"*"refused $HOME/.rmxfilterrc"* ]]
}

@test "files that others may write, or own, are refused, and it is said why" {
    start_dns
    touch .rmxfilterrc && chmod 666 .rmxfilterrc
    run -1 doctor
    [[ $(tr -s ' \n' ' ' <<<"$output") == *".rmxfilterrc: everybody may write it; take that away: chmod go-w"*"refused $HOME/.rmxfilterrc"* ]]
    rm .rmxfilterrc && mkdir .rmxfilterrc
    run -1 doctor
    [[ $(tr -s ' \n' ' ' <<<"$output") == *".rmxfilterrc: is a directory"* ]]
    if [ "$(id -u)" -eq 0 ]; then
        rmdir .rmxfilterrc && touch .rmxfilterrc && chown 65534 .rmxfilterrc
        run -1 doctor
        [[ $(tr -s ' \n' ' ' <<<"$output") == *".rmxfilterrc: belongs to user 65534"* ]]
    fi
}

@test "trust entries that lead nowhere, or to everybody's machines" {
    start_dns
    run -1 doctor -t 'gone.example;text.foo.example;mx:text.foo.example;spf:text.foo.example;.gone.example;spf:edu.example;!spf:edu.example'
    echo "$output" >out
    cat out
    [ "$(head -n 1 out)" = "6 things to mend" ]
    tr -s ' \n' ' ' <out >said
    for text in 'entry gone.example trusts nobody: gone.example does not exist' \
        'entry text.foo.example trusts nobody: text.foo.example has no address' \
        'entry mx:text.foo.example trusts nobody: text.foo.example has no MX' \
        'entry spf:text.foo.example trusts nobody: text.foo.example publishes neither RMX nor SPF' \
        'entry .gone.example trusts nobody: gone.example does not exist' \
        "entry spf:edu.example leads to _spf.google.com, a name of google: all customers of google send from the same machines; name the forwarder's own hosts"; do
        grep -qF -- "mend trust $text" said || { echo "no $text"; return 1; }
    done
    row "spf:edu.example shared: google"
}

@test "name servers that are dead, refuse, or know nothing" {
    start_dns
    printf '[relays]\ntrust=mx:foo.example\n' >.rmxfilterrc
    # one that only has zones of its own, a dead one, one that never answers
    dead=$(free_port)
    python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True); time.sleep(60)' >mute.port 3>&- &
    PIDS+=($!)
    until [ -s mute.port ]; do sleep 0.05; done
    mute=$(cat mute.port)
    run -1 doctor --nameserver "127.0.0.1:$dead" --nameserver "127.0.0.1:$mute" --timeout 4
    tr -s ' \n' ' ' <<<"$output" >said
    [[ $output == "2 things to mend"* ]]
    grep -qF "mend resolver 127.0.0.1:$dead does not resolve: name server cannot be reached" said
    grep -qF "mend resolver 127.0.0.1:$mute does not resolve: no answer in time" said
    grep -qF 'mx:foo.example good' said
    run -1 "$filter" doctor --authserv-id mx.foo.example --nameserver "127.0.0.1:$dead" --timeout 1
    tr -s ' \n' ' ' <<<"$output" >said
    grep -qF 'no name server resolves: every verdict is temperror, after 1.0 s' said
    grep -qF 'the DNS could not say whether foo.example has an MX' said

    sed -i 's/name: arpa/name: arba/; s/arpa.zone.signed/arba.zone/' nsd.conf
    sed 's/arpa/arba/' arpa.zone >arba.zone
    stop_servers
    /usr/sbin/nsd -d -c nsd.conf >nsd.log 2>&1 3>&- &
    PIDS=($!)
    await "127.0.0.1:$nsd_port" foo.example MX
    run -1 "$filter" doctor --nameserver "127.0.0.1:$nsd_port" --authserv-id mx.foo.example
    [[ $(tr -s ' \n' ' ' <<<"$output") == *"does not resolve: name server refused (REFUSED)"* ]]
    [[ $(tr -s ' \n' ' ' <<<"$output") == *"every verdict is temperror"* ]]

    # one that says of all names of the Internet that they do not exist, as those of some networks without a way out do
    printf '. 60 SOA ns. root. 1 1 1 1 1\n. 60 NS ns.\nns. 60 A 127.0.0.1\n' >none.zone
    printf 'zone:\n  name: "."\n  zonefile: none.zone\n' >>nsd.conf
    stop_servers
    /usr/sbin/nsd -d -c nsd.conf >nsd.log 2>&1 3>&- &
    PIDS=($!)
    await "127.0.0.1:$nsd_port" foo.example MX
    run -1 "$filter" doctor --nameserver "127.0.0.1:$nsd_port" --authserv-id mx.foo.example
    tr -s ' \n' ' ' <<<"$output" >said
    grep -qF 'it says that there is no arpa' said
    grep -qF 'of every domain they say that it does not exist, and every verdict is none' said
    run ! grep -q 'every verdict is temperror' said
    verdict=$("$filter" --nameserver "127.0.0.1:$nsd_port" <"$top/examples/demo/forged.eml" | sed -n 1p)
    [ "$verdict" = 'X-RMX-Status: none (domain does not exist)' ]
}

# In a network and a file system of its own, where port 53 and resolv.conf are free to use.
@test "resolv.conf's servers: whose word is taken, and which are on this host" {
    unshare -rmn sh -c 'ip link set lo up' || skip "no private network"
    start_dns
    sed "s/@$nsd_port/@5300/" nsd.conf >inner-nsd.conf
    sed "s/@$nsd_port/@5300/; s/127.0.0.1@$unbound_port/127.0.0.1@53/" unbound.conf >inner-unbound.conf
    cat >inner <<'END'
ip link set lo up && mount --bind resolv.conf /etc/resolv.conf || exit 99
/usr/sbin/nsd -d -c inner-nsd.conf >/dev/null 2>&1 & one=$!
/usr/sbin/unbound -d -c inner-unbound.conf >inner.log 2>&1 & two=$!
for i in $(seq 300); do dig +short +tries=1 +time=1 @127.0.0.1 arpa SOA | grep -q ns.arpa && break; sleep 0.1; done
"$@"
status=$?
kill $one $two
exit $status
END
    printf 'nameserver 127.0.0.1\n' >resolv.conf
    run unshare -rmn sh inner "$filter" doctor --authserv-id mx.foo.example
    [ "$status" -eq 0 ]
    tr -s ' \n' ' ' <<<"$output" >said
    grep -qE '127\.0\.0\.1 [0-9.]+ ms on this host, validates Sandbox' said
    grep -qF "note resolver 127.0.0.1 validates (DNSSEC), but its word is not taken: options trust-ad in /etc/resolv.conf would" said
    printf 'nameserver 127.0.0.1\noptions trust-ad\n' >resolv.conf
    run unshare -rmn sh inner "$filter" doctor --authserv-id mx.foo.example
    [ "$status" -eq 0 ]
    [[ $(tr -s ' \n' ' ' <<<"$output") == *"on this host, validates, its word is taken"* ]]
}

@test "callers that would not wait so long, and a name that is none" {
    start_dns
    doctor --timeout 400 --authserv-id vm -t 192.0.2.1 >out
    tr -s ' \n' ' ' <out >said
    [ "$(head -n 1 out)" = "all is well" ]
    grep -qF "a message may wait 401.0 s, and Dovecot's Sieve ends a filter after 10 s (sieve_filter_exec_timeout)" said
    grep -qF "and maildrop ends a filter after 300 s" said
    run ! grep -qF "procmail ends" said
    grep -qF 'note host "vm" tells this host from no other' said
}

@test "where there is no sandbox that is something to mend" {
    start_dns
    LD_PRELOAD=${BUILD:-$top/build}/fault.so FAULT=refused run -1 doctor
    [[ $output == "1 thing to mend"* ]]
    [[ $(tr -s ' \n' ' ' <<<"$output") == *"mend sandbox not to be had here: landlock: Function not implemented; seccomp: Function not implemented"* ]]
}

@test "it ends with the next step" {
    next() { "$filter" doctor --zone "$top/examples/demo/demo.zone" --authserv-id mx.foo.example "$@" >out || true; sed -n '/^Next$/,$p' out | tr -s ' \n' ' '; }
    [ "$(next)" = 'Next rmxfilter trust MAILDIR tells from mail that came in which relays are yours ' ]
    [ "$(next -t 192.0.2.1)" = 'Next mark mail for a week, look at rmxfilter stats MAILDIR, and then sort by X-RMX-From and X-RMX-Status ' ]
    [[ $(next --hops 2) == 'Next mark mail'* ]]
    [ "$(next -t mx.nowhere.example)" = 'Next mend what is said above, and run doctor again ' ]
    "$filter" doctor --json --zone "$top/examples/demo/demo.zone" --authserv-id mx.foo.example | jq -e '.next | startswith("rmxfilter trust ")'
}

@test "where no file for a body can be made" {
    for folder in /nonexistent $'/dev/null\e[1m'; do
        TMPDIR=$folder run -1 "$filter" doctor --zone "$top/examples/demo/demo.zone" --authserv-id mx.foo.example
        [[ $(tr -s ' \n' ' ' <<<"$output") == *"mend disk no file can be made in /"*", so signatures of mail over 256 KiB"* ]]
        run ! grep -qP '[^\x20-\x7e\n]' <<<"$output"
    done
    TMPDIR=$PWD run -0 "$filter" doctor --zone "$top/examples/demo/demo.zone" --authserv-id mx.foo.example
    [ -z "$(ls)" ]
}

@test "the command line: 64, a zone that is not there: 69, standard output: 74" {
    run -64 "$filter" doctor message.eml
    [[ $output == *'argument "message.eml": doctor takes options only'* ]]
    run -64 "$filter" doctor --timeout soon
    run -64 "$filter" doctor --bogus
    run -64 "$filter" doctor --convert spf
    run -69 "$filter" doctor --zone missing
    run -74 bash -c '"$0" doctor --zone "$1" >/dev/full' "$filter" "$top/examples/demo/demo.zone"
    "$filter" doctor --help | grep -q doctor
    run "$filter" doctor --zone "$top/examples/demo/demo.zone"
    [[ $(tr -s ' \n' ' ' <<<"$output") == *"all answers are taken from $top/examples/demo/demo.zone, and no name server is asked"* ]]
}

@test "no octet of a file or an option reaches the terminal as it is" {
    printf '[relays]\ntrust=192.0.2.1;\303\251.example\n[record bank.example]\nspf=v=spf1 exp=\302\233x.example -all\n' >.rmxfilterrc
    run "$filter" doctor --zone "$top/examples/demo/demo.zone" --authserv-id mx.foo.example --mail-from $'\e]2;x\a@x.example'
    grep -q 'mail-from' <<<"$output"
    run ! grep -qP '[^\x20-\x7e\n]' <<<"$output"
}
