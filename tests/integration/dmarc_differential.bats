#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The author's policy against libopendmarc and authheaders, over random domains and records that a name server on
# loopback answers with. Where they disagree tests/dmarc/differences.py must explain it.
#
#   DMARC_SEED=1 DMARC_CASES=20000 bats tests/integration/dmarc_differential.bats

bats_require_minimum_version 1.5.0

setup()
{
    build=${BUILD:-$BATS_TEST_DIRNAME/../../build}
    dmarc=$BATS_TEST_DIRNAME/../dmarc
    python=/usr/bin/python3 # Debian's own: its packages are not to be seen from another
    "$python" -W ignore -c 'import authheaders' 2>/dev/null || skip "no python3-authheaders"
    [ -e /usr/share/publicsuffix/public_suffix_list.dat ] || skip "no publicsuffix"
}

differential()
{
    run "$python" "$dmarc/differential.py" "$build/dmarc/find" "$build/dns/serve" "$@"
    echo "$output"
}

@test "libopendmarc and authheaders agree, or are known to read another RFC, or this one in another way" {
    differential ${DMARC_SEED:+--seed "$DMARC_SEED"} ${DMARC_CASES:+--cases "$DMARC_CASES"}
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "seed ${DMARC_SEED:-9989}, "* ]]
    [[ $output == *"unexplained: 0"* ]]
    [[ $output == *"authheaders: "*" policies compared"* ]]
}

@test "one wrong policy among hundreds is found" {
    differential --cases 150 --spoil 120
    [ "$status" -eq 1 ]
    [[ $output == *"case 120: "* ]]
}

@test "a disagreement that nothing explains is found" {
    differential --cases 150 --without unusable
    [ "$status" -eq 1 ]
    [[ $output != *"unexplained: 0"* ]]
}
