#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The SPF evaluator against pyspf, over random records and zones, and over the test suite that pyspf's package
# brings along. Where they disagree a reading of RFC 7208 must explain it (tests/spf/readings.py).
#
#   SPF_SEED=1 SPF_CASES=100000 bats tests/integration/spf_differential.bats

bats_require_minimum_version 1.5.0

setup()
{
    spf=$BATS_TEST_DIRNAME/../spf
    evaluate=${BUILD:-$BATS_TEST_DIRNAME/../../build}/spf/evaluate
    python=/usr/bin/python3 # Debian's own: its packages are not to be seen from another
    "$python" -c 'import spf' 2>/dev/null || skip "no python3-spf"
}

differential()
{
    run "$python" "$spf/differential.py" "$evaluate" "$@"
    echo "$output"
}

@test "pyspf agrees, or is known to read the RFC another way" {
    differential ${SPF_SEED:+--seed "$SPF_SEED"} ${SPF_CASES:+--cases "$SPF_CASES"}
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "seed ${SPF_SEED:-7208}, "* ]]
    [[ $output == *"unexplained: 0"* ]]
}

@test "one wrong result among hundreds is found" {
    differential --cases 400 --spoil 250
    [ "$status" -eq 1 ]
    [[ $output == *"case 250: "*"unexplained: 1"* ]]
}

@test "a disagreement that no reading explains is found" {
    differential --cases 400 --without UnknownModifiers
    [ "$status" -eq 1 ]
    [[ $output != *"unexplained: 0"* ]]
    differential --cases 400 --without VoidTerms
    [ "$status" -eq 1 ]
}

@test "the test suite of openspf.org" {
    "$python" -c 'import yaml' 2>/dev/null || skip "no python3-yaml"
    [ -e /usr/share/doc/python3-spf/rfc7208-tests.yml.gz ] || skip "no suite in /usr/share/doc"
    run "$python" "$spf/suite.py" "$evaluate" /usr/share/doc/python3-spf/rfc7208-tests.yml.gz
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *", 0 differ"* ]]
}
