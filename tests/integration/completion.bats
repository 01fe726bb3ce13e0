#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Completion for bash and zsh: it knows every option of --help, and no other.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    "$filter" --help | grep -oE -- '--[a-z][a-z-]*' | sort -u >options
}

# completed WORD...: what bash offers for the last word.
completed()
{
    bash -c '. "$0"; compopt() { :; }; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _rmxfilter; printf "%s\n" "${COMPREPLY[@]}"' \
        "$top/completions/rmxfilter.bash" "$@" | xargs
}

@test "bash completes options, subcommands and the words of options" {
    diff options <(completed rmxfilter explain -- | tr ' ' '\n' | sort)
    [ "$(completed rmxfilter ex)" = explain ]
    [ "$(completed rmxfilter li)" = lint ]
    [ "$(completed rmxfilter doc)" = doctor ]
    [ "$(completed rmxfilter rech)" = recheck ]
    [ "$(completed rmxfilter st)" = stats ]
    [ "$(completed rmxfilter doctor --color al)" = always ]
    [ "$(completed rmxfilter doctor --he)" = '--help --headers --helo' ]
    [ "$(completed rmxfilter lint --convert r)" = rmx ]
    [ "$(completed rmxfilter check --js)" = --json ]
    [ "$(completed rmxfilter --on-temperror d)" = defer ]
    [ "$(completed rmxfilter --on-temperror = d)" = defer ]
    [ "$(completed rmxfilter --on-temperror =)" = 'pass defer' ]
    [ "$(completed rmxfilter -s rmx,sp)" = rmx,spf ]
    [ "$(completed rmxfilter --headers status,re)" = 'status,results status,relay status,received-spf' ]
    touch a.zone
    [ "$(completed rmxfilter --zone a.)" = a.zone ]
    [ "$(completed rmxfilter --helo a)" = '' ]
    [ "$(completed rmxfilter explain a.)" = a.zone ]
    [ "$(completed rmxfilter lint a.)" = '' ]
    [ "$(completed rmxfilter --he)" = '--help --headers --helo' ]
    [ "$(completed rmxfilter filter --he)" = '--headers --helo' ]
    [ "$(completed rmxfilter explain --json --he)" = '--headers --helo' ]
}

@test "each word that is offered is one that rmxfilter takes" {
    for option in schemes headers mailbox; do
        for word in $(completed rmxfilter --$option ''); do
            "$filter" check --client-ip 192.0.2.1 --mail-from a@bank.example --zone "$top/examples/demo/demo.zone" --$option "$word" >out ||
                [ $? -le 6 ] || { echo "$option $word"; return 1; }
        done
    done
}

@test "the schemes that are offered for a conversion are those that can be written" {
    echo 'bank.example TXT "v=spf1 ip4:192.0.2.1 -all"' >zone
    run -64 "$filter" lint --zone zone --convert iprev bank.example
    [ "$(completed rmxfilter lint --convert '')" = "${output##*: }" ]
}

@test "zsh knows the same options" {
    diff options <(grep -oE -- '--[a-z][a-z-]*=?[[}]|--[a-z][a-z-]*=\[' "$top/completions/_rmxfilter" |
        grep -oE -- '--[a-z][a-z-]*' | sort -u)
    command -v zsh >/dev/null || skip "no zsh: only its options were compared"
    zsh -fn "$top/completions/_rmxfilter"
    # what zsh offers in a terminal of its own, behind TAB
    cat >try <<END
fpath=($top/completions \$fpath)
autoload -Uz compinit && compinit -D -u
zmodload zsh/zpty
zpty shell zsh -f
zpty -w shell "PS1=; fpath=($top/completions \\\$fpath); autoload -Uz compinit; compinit -D -u; print re''ady"
zpty -r shell line '*ready*' # what is typed before that may come too early
zpty -w -n shell 'rmxfilter expl'\$'\t'
zpty -r shell line '*explain*'
print -r -- \$line
zpty -w -n shell ' --on-temperror=def'\$'\t'
zpty -w shell '# done'
while zpty -r shell line '*# done*'; do print -r -- \$line; [[ \$line == *'# done'* ]] && break; done
zpty -d shell
END
    timeout 20 zsh -f try >said
    grep -q 'rmxfilter explain' said
    grep -q -- '--on-temperror=defer' said
}
