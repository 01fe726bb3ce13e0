#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# make install puts everything where it belongs, make uninstall takes all of it away, and make dist packs what can
# be built.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    # the build under test, and nothing made anew
    make="make -s --no-print-directory -o all -C $top BUILD=${BUILD:-$top/build} DESTDIR=$PWD/root"
}

@test "install and uninstall" {
    $make install PREFIX=/usr
    for file in bin/rmxfilter share/man/man1/rmxfilter.1 share/man/man5/rmxfilter.conf.5 \
        share/bash-completion/completions/rmxfilter share/zsh/site-functions/_rmxfilter \
        share/doc/rmxfilter/README.md share/doc/rmxfilter/SECURITY.md share/doc/rmxfilter/procmailrc.example \
        share/doc/rmxfilter/CHANGES.md share/doc/rmxfilter/CONTRIBUTING.md \
        share/doc/rmxfilter/docs/at-a-site.md share/doc/rmxfilter/docs/security.md \
        share/doc/rmxfilter/docs/architecture.md share/doc/rmxfilter/docs/contract.md \
        share/doc/rmxfilter/examples/sieve/rmxfilter.sieve share/doc/rmxfilter/examples/spamassassin/rmxfilter.cf; do
        [ -s "root/usr/$file" ] || { echo "$file"; return 1; }
    done
    [ -x root/usr/share/doc/rmxfilter/examples/postfix/rmx-deliver ]
    [ -x root/usr/share/doc/rmxfilter/examples/qmail/rmx-is ]
    [ -z "$(find root -type f -perm /022)" ]
    [[ $(root/usr/bin/rmxfilter --version) == rmxfilter* ]]
    $make uninstall PREFIX=/usr
    [ -z "$(find root -type f)" ]
}

# headings PAGE: what a link to a part of the page may name
headings()
{
    sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

# links PAGE...: each relative link, as PAGE, file and part with tabs between
links()
{
    grep -Ho '](\([^):]*\))' "$@" | sed 's/:](/\t/; s/)$//' | awk -F '\t' '{ split($2, to, "#"); print $1 "\t" to[1] "\t" to[2] }'
}

@test "no link on an installed page leads nowhere" {
    local page file part target
    $make install PREFIX=/usr
    # shellcheck disable=SC2046 # names without blanks
    links $(find root -name '*.md') >named
    [ "$(wc -l <named)" -ge 60 ]
    [ "$(cut -f 1 named | sort -u | wc -l)" -ge 6 ]
    tr '\t' '|' <named | while IFS='|' read -r page file part; do
        target=$(dirname "$page")/$file
        [ -n "$file" ] || target=$page
        [ -e "$target" ] || { echo "$page: no $file"; return 1; }
        [ -z "$part" ] || headings "$target" | grep -qxF -e "$part" || { echo "$page: no $file#$part"; return 1; }
    done
}

@test "what make dist packs is whole" {
    git -C "$top" rev-parse HEAD >/dev/null 2>&1 || skip "no git: make dist needs it"
    make -s --no-print-directory -C "$top" dist BUILD="$PWD"
    tar xzf rmxfilter-*.tar.gz
    cd rmxfilter-*/
    make -n >/dev/null
    [ -s LICENSE ] && [ -s README.md ] && [ -s man/rmxfilter.1 ] && [ -x tests/run ]
    # the commit's files, each of them
    diff <(git -C "$top" ls-tree -r --name-only HEAD | sort) <(find . -type f -o -type l | sed 's|^\./||' | sort)
}
