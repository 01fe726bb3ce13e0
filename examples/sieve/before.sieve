# SPDX-License-Identifier: ISC
# For Dovecot's administrator, as /etc/dovecot/sieve-before/rmxfilter.sieve (then `sievec` it): runs before the script of every
# user, and marks all mail; what users' scripts see, and what is stored, bears the marks. before.conf beside this file is
# what Dovecot 2.3 needs, before-2.4.conf the same for 2.4.
#
# SpamAssassin stands behind rmxfilter, so that its rules (examples/spamassassin/rmxfilter.cf) see the marks. Without
# SpamAssassin leave the second filter out.
require ["vnd.dovecot.filter", "editheader"];

# Where one of them does not leave with 0, or takes too long, the message stays as it was before it: with on-temperror=defer a
# sender can bring that about. So what the message says of itself is taken out then, or users' scripts would take it for a mark.
if not filter "rmxfilter" {
    deleteheader "X-RMX-Status";
    deleteheader "X-RMX-From";
    deleteheader "X-RMX";
    deleteheader "X-RMX-Relay";
    deleteheader "X-RMX-Authentication-Results";
}
filter "spamc";
