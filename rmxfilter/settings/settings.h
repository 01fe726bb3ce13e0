/* SPDX-License-Identifier: ISC */
/* What the user wants: the settings files, then the command line. Later ones win, trust adds up.
 * Reading them touches no message and no network. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "mime/ip.h"
#include "relay/account.h"
#include "relay/provider.h"
#include "relay/trust.h"
#include "report/fields.h"
#include "report/page.h"

#define TIMEOUT_DEFAULT 8.0   /* seconds */
#define TIMEOUT_MAX     600.0 /* seconds */

/* Fields that --hops may ask to believe: more than any message has. */
#define HOPS_MAX 10000

/* Questions that [dns] questions= may allow. */
#define QUESTIONS_MAX 1000

typedef enum {
    COMMAND_FILTER,
    COMMAND_EXPLAIN,
    COMMAND_CHECK,
    COMMAND_LINT,
    COMMAND_DOCTOR,
    COMMAND_RECHECK,
    COMMAND_STATS,
    COMMAND_TRUST
} Command;

typedef struct {
    TrustList *trust;
    GStrv local_users; /* accounts of the believed hosts whose submissions are passed over: names,
                          numbers, "*" for all; never NULL */
    GStrv own_names; /* of the user's own host, in the form of the DNS (mail_domain); never NULL */
    GStrv lists;     /* domains of mailing lists, likewise; never NULL */
    GStrv results;   /* authserv-ids that the user's own host strips from outside, likewise */
    GStrv sealers;   /* whose ARC seals are believed: domains, likewise; never NULL */
    int hops;        /* believe so many fields; 0: go by trust */
    AccountList *accounts;   /* who may hand in mail on believed hosts; NULL: not looked up */
    const Provider *mailbox; /* where the mailbox is; NULL: told by the top field */
    GPtrArray *schemes;      /* const Scheme *, in the order of the table */
    FieldSet fields;         /* to write */
    char *authserv_id;       /* never NULL */
    char *mail_from;         /* --mail-from as given; NULL: go by the message */
    char *helo;              /* likewise */
    IpAddress client;        /* bits 0: go by the message */
    GStrv nameservers;       /* as given; NULL: resolv.conf's */
    char *zone;              /* master file; NULL: ask the network */
    double timeout;          /* seconds, > 0 */
    unsigned questions;      /* a message may ask the DNS so many different ones */
    bool defer;              /* --on-temperror defer */
    bool log_verdict;        /* [log] messages=verdict */
    char *config;            /* --config as given; NULL: the usual files */
    bool write;              /* trust: write what is proposed into the settings */
    bool offline;            /* stats, trust: ask no DNS */
    bool json;
    char *html;         /* explain, stats: the file that a page is written to, or "-"; NULL: none */
    ColorWish color;    /* of texts for people */
    bool what_if;       /* recheck: write nothing, and say what would be */
    bool verbose;       /* explain, check: each try of a DNS question too */
    GPtrArray *domains; /* char *: lint's, in the form of the DNS (mail_domain); never NULL */
    GPtrArray *files;   /* char *: operands of commands that read mail; never NULL */
    GStrv selectors;    /* lint's, of DKIM keys; never NULL */
    const Scheme *convert;  /* lint: print the policy in this one's records; NULL: do not */
    SchemeSettings records; /* what single schemes are told */
    GPtrArray *own_records; /* OwnRecord *: what records.own_records lends */
} Settings;

/* Reads the files and argv (argv[0] is skipped). NULL and *error, which names the file and the key,
 * or the option, and what would be right: one line of printable ASCII, of the domain G_OPTION_ERROR
 * where the command line is wrong and G_KEY_FILE_ERROR where a file is. --help and
 * --version are not options here: main has answered them. argv is left as it is. The caller owns
 * the settings. */
Settings *settings_new(Command command, int argc, char *const *argv, GError **error);

/* The settings of who sets nothing. The caller owns them. */
Settings *settings_default(void);
void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* Milliseconds that a message waits at most: the guard gives the inspector some time besides what
 * the DNS may take. */
int settings_wait_ms(const Settings *settings);

/* The text of --help, at most 24 lines of 80 columns. The caller frees. */
char *settings_help(void);

#endif
