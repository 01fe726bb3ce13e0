#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The settings of examples/site are such that the programs take them; and a resolver by them answers the filter, behind
# a dnsdist that sees one of two resolvers dead.

bats_require_minimum_version 1.5.0
load common
load callers
load ../dns/helper.bash

setup()
{
    quiet_room
    PATH=$PATH:/usr/sbin
}

teardown()
{
    stop_servers
}

# resolver PORT: an unbound by the example's settings, on that port, that has bank.example from a name server of ours.
resolver()
{
    {
        grep -v -e '^remote-control' -e '^    control-' "$top/examples/site/unbound.conf"
        printf 'server:\n port: %s\n do-daemonize: no\n chroot: ""\n username: ""\n directory: "%s"\n' "$1" "$PWD"
        printf ' pidfile: ""\n use-syslog: no\n do-not-query-localhost: no\n module-config: "iterator"\n'
        printf 'stub-zone:\n name: example\n stub-addr: 127.0.0.1@%s\n' "$port"
    } >"unbound.$1.conf"
    unbound -d -c "unbound.$1.conf" >"unbound.$1.log" 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$1" bank.example TXT || { cat "unbound.$1.log"; return 1; }
}

@test "unbound's and dnsdist's own checks" {
    needs unbound-checkconf unbound
    needs dnsdist dnsdist
    unbound-checkconf "$top/examples/site/unbound.conf"
    dnsdist --check-config -C "$top/examples/site/dnsdist.conf"
}

@test "a resolver by these settings, behind a pool with a dead one in it" {
    needs unbound unbound
    needs dnsdist dnsdist
    start "$BUILD/dns/serve" "$top/tests/zones/callers.zone"
    alive=$(free_port)
    resolver "$alive"
    read -r dead front < <(free_ports 2)
    sed -e "s/^setLocal.*/setLocal('127.0.0.1:$front')/" -e "s/for host = 1, 3/for _, port in ipairs({ $dead, $alive })/" \
        -e "s/address = .*/address = '127.0.0.1:' .. port,/" -e "s/'a.root-servers.net.'/'bank.example.'/" \
        "$top/examples/site/dnsdist.conf" >dnsdist.conf
    dnsdist --supervised --disable-syslog -C dnsdist.conf >dnsdist.log 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$front" bank.example TXT || { cat dnsdist.log; return 1; }
    for kind in genuine forged; do
        put $kind | "$filter" --authserv-id mx.example.org --nameserver "127.0.0.1:$front" >"$kind.out"
    done
    [ "$(field X-RMX-Status genuine.out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(field X-RMX-Status forged.out)" = 'fail (203.0.113.9 may not send for bank.example)' ]
}
