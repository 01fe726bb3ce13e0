#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Other people's readers of Authentication-Results read what we write, and find in it what `rmxfilter explain` says.
# (SpamAssassin's are in spamassassin.bats.)

bats_require_minimum_version 1.5.0
load common
load callers
load signing

setup()
{
    quiet_room
    signing_zone
    { cat "$top/tests/zones/callers.zone" && grep -E '^[^ ]*_(dmarc|domainkey)' signed.zone; } >zone
    install_filter bin "--zone $PWD/zone"
    write_messages
}

# One message for each thing that can stand in the fields.
write_messages()
{
    put genuine >genuine.eml
    put forged >forged.eml
    put unknown >unknown.eml
    for domain in soft neutral gone broken hostile late; do
        message $domain.example >$domain.eml
    done
    put genuine | sed 's/^Return-Path: .*/Return-Path: <>/' >bounce.eml
    put genuine | sed 's/ESMTPS/ESMTPSA/' >submitted.eml
    message bank.example 10.0.0.1 >local.eml
    message bank.example IPv6:2001:db8::9 >ipv6.eml
    put genuine | sed 's/^Return-Path: .*/Return-Path: <"a;spf=pass (b"@bank.example>/' >quoted.eml
    put genuine | sed 's/statements@/x;spf=pass\\"@/; s/from mail.bank.example/from (;spf=pass"\\/' >odd.eml
    printf 'Subject: no sender\n\nx\n' >bare.eml
    forwarded >signed.eml
    phishing | sed 's/offer@phish/offer@soft/' >phishing.eml
    forwarded | sed 's/ is ready/ is not/' >changed.eml
    forwarded | sed 's/s=s1/s=dead/' >dead.eml
    forwarded | sed 's/s=s1/s=gone/' >gone-key.eml
    forwarded | sed 's/rsa-sha256/rsa-sha1/' >sha1.eml
    forwarded | sed 's/ s=s1;/ s=s1; s=s1;/' >unreadable.eml
    ls ./*.eml >messages
}

# expected FILE: what explain says, a line "METHOD=RESULT" for each scheme, each signature, and DMARC; for a submission "auth=pass".
expected()
{
    "$filter" explain --zone zone --schemes all --json <"$1" >json
    jq -r '(if (.results | length) > 0 then .results[] | "\(.scheme)=\(.result)"
        elif .reason | startswith("submitted by") then "auth=pass" else empty end),
        (.signatures[]? | "dkim=\(.result)"), (.author.dmarc // empty | "dmarc=\(.)")' json | sort
}

# --- readers: each prints what it found in the field of this name in the message FILE, sorted, and fails at a
# complaint of its parser ---

# authres NAME FILE
authres()
{
    /usr/bin/python3 - "$1" "$2" <<'END' | sort
import email, email.policy, sys
import authres
name, path = sys.argv[1:]
message = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
header = authres.AuthenticationResultsHeader()
# "dns" (RFC 8904), younger than this parser, is stepped over where it need not be strict.
header.strict = not name.startswith("X-")
header._parse_text = str(message[name])
header._parse()
assert header.authserv_id == "mx.example.org", header.authserv_id
for result in header.results:
    if result.method:
        print(f"{result.method}={result.result}")
    for p in getattr(result, "properties", None) or []:
        assert f"{p.type}.{p.name}" in ("smtp.mailfrom", "smtp.helo", "smtp.remote-ip", "smtp.auth", "header.pra",
                                        "policy.iprev", "header.from", "header.d", "header.s", "header.a", "header.b"), p.name
END
}

# perl_reader NAME FILE
perl_reader()
{
    field "$1" "$2" | perl -MMail::AuthenticationResults::Parser -e '
        my $header = Mail::AuthenticationResults::Parser->new->parse(scalar <STDIN>);
        $header->value->value eq "mx.example.org" or die $header->value->value;
        for my $entry (@{$header->children}) {
            print $entry->key, "=", $entry->value, "\n";
        }' | sort
}

# reads READER: every message's fields, both of them, as READER reads them.
reads()
{
    : >seen
    while read -r file; do
        expected "$file" | tee -a seen >want
        bin/rmxfilter --schemes all --headers results <"$file" >marked
        "$1" X-RMX-Authentication-Results marked >got
        diff want got || { echo "$file"; field X-RMX-Authentication-Results marked; return 1; }
        grep -E '^(auth|spf|dkim|dmarc)=' want >standard || true
        bin/rmxfilter --headers authentication-results <"$file" >marked
        "$1" Authentication-Results marked >got
        diff standard got || { echo "$file"; field Authentication-Results marked; return 1; }
    done <messages
    [ "$(grep -E '^(auth|dkim|dmarc|spf|rmx)=' seen | sort -u | xargs)" = "auth=pass dkim=fail dkim=neutral dkim=pass dkim=permerror $(
        )dkim=policy dkim=temperror dmarc=fail dmarc=none dmarc=pass dmarc=temperror rmx=fail rmx=none rmx=pass spf=fail spf=neutral $(
        )spf=none spf=pass spf=permerror spf=softfail spf=temperror" ]
    [ "$(cut -d = -f 1 seen | sort -u | xargs)" = 'auth best-guess caller-id dkim dmarc dmp iprev mail-from-mx mt rmx sender-id spf' ]
}

@test "python3-authres reads every field" {
    /usr/bin/python3 -c 'import authres' 2>/dev/null || skip "no package python3-authres"
    set -o pipefail
    reads authres
}

@test "Perl's Mail::AuthenticationResults reads every field" {
    perl -MMail::AuthenticationResults -e 1 2>/dev/null || skip "no package libmail-authenticationresults-perl"
    set -o pipefail
    reads perl_reader
}
