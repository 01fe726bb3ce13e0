#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The check of signatures against dkimpy and libopendkim, over random messages that they and the letter of RFC 6376
# signed, and half of which were changed on the way; and against mailauth, where node finds it (NODE_PATH). Where they
# disagree tests/dkim/differences.py must explain it.
#
#   DKIM_SEED=1 DKIM_CASES=20000 bats tests/integration/dkim_differential.bats

bats_require_minimum_version 1.5.0

setup()
{
    dkim=$BATS_TEST_DIRNAME/../dkim
    verify=${BUILD:-$BATS_TEST_DIRNAME/../../build}/dkim/verify
    python=/usr/bin/python3 # Debian's own: its packages are not to be seen from another
    "$python" -c 'import dkim, nacl' 2>/dev/null || skip "no python3-dkim or no python3-nacl"
    # most of the time goes into what is compared with, which the sanitizers do not see
    [[ $verify != */sanitize/* ]] || : "${DKIM_CASES:=400}"
}

differential()
{
    run "$python" "$dkim/differential.py" "$verify" "$@"
    echo "$output"
}

@test "dkimpy and libopendkim agree, or are known to read the RFC another way" {
    differential ${DKIM_SEED:+--seed "$DKIM_SEED"} ${DKIM_CASES:+--cases "$DKIM_CASES"}
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "seed ${DKIM_SEED:-6376}, "* ]]
    [[ $output == *"unexplained: 0"* ]]
    [[ $output == *"dkimpy: "*" signatures compared"* ]]
}

@test "the program itself, whose body goes through the hasher, finds the same" {
    differential --cases 200 --program "${verify%/dkim/verify}/rmxfilter"
    [ "$status" -eq 0 ]
    [[ $output == *"the program: "*" signatures compared, 0 messages differ"* ]]
}

@test "one wrong result among hundreds is found" {
    differential --cases 150 --spoil 120
    [ "$status" -eq 1 ]
    [[ $output == *"case 120, signature 0: "* ]]
}

@test "a disagreement that nothing explains is found" {
    differential --cases 150 --without b-blanks
    [ "$status" -eq 1 ]
    [[ $output != *"unexplained: 0"* ]]
}
