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
        share/doc/rmxfilter/docs/at-a-site.md share/doc/rmxfilter/docs/performance.md share/doc/rmxfilter/docs/performance.svg share/doc/rmxfilter/docs/security.md \
        share/doc/rmxfilter/docs/architecture.md share/doc/rmxfilter/docs/contract.md \
        share/doc/rmxfilter/examples/sieve/rmxfilter.sieve share/doc/rmxfilter/examples/spamassassin/rmxfilter.cf; do
        [ -s "root/usr/$file" ] || { echo "$file"; return 1; }
    done
    [ -x root/usr/share/doc/rmxfilter/examples/postfix/rmx-deliver ]
    [ -x root/usr/share/doc/rmxfilter/examples/postfix/rmx-reinject ]
    [ -x root/usr/share/doc/rmxfilter/examples/qmail/rmx-is ]
    [ -z "$(find root -type f -perm /022)" ]
    [[ $(root/usr/bin/rmxfilter --version) == rmxfilter* ]]
    $make uninstall PREFIX=/usr
    [ -z "$(find root -type f)" ]
}

# Where the package puts it, and where somebody without root does.
@test "what is installed names the places where it is installed" {
    local prefix path
    for prefix in /usr "$PWD/home/.local"; do
        $make install PREFIX="$prefix"
        grep -rhoE "$prefix/(bin|share/doc/rmxfilter)/[a-z/-]*rmx[a-z-]*" "root$prefix/share" | sort -u >named
        printf '%s\n' "$prefix/bin/rmxfilter" "$prefix/share/doc/rmxfilter/examples/"{postfix/rmx-deliver,postfix/rmx-reinject,qmail/rmx-is} |
            diff - named
        while read -r path; do
            [ -x "root$path" ] || { echo "no $path"; return 1; }
        done <named
        run ! grep -r /usr/local "root$prefix/share"
        grep -qx "path = $prefix/bin/rmxfilter" "root$prefix/share/doc/rmxfilter/examples/getmail/getmailrc"
        $make uninstall PREFIX="$prefix"
    done
}

@test "a manual page ends with the release" {
    $make install PREFIX=/usr
    for page in root/usr/share/man/man?/*; do
        grep -qx "\.Os rmxfilter $(make -s --no-print-directory -C "$top" print-version)" "$page"
    done
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

@test "make dist without git is an error, and leaves nothing" {
    mkdir -p "$PWD/tree"
    cp "$top/Makefile" "$top/CHANGES.md" tree
    run -2 make -s -C tree dist BUILD="$PWD/out"
    [[ $output == *'no git repository'* ]]
    [ ! -e out ]
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
