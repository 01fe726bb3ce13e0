#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# lint: what domains publish, from the zone reader, a real NSD and slow or dead name servers; exit codes, options,
# hostile records.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash

setup()
{
    quiet_room
    printf '[records]\nrmx-rrtype=65280\nmt-rrtype=65281\nschemes=spf\n' >.rmxfilterrc
    cat >zone <<'END'
$ORIGIN .
clean.example        TXT "v=spf1 mx -all"
clean.example        MX  10 mail.clean.example.
mail.clean.example   A   192.0.2.5
_rmx.clean.example   TXT "mx"
_dmarc.clean.example TXT "v=DMARC1; p=reject"
_mta-sts.clean.example  TXT "v=STSv1; id=1"
mta-sts.clean.example   A   192.0.2.80
_smtp._tls.clean.example TXT "v=TLSRPTv1; rua=mailto:tls@clean.example"
note.example         TXT "v=spf1 -all"
open.example         TXT "v=spf1 +all"
dead.example         ERROR SERVFAIL
xn--bcher-kva.example        TXT "v=spf1 -all"
_dmarc.xn--bcher-kva.example TXT "v=DMARC1; p=reject"
END
}

teardown()
{
    stop_nsd
    stop_servers
}

lint()
{
    "$filter" lint "$@"
}

# findings: "severity scheme name", one a line, of the JSON on standard input
findings()
{
    jq -r '.domains[].findings[] | [.severity, .scheme // "-", .name] | join(" ")'
}

@test "0 clean, notes too; 1 findings; 2 could not ask; the worst of several domains" {
    run -0 lint --zone zone clean.example
    [[ $output == *"nothing to find fault with" ]]
    run -0 lint --zone zone note.example
    run -1 lint --zone zone open.example
    run -1 lint --zone zone nowhere.example
    run -2 lint --zone zone dead.example
    run -1 lint --zone zone clean.example open.example note.example
    run -2 lint --zone zone open.example dead.example clean.example
    # those that can be asked are told about all the same
    [[ $output == *"lets everybody in"*"TXT not known"*": name server failed (SERVFAIL)"*"nothing to find fault with" ]]
    run -2 lint --nameserver "127.0.0.1:$(free_port)" --timeout 0.5 clean.example
    [[ $output == *"clean.example"*"TXT not known"* ]]
    [ "$(grep -c '^  unknown ' <<<"$output")" -eq 1 ]
}

@test "all syntax errors of a record, each with its place; what was meant, and what to publish" {
    cat >wrong <<'END'
$ORIGIN .
wrong.example  TXT "v=spf1 a:192.0.2.1 include:_spf.provider.example" "include:mail.example ip4:mx.wrong.example -all"
twice.example  TXT "v=spf1 include:one.example -all"
twice.example  TXT "v=spf1 include:two.example ~all"
bare.example   A   192.0.2.7
END
    run -1 lint --zone wrong wrong.example
    sed -n '/^  error /,/\^$/p' <<<"$output" | diff - <(cat <<'END'
  error    spf, wrong.example, octet 18 "a:192.0.2.1"
           syntax error, no domain name: permerror; an IPv4 address is
           written ip4:192.0.2.1 [RFC 7208 section 4.6]
             v=spf1 a:192.0.2.1 include:_spf.provider.exampleinclude:mai...
                               ^
  error    spf, wrong.example, octet 48
           "include:_spf.provider.exampleinclude:mail.example"
           a blank is missing before "include:mail.example"
             ...0.2.1 include:_spf.provider.exampleinclude:mail.example ip4...
                                                   ^
  error    spf, wrong.example, octet 89 "ip4:mx.wrong.example"
           syntax error, bad IPv4 address: permerror; the addresses of a host
           are written a:mx.wrong.example [RFC 7208 section 4.6]
             ...e:mail.example ip4:mx.wrong.example -all
                                                   ^
END
    )
    run -1 lint --zone wrong twice.example
    [[ $output == *"2 records where one is allowed: permerror; all in one record:"*$'\n'"             v=spf1 include:one.example include:two.example ~all"$'\n'* ]]
    run -1 lint --zone wrong --json bare.example
    jq -e '.domains[0].findings[] | select(.proposal == "bare.example. IN TXT \"v=spf1 a -all\"")' <<<"$output"
}

@test "usage and settings: 64, 78, 69" {
    run -64 lint --zone zone
    [[ $output == "rmxfilter: lint needs a domain"* ]]
    run -64 lint --zone zone clean.example alice@clean.example
    [[ $output == "rmxfilter: \"alice@clean.example\" is no domain name"* ]]
    run -64 lint --zone zone --hopps clean.example
    run -64 lint --zone zone --convert nothing clean.example
    run -64 "$filter" check --zone zone --client-ip 192.0.2.1 --mail-from a@clean.example clean.example
    run -64 "$filter" check --convert spf --client-ip 192.0.2.1 --mail-from a@clean.example
    run -69 lint --zone none.zone clean.example
    printf '[dns]\ntimeout=soon\n' >bad.conf
    run -78 lint -c bad.conf --zone zone clean.example
    run -74 bash -c '"$0" lint --zone zone clean.example >/dev/full' "$filter"
}

@test "all schemes unless the command line says which, whatever the settings say" {
    others=(dmarc mta-sts tls-rpt)
    lint --zone zone --json clean.example | jq -r '.domains[0].records[].scheme' | diff <(printf '%s\n' rmx spf "${others[@]}") -
    lint --zone zone --json -s spf clean.example | jq -r '.domains[0].records[].scheme' | diff <(printf '%s\n' spf "${others[@]}") -
    run -1 lint --zone zone -s rmx note.example
    [[ $output == *"publishes nothing"* ]]
}

@test "domains in UTF-8, in any case, with a last dot, behind --" {
    run -0 lint --zone zone bücher.example
    [[ $output == xn--bcher-kva.example* ]]
    run -0 lint --zone zone CLEAN.example.
    run -1 lint --zone zone -- -x.example
    [[ $output == -x.example* ]]
}

@test "a domain that publishes all schemes, served by NSD as in the zone file" {
    command -v nsd || skip "no NSD"
    start_nsd every.example
    run -1 lint --json --nameserver "127.0.0.1:$dns_port" every.example
    echo "$output" >served
    run -1 lint --json --zone "$top/tests/zones/every.example.zone" every.example
    echo "$output" | diff - served
    jq -r '.domains[0].records[] | .scheme + " " + .type' served | diff - <(cat <<'END'
rmx TYPE65280
rmx TXT
spf TXT
dmp TXT
mail-from-mx MX
mt TYPE65281
caller-id TXT
sender-id TXT
dmarc TXT
END
    )
    findings <served | diff - <(cat <<'END'
warning rmx _rmx.every.example
warning - every.example
note rmx _rmx.every.example
note mta-sts every.example
END
    )
    # what rmx lets in, and nobody else
    jq -r '.domains[0].findings[1].problem' served |
        grep -F 'pass by rmx; fail by spf, dmp, mail-from-mx, mt, caller-id, sender-id'
}

@test "the manual's examples" {
    sed 's/clean\.example/bank.example/g' zone >new.zone
    grep -F '$ rmxfilter lint --zone new.zone bank.example' "$top/man/rmxfilter.1"
    run -0 lint --zone new.zone bank.example
    sed -n "/rmxfilter lint --json/,/jq/p" "$top/man/rmxfilter.1" | sed 's/^\$ //; s/lint/& --zone new.zone/' >example
    PATH=$(dirname "$filter"):$PATH run -0 bash example
    [ "$output" = 1 ]
}

@test "DKIM keys by selector, and DMARC, MTA-STS and TLS-RPT records, served by NSD" {
    command -v nsd || skip "no NSD"
    command -v openssl || skip "no OpenSSL"
    key=$(openssl genrsa 1024 2>/dev/null | openssl rsa -pubout -outform DER 2>/dev/null | base64 -w 0)
    {
        cat "$top/tests/zones/every.example.zone"
        printf 'old._domainkey TXT "v=DKIM1; p=%s"\n' "$key"
        printf 'gone._domainkey TXT "v=DKIM1; p="\n'
        printf '_mta-sts TXT "v=STSv1; id=2026-11"\n_smtp._tls TXT "v=TLSRPTv1; rua=tls@every.example"\n'
    } >every.example.zone
    zones=$PWD start_nsd every.example
    run -1 lint --json --nameserver "127.0.0.1:$dns_port" -s spf --selector old --selector 'gone;none' every.example
    findings <<<"$output" | sort | diff - <(sort <<'END'
error dkim none._domainkey.every.example
warning dkim old._domainkey.every.example
warning dkim gone._domainkey.every.example
error mta-sts _mta-sts.every.example
error mta-sts mta-sts.every.example
error tls-rpt _smtp._tls.every.example
END
    )
    jq -e '.domains[0].records[] | select(.scheme == "dmarc") | .terms | map(.term) == ["v=DMARC1", "p=reject"]' <<<"$output"
    run -64 lint --zone zone --selector a..b clean.example
    [ "$output" = 'rmxfilter: option --selector: "a..b" is no selector; give what s= is in a DKIM-Signature, e.g. 2026a' ]
    run -64 lint --zone zone --selector a --convert rmx clean.example
    run -64 "$filter" check --selector a --client-ip 192.0.2.1 --mail-from a@clean.example
}

@test "questions run side by side, those of several domains too" {
    for name in clean one two three; do
        sed "s/clean/$name/g" zone
    done >four.zone
    start "$BUILD/dns/serve" four.zone 100
    began=$(date +%s%N)
    run -0 lint --nameserver "127.0.0.1:$port" one.example two.example three.example clean.example
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    echo "$milliseconds ms"
    # the longest chain is TXT, MX, A; then the type that nobody needs, and the addresses that are tried: 1.4 seconds. Some
    # seventy questions one after another would be seven.
    [ "$milliseconds" -lt 5000 ]
}

@test "hostile records: bounded output, questions and time, and nothing for a terminal to obey" {
    {
        cat zone
        printf 'long.example TXT "v=spf1"'
        for i in $(seq 3000); do printf ' " a:x%d.example"' "$i"; done
        printf '\nescape.example TXT "v=spf1 include:\\027]0;x\\007.example \\155\\200 -all"\n'
        printf '_rmx.escape.example TXT "host:\\027[2J"\n_ep.escape.example TXT "<ep>\\027[31m"\n'
        printf 'loop.example TXT "v=spf1 include:loop.example redirect=loop.example"\n'
        printf '_ep.loop.example TXT "<ep><out><m><indirect>loop.example</indirect></m></out></ep>"\n'
        for i in $(seq 12); do
            printf 'tree%d.example TXT "v=spf1' "$i"
            for _ in 1 2 3 4 5 6 7 8; do printf ' include:tree%d.example' "$((i + 1))"; done
            printf '"\n'
        done
    } >hostile
    for domain in long escape loop tree1; do
        began=$(date +%s%N)
        run lint --zone hostile "$domain.example"
        milliseconds=$((($(date +%s%N) - began) / 1000000))
        echo "$domain: $status, ${#output} octets, $milliseconds ms"
        [ "$status" -eq 1 ]
        [ "$milliseconds" -lt 3000 ]
        [ "${#output}" -lt 40000 ]
        [ -z "$(tr -d '\n -~' <<<"$output")" ]
        lint --zone hostile --json "$domain.example" >json || [ $? -eq 1 ]
        jq -e '.domains[0].findings | length > 0' json
    done
}
