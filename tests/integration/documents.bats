#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Every option, settings key and JSON member that the sources have stands on all pages that list them.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
}

# What a page sets apart as a word of the program's: code on pages in Markdown, macros of mdoc, else all of it.
words_of()
{
    case $1 in
    *.md) grep -o '`[^`]*`' "$top/$1" ;;
    *.[1-8]) grep -E '^\.(Cm|It|P[qo]) ' "$top/$1" | tr -d "\\\\" ;;
    *) cat "$top/$1" ;;
    esac
}

# stands FILE WORD...: each word stands in the file, bounded by what is no part of such a word
stands()
{
    local file=$1 word
    shift
    words_of "$file" >page
    for word; do
        # "--trust" is "-trust" behind mdoc's Fl
        grep -qE -e "(^|[^a-z0-9_-])-{0,2}$word([^a-z0-9_-]|\$)" page || { echo "$file: no $word"; return 1; }
    done
}

# the strings behind a member of the table of settings, or behind the object that a writer of JSON adds to
row_strings() { grep -o "\.$1 = \"[^\"]*\"" "$top/rmxfilter/settings/settings_table.c" | sed 's/.*= "//; s/"$//' | sort -u; }
json_members()
{
    grep -rl --include='*.c' '^#include ".*json_parts.h"' "$top/rmxfilter" | xargs sed 's|/\*.*\*/||' |
        grep -oE '(json_add_text|json_object_set_new|add_[a-z_]+)\([a-z_]+, "[a-z_]+"' | sed 's/.*, "//; s/"$//' | sort -u
}

@test "options" {
    local -a options
    mapfile -t options < <(row_strings option)
    [ "${#options[@]}" -ge 14 ]
    for page in man/rmxfilter.1 docs/contract.md completions/rmxfilter.bash completions/_rmxfilter \
        rmxfilter/settings/settings_help.c; do
        stands "$page" "${options[@]}" help version
    done
}

@test "settings keys" {
    local -a keys
    mapfile -t keys < <(row_strings key)
    [ "${#keys[@]}" -ge 16 ]
    for page in man/rmxfilter.conf.5 docs/contract.md examples/rmxfilter.conf; do
        stands "$page" "${keys[@]}"
    done
}

@test "JSON members" {
    local -a members
    mapfile -t members < <(json_members)
    printf '%s\n' "${members[@]}"
    [ "${#members[@]}" -ge 70 ]
    for page in man/rmxfilter.1 docs/contract.md; do
        stands "$page" "${members[@]}"
    done
}
