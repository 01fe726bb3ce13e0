# SPDX-License-Identifier: ISC
# Settings for the Dovecot that is installed, 2.3 or 2.4, whose words differ: loaded behind callers.bash.
# shellcheck shell=bash disable=SC2154

# is_dovecot_24: whether it wants the words of 2.4
is_dovecot_24()
{
    [[ $(/usr/sbin/dovecot --version) == 2.4.* ]]
}

# dovecot_words OLD NEW: those of the two that this Dovecot knows
dovecot_words()
{
    if is_dovecot_24; then
        printf '%s\n' "$2"
    else
        printf '%s\n' "$1"
    fi
}

# dovecot_start MAILDIR FOLDER: how settings begin: mail is in MAILDIR, logs and sockets in FOLDER
dovecot_start()
{
    local version
    version=$(/usr/sbin/dovecot --version)
    version=${version%%[- ]*}
    dovecot_words '' "dovecot_config_version = $version"
    dovecot_words '' "dovecot_storage_version = $version"
    dovecot_words "mail_location = maildir:$1" $'mail_driver = maildir\nmail_path = '"$1"
    printf 'log_path = %s/log\nbase_dir = %s/run\nstate_dir = %s/run\nssl = no\nfirst_valid_uid = 1\n' "$2" "$2" "$2"
    printf 'postmaster_address = postmaster@foo.example\nhostname = foo.example\n'
}

# dovecot_sieve FOLDER: the example's settings, with FOLDER for the programs that a script may run
dovecot_sieve()
{
    sed "s|/usr/lib/dovecot/sieve-filter$|$1|" "$top/examples/sieve/$(dovecot_words rmxfilter.conf rmxfilter-2.4.conf)"
}
