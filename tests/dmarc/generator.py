# SPDX-License-Identifier: ISC
"""Random authors, random domains that passed, and the records at all the names around them: one zone for all."""

# Of the public suffix list, with what each registry publishes for all its domains.
SUFFIXES = dict.fromkeys(["com", "fr", "nl", "co.jp", "com.br", "netlify.app"], [])
SUFFIXES.update({
    "org": ["v=DMARC1; p=none; sp=quarantine; np=reject; psd=y"],
    "co.uk": ["v=DMARC1; p=reject; psd=n"],
    "com.au": ["v=DMARC1; p=none; psd=y", "v=DMARC1; p=reject; psd=y"],
    "github.io": ["v=DMARC1; p=quarantine"],
})
FAILING = "me.uk"  # whose name servers answer nothing
SUFFIXES[FAILING] = []
VERSIONS = ["v=dmarc1", " v=DMARC1", "v = DMARC1", "V=DMARC1", "v=DMARC1.0", "v=DMARC2", "spf2.0 v=DMARC1"]
WISHES = ["none", "quarantine", "reject"]
ODD_WISHES = ["rejekt", "REJECT", "Quarantine", "", "reject reject", "none,reject"]
OTHERS = ["pct=0", "pct=50", "rf=afrf", "ri=3600", "fo=1:d", "x=y", "x", "rua=", "rua=mailto:a@reports.example", "rua=nobody", "=y", "ruf=mailto:b@reports.example!10m"]


class Case:
    """records: texts by name, of the names on the way up from author and passed; registry: the same of their suffixes."""

    def __init__(self, author, passed, by, organization, exists):
        self.author, self.passed, self.by, self.organization, self.exists = author, passed, by, organization, exists
        self.records = {}

    def __str__(self):
        return "%s, %s passed by %s, %s" % (self.author, self.passed, self.by, self.records)


def up(name):
    while name:
        yield name
        name = name.partition(".")[2]


def make_record(r):
    plain = r.random() < 0.55
    tags = ["v=DMARC1" if plain or r.random() < 0.9 else r.choice(VERSIONS)]
    if plain or r.random() < 0.95:
        tags.append("p=" + (r.choice(WISHES) if plain or r.random() < 0.85 else r.choice(ODD_WISHES)))
    for tag, chance, values in [("sp", 0.3, WISHES), ("np", 0.3, WISHES), ("adkim", 0.2, "rsSx"), ("aspf", 0.2, "rsSx"), ("t", 0.08, "yn"), ("psd", 0.15, "ynux")]:
        if r.random() < chance:
            odd = not plain and len(tag) == 2 and r.random() < 0.2
            tags.append("%s=%s" % (tag, r.choice(ODD_WISHES if odd else values)))
    if not plain:
        tags += r.sample(OTHERS, r.choice([0, 0, 1, 2]))
        if r.random() < 0.08:
            tags.append(r.choice(tags[1:] + ["p=none"]))
        if r.random() < 0.1:
            r.shuffle(tags)
    mark = r.choice(["; ", "; ", ";", " ; ", ";;", " "] if not plain and r.random() < 0.2 else ["; ", ";"])
    return mark.join(tags) + (";" if r.random() < 0.2 else "")


def make_domains(r, number):
    registry = r.random() < 0.2
    suffix = r.choice([name for name, records in SUFFIXES.items() if bool(records or name == FAILING) == registry])
    organization = "o%d.%s" % (number, suffix)
    depth = r.choice([0, 0, 0, 1, 1, 2, 3, 9])
    author = ".".join([r.choice("abc") for _ in range(depth)] + [organization])
    passed = r.choice([author, author, organization, "d." + author, "s." + organization, "t.s." + organization, "other%d.%s" % (number, suffix), suffix,
                       "o%d.evil.net" % number] + list(up(author))[:depth])
    return author, passed, organization


def make_case(r, number):
    author, passed, organization = make_domains(r, number)
    case = Case(author, passed, r.choice(["spf", "dkim"]), organization, r.random() < 0.7)
    sparse = r.random() < 0.5
    for name in dict.fromkeys(list(up(author)) + list(up(passed))):
        if name in SUFFIXES:
            case.records[name] = SUFFIXES[name]
        elif "o%d." % number in "." + name and r.random() < (0.75 if name in (author, organization) and not sparse else 0.3):
            case.records[name] = [make_record(r) for _ in range(1 if r.random() < 0.95 else 2)]
    return case


def master_file(cases):
    records = dict(SUFFIXES)
    lines = ["$ORIGIN ."]
    for case in cases:
        records.update(case.records)
        if case.exists:
            lines.append("%s A 192.0.2.1" % case.author)
    for name, texts in records.items():
        lines += ['_dmarc.%s TXT "%s"' % (name, text) for text in texts]
    lines.append("_dmarc.%s ERROR SERVFAIL" % FAILING)
    return "\n".join(lines) + "\n"
