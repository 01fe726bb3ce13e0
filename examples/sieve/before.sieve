# SPDX-License-Identifier: ISC
# For Dovecot's administrator, as /etc/dovecot/sieve-before/rmxfilter.sieve (then `sievec` it): runs before the script of every
# user, and marks all mail; what users' scripts see, and what is stored, bears the marks. before.conf beside this file is
# what Dovecot 2.3 needs, before-2.4.conf the same for 2.4.
#
# SpamAssassin stands behind rmxfilter, so that its rules (examples/spamassassin/rmxfilter.cf) see the marks. Without
# SpamAssassin leave the second filter out.
require "vnd.dovecot.filter";

# Where one of them does not leave with 0, or takes too long, the message stays as it was before it.
filter "rmxfilter";
filter "spamc";
