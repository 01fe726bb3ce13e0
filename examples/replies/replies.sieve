# SPDX-License-Identifier: ISC
# For Dovecot's Sieve: a refusal and a vacation notice. README.md beside this file says why they ask for "pass" and
# for "aligned" with "for"; examples/sieve has what Dovecot needs.
require ["vnd.dovecot.filter", "fileinto", "mailbox", "vacation", "reject"];

if not filter "rmxfilter" {
    keep;
    stop;
}

if allof (header :matches "X-RMX-Status" "pass *", header :matches "X-RMX-From" "aligned * (for *") {
    # Back to where it came from, if that is where it came from.
    if header :matches "X-RMX-From" ["aligned shop.example *", "aligned *.shop.example *"] {
        reject "I want no mail from you.";
        stop;
    }

    # It leaves out lists, bounces and what programs wrote, and answers to the envelope sender (RFC 5230).
    vacation :days 7 :addresses ["bob@foo.example"] "I am away until the end of the month.";
}

# What is proven to be its author's may fail all the same: forwarded mail does. So may what could not be checked ("unknown").
if allof (header :matches "X-RMX-Status" "fail *", not header :contains "X-RMX-From" "(unknown ",
          not allof (header :matches "X-RMX-From" "aligned *", not header :contains "X-RMX-From" "(shows ")) {
    fileinto :create "forged";
    stop;
}
