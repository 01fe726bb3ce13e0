# SPDX-License-Identifier: ISC
# Completion of rmxfilter's command line for bash: subcommands, options, and the words that options take.
# shellcheck shell=bash

_rmxfilter_words()
{
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

# The word behind the last comma of a list, with what stands before it.
_rmxfilter_list()
{
    local before=
    [[ $2 != *,* ]] || before=${2%,*},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${2##*,}")
    compopt -o nospace
}

_rmxfilter()
{
    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} help="--help --version"

    # bash makes words of their own of "=" and what stands on both sides
    if [[ $word == = ]]; then
        word=
    elif [[ $option == = ]] && ((COMP_CWORD >= 2)); then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    case $option in
    -c | --config | --zone | --html)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        ;;
    -s | --schemes)
        _rmxfilter_list "all rmx spf dmp mail-from-mx mt caller-id sender-id best-guess iprev" "$word"
        ;;
    --headers)
        _rmxfilter_list "status results relay rmx from authentication-results received-spf" "$word"
        ;;
    --mailbox) _rmxfilter_words "google microsoft yahoo icloud yandex" "$word" ;;
    --convert) _rmxfilter_words "rmx spf sender-id" "$word" ;;
    --color) _rmxfilter_words "auto always never" "$word" ;;
    --on-temperror) _rmxfilter_words "pass defer" "$word" ;;
    -t | --trust) _rmxfilter_words "mx: spf: !" "$word" && compopt -o nospace ;;
    --hops | --timeout | --authserv-id | --mail-from | --client-ip | --helo | --nameserver | --selector) ;;
    *)
        if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
            _rmxfilter_words "filter explain check lint doctor recheck stats trust" "$word"
        elif [[ ${COMP_WORDS[1]} =~ ^(explain|recheck|stats|trust)$ && $word != -* ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
        else
            # help is answered at the beginning only
            [[ $COMP_CWORD -eq 1 || ($COMP_CWORD -eq 2 && $option =~ ^(explain|check|lint|doctor|recheck|stats|trust)$) ]] || help=
            _rmxfilter_words "$help --config --trust --hops --mailbox --schemes --headers --authserv-id --mail-from --client-ip --helo
                --nameserver --zone --timeout --on-temperror --convert --selector --offline --json --html --verbose --what-if --color --write" "$word"
        fi
        ;;
    esac
}

complete -F _rmxfilter rmxfilter
