# SPDX-License-Identifier: ISC
# For bats, behind helper.bash: a real NSD and a real unbound, in the current folder. plain.example is not signed,
# signed.example is.
# shellcheck shell=bash disable=SC2034,SC2154

# plain.example in plain.zone
write_zone()
{
    cat >plain.zone <<'END'
$ORIGIN plain.example.
$TTL 300
@       SOA   ns hostmaster 1 7200 900 604800 300
        NS    ns
        MX    10 mail
        TXT   "v=spf1 " "mx -all"
        APL   1:192.0.2.1/24 !1:192.0.2.7/32 2:2001:db8::1/32
ns      A     127.0.0.1
mail    A     192.0.2.1
        AAAA  2001:db8::1
www     CNAME mail
*.wild  TXT   "covered"
_dmarc  TXT   "v=DMARC1; p=reject"
a.b     TXT   "deep"
rmx     TYPE65280 \# 7 0118 c0000200 06
ring    CNAME gnir
gnir    CNAME ring
END
    # more than fits into one datagram
    for i in $(seq 60); do
        echo "big TXT \"record $i of many, all of them long enough to fill a datagram in the end\""
    done >>plain.zone
}

# nsd_serves ZONE...: a zone's name is its file's, .zone for .example
nsd_serves()
{
    nsd_port=$(free_port)
    {
        printf 'server:\n ip-address: 127.0.0.1@%s\n ip-address: ::1@%s\n' "$nsd_port" "$nsd_port"
        printf ' username: ""\n zonesdir: "%s"\n database: ""\n pidfile: "%s/nsd.pid"\n' "$PWD" "$PWD"
        printf ' xfrdfile: "%s/xfrd"\n zonelistfile: "%s/zones"\n xfrdir: "%s"\n' "$PWD" "$PWD" "$PWD"
        printf 'remote-control:\n control-enable: no\n'
        for zone; do
            printf 'zone:\n name: %s\n zonefile: %s\n' "${zone%%.*}.example" "$zone"
        done
    } >nsd.conf
    [ -e /proc/net/if_inet6 ] || sed -i '/::1/d' nsd.conf
    /usr/sbin/nsd -d -c nsd.conf >nsd.log 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$nsd_port" "${1%%.*}.example" SOA || { cat nsd.log; return 1; }
}

# unbound, which validates signed.example with the anchor in FILE, and asks NSD
start_unbound()
{
    unbound_port=$(free_port)
    {
        printf 'server:\n interface: 127.0.0.1@%s\n do-daemonize: no\n chroot: ""\n' "$unbound_port"
        printf ' username: ""\n directory: "%s"\n pidfile: ""\n use-syslog: no\n' "$PWD"
        printf ' do-not-query-localhost: no\n module-config: "validator iterator"\n'
        printf ' trust-anchor-file: "%s"\n' "$1"
        printf ' local-zone: _dmarc.example static\n' # else it would ask the root
        for zone in plain signed; do
            printf 'stub-zone:\n name: %s.example\n stub-addr: 127.0.0.1@%s\n' $zone "$nsd_port"
        done
        printf 'remote-control:\n control-enable: no\n'
    } >unbound.conf
    /usr/sbin/unbound -d -c unbound.conf >unbound.log 2>&1 3>&- &
    PIDS+=($!)
    await "127.0.0.1:$unbound_port" plain.example SOA || { cat unbound.log; return 1; }
}

# signed.example in signed.zone.signed, its anchor in anchor.key
sign_zone()
{
    local key
    cat >signed.zone <<'END'
$ORIGIN signed.example.
$TTL 300
@       SOA   ns hostmaster 1 7200 900 604800 300
        NS    ns
        TXT   "v=spf1 mx -all"
        MX    10 mail
ns      A     127.0.0.1
mail    A     192.0.2.1
alias   CNAME mail
out     CNAME mail.plain.example.
mixed   TXT   "v=spf1 a:mail.plain.example -all"
_dmarc  TXT   "v=DMARC1; p=quarantine; sp=quarantine; np=reject"
rmx     TYPE65280 \# 7 0118 c0000200 06
1.rev   PTR   mail
END
    key=$(ldns-keygen -a ECDSAP256SHA256 -k signed.example)
    ldns-signzone signed.zone "$key"
    cp "$key.key" anchor.key
    # and the anchor of somebody else
    cp "$(ldns-keygen -a ECDSAP256SHA256 -k signed.example).key" wrong.key
}
