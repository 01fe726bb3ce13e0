#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The boundary over real paths: forwarders, relay services, mailbox providers, and what a forger can write.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    mail=$top/tests/messages
    cp "$top/tests/zones/relays.zone" . # tests add to it
    zone=$PWD/relays.zone
}

# seen FILE JQ OPTION...: what explain says of the message.
seen()
{
    file=$1 query=$2
    shift 2
    "$filter" explain --json --zone "$zone" "$@" <"$file" | jq -r "$query"
}

status_and_ip='"\(.status) \(.origin.ip) \(.identities.mail_from) \(.from)"'

@test "five hops, one line of trust" {
    [ "$(seen "$mail/five-hops.eml" "$status_and_ip" --trust 'mx:example.org;.filter.example;spf:fwd.example')" = \
        "pass 192.0.2.5 statements@bank.example aligned" ]
    [ "$(seen "$mail/five-hops.eml" .identities.mail_from_rewritten \
        --trust 'mx:example.org;.filter.example;spf:fwd.example')" = \
        "SRS0=k3Zp=D4=bank.example=statements@fwd.example" ]
}

@test "what the README shows is what is printed, and fits on a terminal" {
    sed -n '/^    \$ rmxfilter explain/,/^[^ ]/p' "$top/README.md" | sed -n 's/^    //p; /^$/p' >shown
    command=$(sed -n '/^\$/,/<.*eml$/p' shown | sed -e 's/^\$ rmxfilter/"$filter"/' -e 's/\\$//' | tr '\n' ' ')
    (cd "$top" && eval "$command") >printed
    sed '1,/eml$/d' shown | sed '/^$/{N;/^\n$/d}' >lines
    [ "$(wc -l <lines)" -gt 15 ]
    while IFS= read -r line; do
        [[ $line == … || -z $line ]] || grep -qxF -- "$line" printed || { echo "not printed: $line"; return 1; }
    done <lines
    # the path as a whole
    sed -n '1,/: the boundary/p' lines | diff - <(sed -n '1,/: the boundary/p' printed)
    for message in "$mail"/*.eml "$top"/examples/demo/*.eml; do
        "$filter" explain --zone "$zone" --schemes all --trust 'mx:example.org;spf:fwd.example' <"$message" >printed
        # a line is as wide as that only for a single word
        ! grep -E '^.{78}' printed | grep -E '^ *[^ ]+ +[^ ]' || { echo "$message"; return 1; }
    done
}

@test "the same, forged: without trust the forwarder passes, with it the forgery fails" {
    sed 's/(192\.0\.2\.5)/(203.0.113.99)/' "$mail/five-hops.eml" >forged
    [ "$(seen forged "$status_and_ip" --trust 'mx:example.org;.filter.example')" = \
        "pass 192.0.2.7 SRS0=k3Zp=D4=bank.example=statements@fwd.example unaligned" ]
    [ "$(seen forged "$status_and_ip" --trust 'mx:example.org;.filter.example;spf:fwd.example')" = \
        "fail 203.0.113.99 statements@bank.example none" ]
}

@test "trust by records goes by records of the user's own and by the type that RMX has here" {
    trusted='mx:example.org;.filter.example;spf:fwd.example'
    sed '/192\.0\.2\.7/d' "$zone" >bare
    sed 's/TXT   "v=spf1 ip4:192\.0\.2\.7 -all"/TYPE65280 \\# 6 0120c0000207/' "$zone" >typed
    grep -q 0120c0000207 typed
    for records in bare typed; do
        cp "$records" "$zone"
        : >.rmxfilterrc
        [ "$(seen "$mail/five-hops.eml" .origin.ip --trust "$trusted")" = 192.0.2.7 ]
        case $records in
        bare) printf '[record fwd.example]\nspf=v=spf1 ip4:192.0.2.7 -all\n' >.rmxfilterrc ;;
        typed) printf '[records]\nrmx-rrtype=65280\n' >.rmxfilterrc ;;
        esac
        [ "$(seen "$mail/five-hops.eml" "$status_and_ip" --trust "$trusted")" = \
            "pass 192.0.2.5 statements@bank.example aligned" ]
    done
}

@test "trust entries that lead nowhere, or to machines that many share, are named; exclusions too" {
    trusted='mx:bank.example;mx4.example.org;.nowhere.example;!gone.example;spf:customer.example;mx:example.org'
    printf 'customer.example. TXT "v=spf1 include:_spf.google.com -all"\n' >>"$zone"
    seen "$mail/five-hops.eml" '.warnings[]' --trust "$trusted" >warned
    [ "$(cat warned)" = "trust entry mx:bank.example trusts nobody: bank.example has no MX
trust entry mx4.example.org trusts nobody: mx4.example.org does not exist
trust entry .nowhere.example trusts nobody: nowhere.example does not exist: no host can have a name below it
trust entry !gone.example excludes nobody: gone.example does not exist
trust entry spf:customer.example leads to _spf.google.com, a name of google: all customers of google send from the same machines" ]
    "$filter" explain --zone "$zone" --trust "$trusted" <"$mail/five-hops.eml" | tr -s ' \n' ' ' >printed
    while IFS= read -r line; do
        grep -qF -- "$line" printed || { echo "not printed: $line"; return 1; }
    done <warned
    # what the entries cost is not the message's, and the message is judged alike
    [ "$(seen "$mail/five-hops.eml" "$status_and_ip" --trust "$trusted")" = \
        "$(seen "$mail/five-hops.eml" "$status_and_ip" --trust mx:example.org)" ]
    # nothing of it where trust is not asked, nor where the DNS cannot say
    [ "$(seen "$mail/five-hops.eml" '.warnings' --hops 1 --trust "$trusted")" = null ]
    [ "$(seen "$mail/five-hops.eml" '.warnings' --trust 'mx:fails.example')" = null ]
}

@test "each relay that is not named is the boundary" {
    [ "$(seen "$mail/five-hops.eml" .origin.ip)" = 203.0.113.53 ]
    [ "$(seen "$mail/five-hops.eml" .origin.ip --trust mx:example.org)" = 198.51.100.13 ]
    [ "$(seen "$mail/five-hops.eml" .origin.ip --trust 'mx:example.org;198.51.100.13')" = 198.51.100.12 ]
}

@test "a DNS failure never widens trust, and is told" {
    [ "$(seen "$mail/five-hops.eml" .origin.ip --trust mx:fails.example)" = 203.0.113.53 ]
    [[ $(seen "$mail/five-hops.eml" '.hops[1].why' --trust mx:fails.example) == *"could not say"* ]]
    [ "$(seen "$mail/five-hops.eml" .origin.ip --trust '!fails.example;mx:example.org')" = 203.0.113.53 ]
    [ "$(seen "$mail/five-hops.eml" '.status + ": " + .reason' --trust mx:fails.example)" = \
        "temperror: the DNS could not say whether 203.0.113.53 is a trusted relay" ]
    # A pass would be the relay's own: the domain names it, and a forger's mail came through it.
    sed 's/SRS0=k3Zp=D4=bank.example=statements@fwd.example/bob@example.org/' "$mail/five-hops.eml" >own
    [ "$(seen own .status --trust mx:fails.example)" = temperror ]
    [ "$(seen own .status)" = pass ]
}

@test "trust by somebody's records is warned of, with the record that did it" {
    [[ $(seen "$mail/five-hops.eml" '.warnings[]' --trust 'mx:example.org;.filter.example;spf:fwd.example') == \
        *"spf:fwd.example"*"ip4:192.0.2.7"* ]]
}

@test "a path that leans on a private address is warned of" {
    sed 's/192\.0\.2\.5)/10.0.0.5)/' "$mail/five-hops.eml" >private
    [[ $(seen private '.warnings[]' --trust 'mx:example.org;.filter.example;192.0.2.7') == *"10.0.0.5"*"private"* ]]
}

@test "mailboxes at Google, Yahoo and Microsoft: the client from outside, the true envelope sender" {
    [ "$(seen "$mail/google.eml" "$status_and_ip")" = "pass 192.0.2.5 statements@bank.example aligned" ]
    [ "$(seen "$mail/yahoo.eml" "$status_and_ip")" = "pass 192.0.2.5 statements@bank.example aligned" ]
    [ "$(seen "$mail/microsoft.eml" "$status_and_ip")" = "pass 192.0.2.5 bank.example aligned" ]
}

@test "the same behind fetchmail and getmail" {
    printf 'Received: from imap.gmail.com [192.0.2.108]\n\tby home.localdomain with IMAP (fetchmail-6.4.37)\n\tfor <bob@localhost> (single-drop); Sat, 07 Nov 2026 09:15:00 +0000 (UTC)\n' >fetched
    cat fetched "$mail/google.eml" >google
    cat fetched "$mail/microsoft.eml" >microsoft
    [ "$(seen google "$status_and_ip")" = "pass 192.0.2.5 statements@bank.example aligned" ]
    [ "$(seen microsoft "$status_and_ip")" = "pass 192.0.2.5 bank.example aligned" ]
    printf 'Return-Path: <forged@dsl.example>\nDelivered-To: bob\nReceived: from outlook.office365.com by home with IMAP4\n\tgetmail6 6.18.11 ; 07 Nov 2026 09:15:00 -0000\n' |
        cat - "$mail/microsoft.eml" >getmail
    [ "$(seen getmail "$status_and_ip")" = "pass 192.0.2.5 bank.example aligned" ]
}

@test "other providers need no profile: their inner hops are private" {
    cat >fastmail <<'EOF'
Return-Path: <statements@bank.example>
Received: from phl-compute-05.internal (phl-compute-05.phl.internal [10.202.2.45])
	 by sloti36n23 (Cyrus 3.11.0-alpha0) with LMTPA;
	 Sat, 07 Nov 2026 04:14:09 -0500
Received: from phl-mx-02 ([10.202.2.201])
  by phl-compute-05.internal (MEProxy); Sat, 07 Nov 2026 04:14:09 -0500
Received: from mail.bank.example (mail.bank.example [192.0.2.5])
	(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
	by mx3.messagingengine.com (Postfix) with ESMTPS id 1B2C3D
	for <bob@fastmail.example>; Sat,  7 Nov 2026 04:14:08 -0500 (EST)
From: Your bank <statements@bank.example>

EOF
    cat >gmx <<'EOF'
Return-Path: <statements@bank.example>
Received: from mail.bank.example ([192.0.2.5]) by mx-ha.gmx.net (mxgmx016
 [212.227.15.9]) with ESMTPS (Nemesis) id 1MABCD-1uXyZ01234-00BCDE for
 <bob@gmx.example>; Sat, 07 Nov 2026 10:14:08 +0100
From: Your bank <statements@bank.example>

EOF
    cat >proton <<'EOF'
Return-Path: <statements@bank.example>
Received: from mail.bank.example (mail.bank.example [192.0.2.5]) (using TLSv1.3 with
 cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS
 (4096 bits)) (No client certificate requested) by mailin056.protonmail.ch (Postfix) with
 ESMTPS id 4XpQ2r1bZ0z9v for <bob@proton.example>; Sat,  7 Nov 2026 09:14:08 +0000 (UTC)
From: Your bank <statements@bank.example>

EOF
    for provider in fastmail gmx proton; do
        got=$(seen $provider "$status_and_ip")
        [ "$got" = "pass 192.0.2.5 statements@bank.example aligned" ] || { echo "$provider: $got"; return 1; }
    done
}

@test "what a provider's profile lets by is its own: forgeries of its shapes stay outside" {
    # Google's inner shape below the boundary.
    { sed '/^$/q' "$top/examples/demo/forged.eml" | sed '$d'; grep -A 1 '^Received: by 2002' "$mail/google.eml"
      sed -n '/by mx.google.com with/{x;p;x;p};h' "$mail/google.eml"; echo; } >google
    [ "$(seen google .origin.ip)" = 203.0.113.9 ]
    # A client that calls itself a machine of Microsoft's, and has an address there, at the user's own host.
    cat >microsoft <<'EOF'
Received: from x.prod.outlook.com (2603:1030::9) by mx.example.org with Microsoft SMTP
 Server id 15.1.2507.39; Sat, 7 Nov 2026 09:14:07 +0000
Received: from mail.bank.example (192.0.2.5) by
 x.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.1; Sat, 7 Nov 2026 09:14:06 +0000

EOF
    [ "$(seen microsoft .origin.ip)" = 2603:1030::9 ]
    # A tenant that reaches an inner machine from outside.
    sed 's/AS9PR0301CA0012.eurprd03.prod.outlook.com/mail.dsl.example/' "$mail/microsoft.eml" >tenant
    [ "$(seen tenant '.origin.ip // .reason')" = 'submitted inside microsoft' ]
    # Yahoo's inner shape, and then somebody's field.
    sed 's/by 10.197.41.71/by mx.forged.example/' "$mail/yahoo.eml" >yahoo
    [ "$(seen yahoo '.origin.ip // .status')" = none ]
    # Inner hops, and no border.
    sed '/^Received: from mail.bank/,/^ via Frontend/d' "$mail/microsoft.eml" >borderless
    [ "$(seen borderless '.origin.ip // .status')" = none ]
}

@test "[relays] mailbox= says where a mailbox is" {
    printf '[relays]\nmailbox=google\n' >rc
    [ "$(seen "$mail/google.eml" .origin.ip -c rc)" = 192.0.2.5 ]
    printf '[relays]\nmailbox=example\n' >rc
    run -78 "$filter" explain --zone "$zone" -c rc <"$mail/google.eml"
    [[ $output == *'"example" is no mailbox provider; give one of google, microsoft, yahoo, icloud, yandex'* ]]
}

# /etc/passwd is read before the sandbox closes, and looked at inside it. The web server is somebody else on every host.
@test "the numbers of the mail system's own accounts are this host's" {
    own=$(awk -F: '$1 == "mail" { print $3 }' /etc/passwd)
    other=$(awk -F: '$1 == "www-data" || $1 == "games" { print $3; exit }' /etc/passwd)
    [ -n "$own" ] && [ -n "$other" ] || skip "other accounts than Debian's"
    handed_in()
    {
        printf 'Received: by mx.foo.example (Postfix, from userid %s)\n\tid 1; Sat, 7 Nov 2026 09:14:03 +0000\n' "$1" |
            cat - "$top/examples/demo/genuine.eml" >message
        "$filter" --zone "$zone" --authserv-id mx.foo.example <message | field X-RMX-Status /dev/stdin
    }
    [ "$(handed_in "$own")" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(handed_in "$other")" = "none (submitted by local user $other)" ]
}

@test "whatever stands below the boundary changes nothing" {
    base=$top/examples/demo/forged.eml
    want=$(seen "$base" '[.status, .reason, .origin, .identities.mail_from, .results]')
    lines=(
        'Received: from good.bank.example (good.bank.example [192.0.2.5]) by mx.foo.example (Postfix) with ESMTP id 1'
        'Received: by mx.foo.example (Postfix, from userid 0) id 1'
        'Received: (qmail 1 invoked by uid 0)'
        'Received: from imap.example [192.0.2.5] by mx.foo.example with IMAP (fetchmail-6.4.37)'
        'Received: from a (b [192.0.2.5]) (Authenticated sender: x) by mx.foo.example (Postfix) with ESMTPSA id 1'
        'Return-Path: <statements@bank.example>'
        'X-Envelope-From: statements@bank.example'
        'Envelope-Sender: <>'
        'X-RMX-Status: pass'
        'X-RMX-Relay: 192.0.2.5'
        'Authentication-Results: mx.foo.example; spf=pass smtp.mailfrom=bank.example'
    )
    for one in "${lines[@]}"; do
        for other in "${lines[@]}"; do
            { sed '/^Received: from mail.bank.example (mail.bank/,$d' "$base"; printf '%s\n%s\n' "$one" "$other"
              sed -n '/^Date:/,$p' "$base"; } >changed
            got=$(seen changed '[.status, .reason, .origin, .identities.mail_from, .results]')
            [ "$got" = "$want" ] || { echo "$one / $other: $got"; return 1; }
        done
    done
}

@test "5,000 fields, a field of 1 MB, comments 10,000 deep, a cut field: a result, in time" {
    top_field='Received: from a.example (b.example [203.0.113.9]) by mx.example.org (Postfix) with ESMTP id 1; Sat, 7 Nov 2026 09:14:07 +0000'
    { for _ in $(seq 5000); do echo "$top_field"; done; echo; echo body; } >many
    { printf 'Received: from a ('; head -c 1000000 /dev/zero | tr '\0' 'x'; printf ' [203.0.113.9]) by mx.example.org\n\nbody\n'; } >long
    { printf 'Received: from a.example (b.example [203.0.113.9] '; printf '(%.0s' $(seq 10000); printf ')%.0s' $(seq 10000); printf ') by mx.example.org\n\nbody\n'; } >deep
    printf 'Received: from a.example (b.exam\n\nbody\n' >'cut'
    for shape in many long deep cut; do
        SECONDS=0
        "$filter" --zone "$zone" --mail-from a@bank.example <$shape >out
        [ "$SECONDS" -le 5 ]
        whole out $shape
        [[ $(field X-RMX-Status out) == fail* || $(field X-RMX-Status out) == none* ]] ||
            { echo "$shape: $(field X-RMX-Status out)"; return 1; }
    done
}

@test "a believed field that shows no client: none, with the field and the way out" {
    printf 'Return-Path: <statements@bank.example>\nReceived: nonsense\nSubject: x\n\n' >in
    "$filter" --zone "$zone" <in >out
    [[ $(field X-RMX-Status out) == "none ("*"1"*"--hops"* ]]
}
