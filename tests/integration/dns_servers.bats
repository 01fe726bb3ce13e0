#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Real name servers: NSD, which serves what our own zone reader reads too, and unbound, which
# validates a zone that is signed here.

load ../dns/helper.bash
load ../dns/servers.bash

setup()
{
    cd "$BATS_TEST_TMPDIR" || return
}

teardown()
{
    stop_servers
}

questions=(plain.example TXT plain.example MX plain.example APL mail.plain.example A
    MAIL.Plain.Example. AAAA www.plain.example A www.plain.example CNAME x.wild.plain.example TXT
    wild.plain.example TXT b.plain.example TXT rmx.plain.example TYPE65280 no.plain.example A
    mail.plain.example TXT ring.plain.example A big.plain.example TXT)

@test "NSD and the zone reader say the same of the same zone" {
    command -v nsd || skip "no NSD"
    write_zone
    nsd_serves plain.zone
    ask -n "127.0.0.1:$nsd_port" "${questions[@]}"
    printf '%s\n' "${lines[@]::15}" | sort >served
    cat served
    ask -z plain.zone "${questions[@]}"
    printf '%s\n' "${lines[@]::15}" | sort | diff served -
}

@test "what NSD says" {
    command -v nsd || skip "no NSD"
    write_zone
    nsd_serves plain.zone
    ask -n "127.0.0.1:$nsd_port" "${questions[@]}"
    diff - <(printf '%s\n' "${lines[@]::14}") <<'END'
plain.example TXT ok v=spf1 mx -all
plain.example MX ok 10:mail.plain.example
plain.example APL ok \000\001\030\004\300\000\002\001\000\001 \204\300\000\002\007\000\002 \020 \001\015\270\000\000\000\000\000\000\000\000\000\000\000\001
mail.plain.example A ok 192.0.2.1
MAIL.Plain.Example. AAAA ok 2001:db8::1
www.plain.example A ok 192.0.2.1
www.plain.example CNAME ok 0:mail.plain.example
x.wild.plain.example TXT ok covered
wild.plain.example TXT nodata
b.plain.example TXT nodata
rmx.plain.example TYPE65280 ok \001\030\300\000\002\000\006
no.plain.example A nxdomain
mail.plain.example TXT nodata
ring.plain.example A temperror (CNAME loop, or too long a chain)
END
    [ "$(wc -w <<<"${lines[14]}")" -gt 600 ]
    # a domain that it does not serve
    ask -n "127.0.0.1:$nsd_port" mail.example.net A
    [ "${lines[0]}" = "mail.example.net A temperror (name server refused (REFUSED))" ]
}

@test "a name server by IPv6" {
    command -v nsd || skip "no NSD"
    grep -q ' lo$' /proc/net/if_inet6 || skip "no IPv6"
    write_zone
    nsd_serves plain.zone
    ask -n "[::1]:$nsd_port" mail.plain.example A big.plain.example TXT
    [ "${lines[0]}" = "mail.plain.example A ok 192.0.2.1" ]
    [[ ${lines[1]} == "big.plain.example TXT ok record 1 of many"* ]]
}

@test "unbound's word that an answer is authentic" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound anchor.key
    ask -n "127.0.0.1:$unbound_port" signed.example TXT mail.signed.example A alias.signed.example A \
        out.signed.example A no.signed.example A mail.signed.example TXT \
        rmx.signed.example TYPE65280 plain.example TXT mail.plain.example A
    diff - <(printf '%s\n' "${lines[@]::9}") <<'END'
signed.example TXT ok ad v=spf1 mx -all
mail.signed.example A ok ad 192.0.2.1
alias.signed.example A ok ad 192.0.2.1
out.signed.example A ok 192.0.2.1
no.signed.example A nxdomain ad
mail.signed.example TXT nodata ad
rmx.signed.example TYPE65280 ok ad \001\030\300\000\002\000\006
plain.example TXT ok v=spf1 mx -all
mail.plain.example A ok 192.0.2.1
END
}

@test "a zone that fails validation is temperror" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound wrong.key
    ask -n "127.0.0.1:$unbound_port" signed.example TXT plain.example TXT
    [ "${lines[0]}" = "signed.example TXT temperror (name server failed (SERVFAIL))" ]
    [ "${lines[1]}" = "plain.example TXT ok v=spf1 mx -all" ]
}

# In a network and a file system of its own, where port 53 and resolv.conf are free to use.
in_private()
{
    unshare -rmn sh -c '
        ip link set lo up && mount --bind "$1" /etc/resolv.conf || exit 99
        rm -f port
        python3 "$2" log "" 53 >port 2>&1 &
        server=$!
        for i in $(seq 300); do [ -s port ] && break; sleep 0.1; done
        shift 2
        "$@"
        status=$?
        kill $server
        exit $status' - "$@"
}

@test "resolv.conf: its servers, and AD only with trust-ad" {
    unshare -rmn sh -c 'ip link set lo up' || skip "no private network"
    printf 'nameserver 127.0.0.2\nnameserver 127.0.0.1\n' >resolv.conf
    run in_private resolv.conf "$DNS/hostile.py" "$BUILD/dns/ask" ad.example A
    echo "$output"
    [ "${lines[0]}" = "ad.example A ok 192.0.2.1" ]
    echo 'options trust-ad' >>resolv.conf
    run in_private resolv.conf "$DNS/hostile.py" "$BUILD/dns/ask" ad.example A
    [ "${lines[0]}" = "ad.example A ok ad 192.0.2.1" ]
}
