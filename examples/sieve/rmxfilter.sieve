# SPDX-License-Identifier: ISC
# A Sieve script for Dovecot (~/.dovecot.sieve): every message through rmxfilter, and, as a second step, sorted by what it
# found. rmxfilter.conf beside this file is what Dovecot itself needs, rmxfilter-2.4.conf the same for Dovecot 2.4.
require ["vnd.dovecot.filter", "fileinto", "mailbox"];

# A test that is false where rmxfilter did not leave with 0, or was killed because it took too long. The message is
# then as it came, and what it says of itself is worth nothing.
if not filter "rmxfilter" {
    keep;
    stop;
}

# Step 1: mark. As long as "false" stands here every message bears X-RMX fields, and lies where it lay before. Look at some
# messages that you know (rmxfilter explain FILE), and name the relays that are yours in ~/.config/rmxfilter/rmxfilter.conf.
# Step 2: sort. Make it "true" once explain shows the boundary outside your own relays; before, genuine mail that came
# through them would end in "forged".
if false {
    # The address in From is covered by a domain that passed, or that signed the message, whoever forwarded it: so this comes
    # first. A pass alone covers the domain it names, which need not be the one that you read; "shows" says that the name
    # beside the address shows another one. (Before you answer automatically, see examples/replies.)
    if allof (header :matches "X-RMX-From" "aligned *", not header :contains "X-RMX-From" "(shows ") {
        fileinto :create "genuine";
        stop;
    }

    # The sender's domain says that this machine may not send for it. "unknown": a signature of the author's domain could not
    # be checked.
    if allof (header :matches "X-RMX-Status" "fail *", not header :contains "X-RMX-From" "(unknown ") {
        fileinto :create "forged";
        stop;
    }

    # The domain of the address in From asks that mail which is not proven to be its own be put aside or refused. That may be a
    # forgery, or genuine mail through a mailing list: if you are on no list that changes messages, make it "forged".
    if header :matches "X-RMX-From" "refused *" {
        fileinto :create "doubtful";
        stop;
    }

    # The domain would rather not say, its records are broken, or the check did not work this time. (Sieve cannot have
    # the mail server try again later: see rmxfilter.conf for how to sort this folder anew.)
    if header :matches "X-RMX-Status" ["fail *", "softfail *", "permerror *", "temperror *", "error *"] {
        fileinto :create "doubtful";
        stop;
    }
}

# All else stays in the inbox.
