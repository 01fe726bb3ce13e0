#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Received-SPF (RFC 7208 section 9.1) and Authentication-Results (9.2), read back by the letter of their grammars:
# tests/spf/fields.py, which has python3-authres read the latter.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    python=/usr/bin/python3 # Debian's own: its packages are not to be seen from another
    "$python" -c 'import authres' 2>/dev/null || skip "no python3-authres"
    cat >zone <<'END'
$ORIGIN .
good.example TXT "v=spf1 ip4:192.0.2.1 -all"
soft.example TXT "v=spf1 ~all"
open.example TXT "v=spf1 ip4:192.0.2.7"
broken.example TXT "v=spf1 foo\"bar(baz\\ -all"
late.example ERROR TIMEOUT
odd.example TXT "v=spf1 exists:\"\\(%{i};=,\034.x.example ?exists:%_%%(.list.example -all"
*.list.example A 127.0.0.2
mail.example TXT "v=spf1 ip4:192.0.2.1 -all"
END
    printf 'Subject: x\n\nbody\n' >in
}

# fields OPTION...: both fields of a message that came in with these; in $received_spf and $results, a line a part.
fields()
{
    "$filter" --zone zone --authserv-id mx.example.org --headers received-spf,authentication-results "$@" <in >out
    received_spf=$("$python" "$top/tests/spf/fields.py" Received-SPF <out) || { cat out; return 1; }
    results=$("$python" "$top/tests/spf/fields.py" Authentication-Results <out) || { cat out; return 1; }
}

# from SENDER [CLIENT]
from()
{
    fields --client-ip "${2:-192.0.2.1}" --mail-from "$1" --helo mail.example
}

@test "9.1: the keys that a result can be verified from" {
    from alice@good.example
    diff - <(echo "$received_spf") <<'END'
pass
receiver=mx.example.org
client-ip=192.0.2.1
identity=mailfrom
envelope-from=alice@good.example
helo=mail.example
mechanism=ip4:192.0.2.1
END
    from alice@good.example 2001:db8::1
    diff - <(echo "$received_spf") <<'END'
fail
receiver=mx.example.org
client-ip=2001:db8::1
identity=mailfrom
envelope-from=alice@good.example
helo=mail.example
mechanism=-all
END
}

@test "9.1: identity and envelope-from of a null sender" {
    from '<>'
    [[ $received_spf == pass*identity=helo*envelope-from='<>'*helo=mail.example* ]]
}

@test "9.1: mechanism is \"default\" where none matched" {
    from alice@open.example
    [[ $received_spf == neutral*mechanism=default* ]]
    from alice@nowhere.example
    [[ $received_spf == none* ]]
    [[ $received_spf != *mechanism=* ]]
}

@test "9.1: problem where there was an error" {
    from alice@late.example
    [[ $received_spf == temperror*"problem=TXT of late.example: "* ]]
    from alice@broken.example
    [[ $received_spf == permerror*'problem=unknown mechanism '* ]]
    from alice@good.example
    [[ $received_spf != *problem=* ]]
}

@test "9.2: method, result and the identity as a property" {
    from alice@soft.example
    diff - <(echo "$results") <<'END'
mx.example.org
spf=softfail
smtp.mailfrom=soft.example
END
    from '<>'
    diff - <(echo "$results") <<'END'
mx.example.org
spf=pass
smtp.helo=mail.example
END
    for sender in none:nowhere neutral:open temperror:late permerror:broken fail:good; do
        from "x@${sender#*:}.example" 203.0.113.9
        [[ $results == mx.example.org$'\n'"spf=${sender%:*}"* ]] || { echo "$sender: $results"; return 1; }
    done
}

@test "9.2: no client to check gives \"none\"" {
    fields --schemes spf || true
    [ "$("$python" "$top/tests/spf/fields.py" Authentication-Results <out)" = mx.example.org ]
}

@test "what a record, a sender and a client write cannot break the grammars" {
    from alice@odd.example
    [[ $received_spf == neutral*'mechanism=?exists:%_%%(.list.example'* ]]
    for sender in '"a b;\"c(d"@good.example' '"\\"@good.example' 'a=b@good.example' \
        "$(printf 'x%.0s' {1..400})@good.example"; do
        from "$sender"
        [[ $received_spf == pass* ]]
    done
    for helo in '"' 'a\b' ')' '((' 'a;b=c' '=?utf-8?q?x?=' '[192.0.2.1]' '.' 'a..b' '-' "$(printf 'y%.0s' {1..255})"; do
        fields --client-ip 192.0.2.1 --mail-from '<>' --helo "$helo"
        [[ $received_spf == *"helo="* ]]
    done
}

@test "nor can the octets of a Received field" {
    for first in $(seq 1 16 255); do
        octets=$(for octet in $(seq "$first" $((first + 15))); do printf '\\0%03o' "$octet"; done)
        {
            printf 'Received: from "'
            printf '%b' "$octets" | tr -d '\n\r'
            printf '" (h.example [192.0.2.1])\n\tby mx.example.org with SMTP; Sat, 1 Mar 2003 17:25:48 +0000\n\nbody\n'
        } >in
        fields --mail-from alice@good.example
        [[ $received_spf == pass* ]] || { echo "$received_spf"; return 1; }
    done
}

@test "the readers refuse what is wrong" {
    while read -r line; do
        printf '%s\n\n' "$line" | "$python" "$top/tests/spf/fields.py" "${line%%:*}" && { echo "$line"; return 1; }
    done <<'END'
Received-SPF: passed (x) helo=a
Received-SPF: pass(x) helo=a
Received-SPF: pass (x helo=a
Received-SPF: pass (x) helo=a b
Received-SPF: pass (x) helo=a helo=b
Received-SPF: pass (x) helo=a; helo=b
Received-SPF: pass (x) helo=2001:db8::1
Received-SPF: pass (x) helo="a
Received-SPF: pass (x) 1helo=a
Received-SPF: pass (x) helo=a;;
Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=a;b
Authentication-Results: mx.example.org spf=pass
END
    printf 'Received-SPF: pass (x) receiver=mx.example.org;\n\thelo="a b"; x-y.z=c\n\n' |
        "$python" "$top/tests/spf/fields.py" Received-SPF
}
