#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Records made to cost much (RFC 7208 section 11.1), through the whole program: a result that is defined, a
# bounded number of questions, a bounded time.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
}

# txt OWNER < TEXT: one TXT record in strings of 255 octets
txt()
{
    printf '%s TXT' "$1"
    tr -d '\n' | fold -b -w 255 | sed 's/.*/ "&"/' | tr -d '\n'
    echo
}

# times N FORMAT: FORMAT (with %d) for 1 to N
times()
{
    awk -v n="$1" -v format="$2" 'BEGIN { for (i = 1; i <= n; i++) printf format, i }'
}

# expect RESULT QUESTIONS [OPTION...]: of a sender at evil.example, whose records standard input is; QUESTIONS at
# most, and 3 seconds
expect()
{
    local result=$1 questions=$2 began milliseconds
    shift 2
    { echo '$ORIGIN .'; cat; } >zone
    began=$(date +%s%N)
    "$filter" check --json --schemes spf --zone zone --client-ip 203.0.113.9 --helo mail.example \
        --mail-from "${sender:-mallory@evil.example}" "$@" >out || [ $? -le 6 ]
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    jq -r '"\(.status) (\(.reason)), \(.dns | length) questions"' out
    echo "$milliseconds ms"
    [ "$(jq -r .status out)" = "$result" ]
    [ "$(jq '.dns | length' out)" -le "$questions" ]
    [ "$milliseconds" -lt 3000 ]
}

# because WORDS: the finding says so
because()
{
    jq -r '.results[0].problem' out | grep -F -- "$1"
}

@test "64 KB of one record" {
    { printf 'v=spf1'; times 4300 ' ip4:192.0.2.1'; printf ' -all'; } >text
    [ "$(stat -c %s text)" -gt 60000 ]
    txt evil.example <text | expect fail 1
    { printf 'v=spf1 '; head -c 64000 /dev/zero | tr '\0' 'x'; } | txt evil.example | expect permerror 1
    because 'unknown mechanism'
    { printf 'v=spf1 a:'; head -c 64000 /dev/zero | tr '\0' 'x'; printf '.example'; } | txt evil.example |
        expect neutral 2
    { printf 'v=spf1 -all exp=why.example'; } | txt evil.example >both
    { head -c 64000 /dev/zero | tr '\0' 'y'; } | txt why.example >>both
    expect fail 2 <both
    [ "$(jq -r '.results[0].explanation' out | wc -c)" -le 4097 ]
}

@test "more than a DNS message can hold" {
    { printf 'v=spf1'; times 4300 ' ip4:192.0.2.1'; printf ' -all'; } | txt evil.example >rows
    head -c 9000 /dev/zero | tr '\0' 'x' | txt evil.example >>rows
    expect temperror 1 <rows
    times 3000 'evil.example TXT "v=spf1 ip4:192.0.2.%d"\n' | expect temperror 1
    times 1200 'evil.example TXT "v=spf1 ip4:192.0.2.%d"\n' | expect permerror 1
    because '1200 records'
}

@test "10,000 terms" {
    { printf 'v=spf1'; times 10000 ' a'; } | txt evil.example | expect permerror 2
    because 'more than 2 void lookups'
    { printf 'v=spf1'; times 10000 ' a'; printf '\n'; } | txt evil.example | sed '1a evil.example A 192.0.2.1' |
        expect permerror 2
    because 'more than 10 terms'
    { printf 'v=spf1'; times 5000 ' a:h%d.x'; } | txt evil.example | expect permerror 25
    { printf 'v=spf1'; times 10000 ' x=y'; } | txt evil.example | expect neutral 1
    { printf 'v=spf1'; times 8000 ' exp=a.b'; } | txt evil.example | expect permerror 1
}

@test "deep macros" {
    sender="$(head -c 900 /dev/zero | tr '\0' 'x')@evil.example"
    { printf 'v=spf1 exists:'; times 10000 '%%{sr}'; printf '.example -all'; } | txt evil.example | expect fail 1
    { printf 'v=spf1 exists:'; times 5000 '%%{L-+/=_}'; printf '.example -all'; } | txt evil.example | expect fail 1
    { printf 'v=spf1 exists:%%{l99999999999999999999r.-+,/_=}.example -all'; } | txt evil.example | expect fail 2
    { printf 'v=spf1 -all exp=why.example\n'; } | txt evil.example >zone.macros
    times 12000 '%%{S}' | txt why.example | cat zone.macros - | expect fail 2
    sender=$(times 400 'a-')@evil.example
    { printf 'v=spf1 exists:'; times 5000 '%%{l128r-}.'; printf '.example -all'; } | txt evil.example | expect fail 1
}

@test "reverse names asked for by every macro" {
    { printf 'v=spf1'; times 10 ' exists:%%{p}.%d.example'; printf ' -all'; } | txt evil.example >rows
    times 500 '9.113.0.203.in-addr.arpa PTR h%d.victim.example\n' >>rows
    expect permerror 24 <rows
    because 'void lookups'
}

@test "include loops" {
    expect permerror 1 <<<'evil.example TXT "v=spf1 include:evil.example -all"'
    expect permerror 2 <<'END'
evil.example TXT "v=spf1 include:b.example -all"
b.example TXT "v=spf1 include:evil.example include:b.example -all"
END
    because 'more than 10 terms'
    expect permerror 40 <<'END'
evil.example TXT "v=spf1 include:a.%{d} -all"
*.evil.example TXT "v=spf1 include:a.%{d} -all"
END
}

@test "redirect loops" {
    expect permerror 1 <<<'evil.example TXT "v=spf1 redirect=evil.example"'
    because 'more than 10 terms'
    expect permerror 12 <<'END'
evil.example TXT "v=spf1 redirect=a.%{d}"
*.evil.example TXT "v=spf1 redirect=a.%{d}"
END
    expect permerror 2 <<'END'
evil.example TXT "v=spf1 include:b.example"
b.example TXT "v=spf1 redirect=evil.example"
END
}

@test "ten includes with ten includes each" {
    { printf 'v=spf1'; times 10 ' include:b%d.example'; } | txt evil.example >rows
    for i in $(seq 10); do
        { printf 'v=spf1'; times 10 " include:c$i-%d.example"; } | txt "b$i.example" >>rows
    done
    { printf 'v=spf1'; times 10 ' include:d%d.example'; } | txt '*.example' >>rows
    expect permerror 25 <rows
}

# ten_hosts: MX records of m1.example to m11.example, ten hosts each
ten_hosts()
{
    for i in $(seq 11); do
        times 10 "m$i.example MX 1 h$i-%d.victim.example\n"
    done
    echo '*.victim.example A 203.0.113.1'
}

@test "MX floods" {
    ten_hosts >hosts
    { printf 'v=spf1'; times 10 ' mx:m%d.example'; printf ' -all'; } | txt evil.example | cat - hosts >rows
    expect fail 111 <rows # what the RFC allows, and no more
    printf '[dns]\nquestions=40\n' >few.conf
    expect temperror 40 -c few.conf <rows
    because 'too many questions'
    { printf 'v=spf1'; times 11 ' mx:m%d.example'; printf ' -all'; } | txt evil.example | cat - hosts >rows
    expect permerror 111 <rows
    because 'more than 10 terms'
    { printf 'v=spf1'; times 5 ' mx:m%d.example'; printf ' -all'; } | txt evil.example | cat - hosts >rows
    expect fail 56 <rows
    { printf 'v=spf1 mx -all\n'; } | txt evil.example >rows
    times 1000 'evil.example MX 1 h%d.victim.example\n' >>rows
    expect permerror 2 <rows
    because 'more than 10'
}

# The record, nine terms with ten hosts each, ten reverse names for one more and for macros, and an explanation.
@test "all that RFC 7208 allows one record" {
    {
        { printf 'v=spf1 ptr:example.org'; times 9 ' mx:m%d.example'; printf ' -all exp=%%{p}.why.example'; } |
            txt evil.example
        echo '*.why.example TXT "%{i} is not ours"'
        times 10 '9.113.0.203.in-addr.arpa PTR h%d.example.org\n'
        times 10 'h%d.example.org A 192.0.2.7\n'
        ten_hosts
    } >rows
    expect fail 112 <rows
    [ "$(jq '.dns | length' out)" -eq 112 ]
    jq -e '.results[0].explanation == "203.0.113.9 is not ours"' out
}

@test "CNAME loops and long chains" {
    expect temperror 1 <<'END'
evil.example CNAME b.example
b.example CNAME evil.example
END
    for i in $(seq 60); do echo "c$i.example CNAME c$((i + 1)).example"; done >rows
    { echo 'evil.example TXT "v=spf1 a:c1.example -all"'; cat rows; } | expect temperror 2
}

@test "RMX: long records, many entries, full in full, floods" {
    expect_rmx()
    {
        expect "$@" --schemes rmx
    }
    times 3500 ' ipv4:192.0.2.1' | txt _rmx.evil.example | expect_rmx fail 1
    times 4000 ' host:h%d.x' | txt _rmx.evil.example | expect_rmx permerror 1
    because 'more than 10 entries'
    { printf 'full'; } | txt _rmx.evil.example >rows
    { printf 'full'; } | txt mallory._rmx.evil.example >>rows
    expect_rmx permerror 2 <rows
    { printf 'mx: '; head -c 60000 /dev/zero | tr '\0' '!'; } | txt _rmx.evil.example | expect_rmx permerror 1
    head -c 60000 /dev/zero | tr '\0' '!' | txt _rmx.evil.example | expect_rmx none 2
    times 30000 ' !' | txt _rmx.evil.example | expect_rmx none 2
    times 10 ' mx:m%d.example' | txt _rmx.evil.example >rows
    ten_hosts >>rows
    expect_rmx fail 111 <rows
}

@test "the same from a name server that cannot do TCP" {
    mkfifo port
    { printf '$ORIGIN .\n'; { printf 'v=spf1'; times 10000 ' a'; } | txt evil.example; } >zone
    "${BUILD:-$top/build}/dns/serve" zone >port 3>&- &
    server=$!
    read -r dns_port <port
    began=$(date +%s%N)
    "$filter" check --json --schemes spf --nameserver "127.0.0.1:$dns_port" --timeout 1 --client-ip 203.0.113.9 \
        --helo mail.example --mail-from mallory@evil.example >out || [ $? -eq 5 ]
    milliseconds=$((($(date +%s%N) - began) / 1000000))
    kill "$server"
    [ "$(jq -r .status out)" = temperror ]
    [ "$milliseconds" -lt 4000 ]
}
