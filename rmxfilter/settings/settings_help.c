/* SPDX-License-Identifier: ISC */
/* One screen: what each option does is rmxfilter(1)'s to say. */
#include "settings/settings.h"

char *
settings_help(void)
{
    return g_strdup(
        "rmxfilter tells whether the sender's address of a message is genuine:\n"
        "  rmxfilter [OPTION...] < message > marked-message\n"
        "  rmxfilter explain [OPTION...] [FILE|MBOX|MAILDIR...]   what was seen, and why\n"
        "  rmxfilter check --client-ip IP [--mail-from ADDR] [--helo NAME] [OPTION...]\n"
        "  rmxfilter lint [OPTION...] DOMAIN...          what is wrong with their records\n"
        "  rmxfilter doctor [OPTION...]                  what is wrong with your settings\n"
        "  rmxfilter recheck [OPTION...] MAILDIR...      ask again about temperror\n"
        "  rmxfilter stats [OPTION...] MAILBOX...        who was forged, and how often\n"
        "  rmxfilter trust [OPTION...] MAILBOX...        which relays are yours\n"
        "  -c, --config FILE            settings file, in place of the usual ones\n"
        "  -t, --trust WHAT             a relay: IP, NETWORK, HOST, .DOMAIN, mx:, spf:, !\n"
        "      --hops N, --mailbox NAME believe N Received fields; who keeps the mailbox\n"
        "  -s, --schemes LIST           rmx,spf; others, or all: rmxfilter-records(7)\n"
        "      --headers LIST           fields to write, in place of the usual ones\n"
        "      --authserv-id NAME       the name of this host in the fields\n"
        "      --mail-from ADDR, --client-ip IP, --helo NAME: in place of the message's\n"
        "      --nameserver ADDR[:PORT], --zone FILE: ask it (repeat); or a master file\n"
        "      --timeout SECONDS, --on-temperror WHAT: of the DNS (8); pass, defer\n"
        "      --convert SCHEME, --selector NAME: lint: in SCHEME's words; a DKIM key\n"
        "      --json, --verbose, --html FILE: JSON; each try of the DNS; a page\n"
        "      --color WHEN             colours: auto, always or never\n"
        "      --write, --what-if, --offline: trust: settings; recheck: no change; no DNS\n"
        "  -h, --help, -V, --version    this, and the version: first, or behind a command\n"
        "Settings and manuals: rmxfilter doctor; rmxfilter(1), rmxfilter.conf(5)\n");
}
