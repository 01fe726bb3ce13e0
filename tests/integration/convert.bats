#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# lint --convert: what is printed loads into real name servers and means what it meant before; what cannot be said,
# is; exit codes, JSON, suggestions, hostile records.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash

setup()
{
    quiet_room
    printf '[records]\nmt-rrtype=65281\n' >.rmxfilterrc
    cat >zone <<'END'
$ORIGIN .
bank.example        TXT  "v=spf1 mx a:both.bank.example ip4:192.0.2.16/29 include:service.example -all"
bank.example        MX   10 mail.bank.example.
mail.bank.example   A    192.0.2.5
mail.bank.example   AAAA 2001:db8::5
both.bank.example   A    198.51.100.9
both.bank.example   AAAA 2001:db8:1::9
service.example     TXT  "v=spf1 -ip4:203.0.113.3 ip4:203.0.113.0/29 ~all"
soft.example        TXT  "v=spf1 ip4:192.0.2.1 exists:%{l}.soft.example ~all"
broken.example      TXT  "v=spf1 a:dead.example -all"
dead.example        ERROR SERVFAIL
_rmx.shop.example   TXT  "!ipv4:192.0.2.7 ipv4:192.0.2.0/24 host:mail.bank.example"
_rmx.both.example   TXT  "ipv4:192.0.2.1"
both.example        TXT  "v=spf1 ip4:192.0.2.2 -all"
new.example         MX   10 mail.bank.example.
quiet.example       MX   0 .
quiet.example       A    192.0.2.9
END
}

teardown()
{
    stop_servers
}

# convert SCHEME DOMAIN [OPTION...]
convert()
{
    "$filter" lint --zone zone --convert "$@"
}

# whole_zone DOMAIN FILE: a zone that name servers load, with what FILE holds
whole_zone()
{
    printf '$TTL 3600\n%s. IN SOA ns.%s. hostmaster.%s. 1 3600 900 604800 3600\n' "$1" "$1" "$1"
    printf '%s. IN NS ns.%s.\nns.%s. IN A 192.0.2.53\nmail.%s. IN A 192.0.2.5\nboth.%s. IN A 192.0.2.6\n' \
        "$1" "$1" "$1" "$1" "$1"
    cat "$2"
}

# status_of SCHEME CLIENT ZONE: the result word
status_of()
{
    "$filter" check --json --zone "$3" -s "$1" --client-ip "$2" --mail-from alice@bank.example | jq -r .results[0].result
}

@test "every scheme's lines load into NSD and BIND" {
    command -v nsd-checkzone || skip "no NSD"
    command -v named-checkzone || skip "no BIND"
    for scheme in rmx sender-id; do
        convert "$scheme" bank.example >lines || [ $? -eq 1 ]
        grep -v '^;' lines | grep .
        whole_zone bank.example lines >bank.zone
        run -0 nsd-checkzone bank.example bank.zone
        run -0 named-checkzone -i none bank.example bank.zone
    done
    run -0 convert spf shop.example
    echo "$output" >lines
    whole_zone shop.example lines >shop.zone
    run -0 nsd-checkzone shop.example shop.zone
    run -0 named-checkzone shop.example shop.zone
}

@test "what was converted lets in whom the source lets in" {
    for scheme in rmx sender-id; do
        convert "$scheme" bank.example >lines
        cat zone lines >both
        for client in 192.0.2.5 192.0.2.16 192.0.2.23 198.51.100.9 203.0.113.2 203.0.113.7 2001:db8::5 2001:db8:1::9; do
            [ "$(status_of "$scheme" "$client" both)" = pass ]
        done
        for client in 192.0.2.6 192.0.2.24 198.51.100.8 203.0.113.3 203.0.113.8 2001:db8::6 2001:db8:1::8 fe80::1; do
            [ "$(status_of "$scheme" "$client" both)" = fail ]
        done
    done
}

@test "lint finds no fault with what was converted, and no contradiction" {
    {
        echo '_dmarc.bank.example TXT "v=DMARC1; p=reject"'
        echo '_mta-sts.bank.example TXT "v=STSv1; id=1"'
        echo 'mta-sts.bank.example A 192.0.2.80'
        echo '_smtp._tls.bank.example TXT "v=TLSRPTv1; rua=mailto:tls@bank.example"'
    } >>zone
    for scheme in rmx sender-id; do
        convert "$scheme" bank.example >lines
        cat zone lines >both
        run -0 "$filter" lint --zone both bank.example
        [[ $output == *"nothing to find fault with" ]]
    done
}

@test "the manual's example" {
    grep -F 'rmxfilter lint --convert rmx bank.example >> bank.example.zone' "$top/man/rmxfilter.1"
    cp zone bank.example.zone
    "$filter" lint --convert rmx --zone zone bank.example >>bank.example.zone
    [ "$(status_of rmx 198.51.100.9 bank.example.zone)" = pass ]
}

@test "0 said whole, 1 not or nothing to convert, 2 could not ask; the worst of several" {
    run -0 convert rmx bank.example
    run -1 convert rmx soft.example
    [[ $output == *"; cannot say: exists:%{l}.soft.example: RMX has no macros"* ]]
    [[ $output == *"; cannot say: ~all: RMX has no softfail"* ]]
    [[ $output == *'_rmx.soft.example. IN TXT "ipv4:192.0.2.1"' ]]
    run -1 convert rmx shop.example
    [ "$output" = "; shop.example: nothing to convert: it publishes no record of another scheme" ]
    run -1 convert rmx nowhere.example
    run -2 convert rmx broken.example
    [ "$output" = "; broken.example: cannot ask for A of dead.example: name server failed (SERVFAIL)" ]
    run -2 convert rmx bank.example broken.example soft.example
    [[ $output == *"_rmx.bank.example."*"cannot ask"*"_rmx.soft.example."* ]]
    run -64 convert nothing bank.example
}

@test "what nobody publishes any more is read, and not written: 64" {
    for scheme in dmp mail-from-mx mt caller-id best-guess iprev; do
        run --separate-stderr -64 convert "$scheme" bank.example
        [ -z "$output" ]
        [ "$stderr" = "rmxfilter: records of $scheme cannot be written; those that can: rmx spf sender-id" ]
    done
}

@test "the first scheme of the table is read, or those of --schemes" {
    run -0 convert sender-id both.example
    [[ $output == *"rmx written as sender-id"*"ip4:192.0.2.1 -all"* ]]
    run -0 convert sender-id -s spf both.example
    [[ $output == *"spf written as sender-id"*"ip4:192.0.2.2 -all"* ]]
    run -1 convert sender-id -s dmp both.example
    [[ $output == *"not of the schemes asked for" ]]
}

@test "a record to begin with: what resolves, and nobody where no mail is taken" {
    run -1 convert spf new.example
    [[ $output == *"guessed from its MX"*'new.example. IN TXT "v=spf1 mx -all"' ]]
    run -1 convert rmx new.example
    [[ $output == *'_rmx.new.example. IN TXT "mx"' ]]
    run -1 convert spf quiet.example
    [[ $output == *'quiet.example. IN TXT "v=spf1 -all"' ]]
    run -1 "$filter" lint --zone zone new.example
    [[ $output == *'publishes nothing'*'new.example. IN TXT "v=spf1 mx -all"'* ]]
    # it has a record, only not of the scheme that was asked for
    run -1 "$filter" lint --zone zone -s rmx bank.example
    [[ $output != *'IN TXT'* ]]
}

@test "records of types without a name" {
    printf '[records]\nrmx-rrtype=65280\nmt-rrtype=65281\n' >.rmxfilterrc
    cat >>zone <<'END'
wire.example  TYPE65280 \# 6 0118c0000206
named.example TYPE65281 \# 19 046d61696c0462616e6b076578616d706c6500
END
    run -0 convert spf wire.example
    [[ $output == *'wire.example. IN TXT "v=spf1 ip4:192.0.2.0/24 -all"' ]]
    run -0 convert spf named.example
    [[ $output == *'named.example. IN TXT "v=spf1 a:mail.bank.example -all"' ]]
    # no number, no record
    : >.rmxfilterrc
    run -1 convert spf wire.example
    [[ $output != *"spf1 ip4:192.0.2.0/24"* ]]
}

@test "JSON" {
    run -2 convert rmx --json soft.example broken.example new.example shop.example
    echo "$output" >json
    jq -r '.domains[] | [.domain, .from // "-", .to, .guessed, (.records | length), (.cannot | length)] | join(" ")' json |
        diff - <(cat <<'END'
soft.example spf rmx false 1 2
broken.example spf rmx false 0 0
new.example - rmx true 1 0
shop.example - rmx false 0 0
END
        )
    jq -c '.domains[0].records[0], .domains[0].cannot[1]' json | diff - <(cat <<'END'
{"name":"_rmx.soft.example.","type":"TXT","data":"\"ipv4:192.0.2.1\""}
{"term":"~all","why":"RMX has no softfail and no neutral: it becomes fail"}
END
    )
    jq -r '.domains[1].problem, .domains[3].problem' json | diff - <(cat <<'END'
A of dead.example: name server failed (SERVFAIL)
it publishes no record of another scheme
END
    )
}

@test "the same from a name server as from the zone file, with questions side by side" {
    start "$BUILD/dns/serve" zone 100
    convert rmx bank.example shop.example >file || true
    began=$(date +%s%N)
    "$filter" lint --nameserver "127.0.0.1:$port" --convert rmx bank.example shop.example >served || true
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    diff file served
    echo "$milliseconds ms"
    # some 20 questions that take 100 ms each: side by side
    [ "$milliseconds" -lt 1500 ]
}

@test "long records stand in strings of at most 255 octets, and read back" {
    {
        printf '_rmx.long.example TXT'
        for i in $(seq 60); do printf ' "ipv4:198.51.100.%d "' "$i"; done
        echo
    } >>zone
    run -0 convert spf long.example
    echo "$output" >lines
    grep '^; note: the whole record: it is longer than 450 octets' lines
    grep -o '"[^"]*"' lines | awk 'length > 257 { exit 1 } END { exit NR < 4 }'
    grep -v '^;' lines | sed 's/" "//g' | tr ' ' '\n' | grep -c '^ip4:198' | grep -x 60
    [ "$(cat zone lines >both; "$filter" check --json --zone both -s spf --client-ip 198.51.100.60 \
        --mail-from a@long.example | jq -r .results[0].result)" = pass ]
}

@test "no record starts a line of its own" {
    cat >>zone <<'END'
evil.example      TXT "v=spf1 mx exists:%{l}\010evil.example.\032IN\032TXT\010x.example ip4:192.0.2.1 -all"
evil2.example     TXT "v=spf1 a:x\"\"\;y.example exists:%{l}.\"\027[31mx.example -all"
_rmx.evil3.example TXT "host:a\;b.example host:x\"y.example host:\\.example !domain:\027[31m.example mx"
END
    for domain in evil.example evil2.example evil3.example; do
        for scheme in rmx spf sender-id; do
            convert "$scheme" "$domain" >lines || [ $? -eq 1 ]
            run ! grep -vE '^(;|[-*_.a-zA-Z0-9]*evil[23]?\.example\. IN TXT )' lines
            run ! grep -q $'\e' lines
            whole_zone "$domain" lines >evil.zone
            ! command -v named-checkzone || run -0 named-checkzone -i none "$domain" evil.zone
        done
    done
}

@test "a record of 60 KiB is read in no time, and no more of it than is sane" {
    python3 - >>zone <<'END'
terms = [("-" if i % 2 else "") + "ip4:10.%d.%d.%d" % (i % 7, i // 256 % 256, i % 256) for i in range(3600)]
text = "v=spf1 " + " ".join(terms) + " -all"
print("inner.example TXT", " ".join('"%s"' % text[i:i + 255] for i in range(0, len(text), 255)))
print('huge.example TXT "v=spf1 %s -all"' % " ".join(["include:inner.example"] * 10))
END
    for scheme in rmx sender-id; do
        run -1 timeout 10 "$filter" lint --zone zone --convert "$scheme" huge.example
        [[ $output == *"are left out"* ]]
    done
}
