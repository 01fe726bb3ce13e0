# SPDX-License-Identifier: ISC
"""Random records, zones and senders. Few names and addresses, so that records meet each other and terms match;
every corner of the grammar, and one record in a few broken."""

DOMAINS = ["a.example", "b.example", "c.example", "sub.a.example", "d-1.example"]
HOSTS = ["h1.example", "h2.example", "h3.example", "h4.example", "mail.a.example"]
ALIASES = ["alias.example", "astray.example", "ring.example"]
LACKING = ["void.example", "text.example", "no.h1.example"]
BROKEN = ["fails.example", "late.example"]
TEXTS = ["why.example", "text.example", "two.example"]
UNASKABLE = ["h1..example", "l" * 64 + ".example"]
SINGLE = ["localhost"]
NAMES = (DOMAINS + HOSTS) * 4 + ALIASES + LACKING * 3 + BROKEN + UNASKABLE
CLIENTS = ["192.0.2.1", "192.0.2.2", "198.51.100.7", "2001:db8::1", "2001:db8::abcd", "::ffff:192.0.2.1"]
ADDRESSES = ["192.0.2.1", "192.0.2.2", "192.0.2.77", "192.0.9.1", "198.51.100.7", "203.0.113.1", "203.0.113.9"]
ADDRESSES6 = ["2001:db8::1", "2001:db8::abcd", "2001:db8:1::1", "2001:db9::1", "::ffff:192.0.2.1"]
LOCALS = ["alice", "strong-bad", "a.b-c+d", "x=y_z", "--", "p/q", "LongLocalPartThatFillsALabel" * 2, "odd name", "1"]
HELOS = ["h1.example", "mail.a.example", "[192.0.2.1]", "HELO..x", "odd name", "b.example", "a-b.example"]
DELIMITERS = ".-+,/_="
EXPLANATIONS = [
    b"no",
    b"%{i} may not send for %{d}",
    b"see http://%{d2}/why?s=%{S}&i=%{c}",
    b"%{h} at %{r}, %{t}: 100%%",
    b"%{p} %{v} %{lr-} a%_b%-c",
    b"%{h-} %{D1-} %{dR}",
    b"%{i} %{ir}",
    b"%{d0} broken",
    b"%(d) broken",
    b"%{d broken",
    b"100%",
    b"caf\xc3\xa9",
    b"long " + b"words. " * 60,
]
MISTAKES = [
    "foo", "all:a.example", "all/24", "include", "include:", "a:", "mx/33", "a/024", "a//129", "a:1.2.3.4",
    "ip4:192.0.2.300", "ip4:192.0.2", "ip4", "ip4:192.0.2.1/33", "ip4:2001:db8::1", "ip6:192.0.2.1", "ip6:2001:db8:::1",
    "ip6:2001:db8::/129", "exists", "exists:h1.example/24", "ptr/24", "exp=", "redirect=", "redirect", "exp:why.example",
    "a:%{d0}.example", "a:%{x}.example", "a:%{d", "a:%", "a:%a.example", "a:%{c}.example", "a:example", "mx:h1.example,",
    "a:h1.-example", "a:h1.example-", "a:h1.123", "+exp=why.example", "=a", "--all", "1x=y", "x=%", "x=%{c}", "ip4:192.0.2.1/",
    "a:%{d-!}.example", "a:h1.example//", "a/24/64", "ip6:2001:db8::/32//64", "a,mx", "ipv4:192.0.2.1", "prt",
]  # fmt: skip


def chance(r, percent):
    return r.random() * 100 < percent


def any_case(r, text):
    return text if chance(r, 85) else "".join(r.choice((c.lower(), c.upper())) for c in text)


def macro(r, letters):
    letter = r.choice(letters)
    if chance(r, 10):
        return r.choice(("%%", "%_", "%-"))
    digits = "" if chance(r, 65) else r.choice(("1", "2", "3", "9", "02", "128"))
    reverse = "" if chance(r, 60) else r.choice("rrrR")
    delimiters = "" if chance(r, 70) else "".join(r.sample(DELIMITERS, r.randint(1, 3)))
    return "%%{%s%s%s%s}" % (letter if chance(r, 85) else letter.upper(), digits, reverse, delimiters)


def domain_spec(r, names=NAMES):
    if chance(r, 65):
        return any_case(r, r.choice(names)) + ("." if chance(r, 5) else "")
    shapes = ("{0}", "%{{l1-}}", "%%.list.example", "{0}.list.example", "{0}.{1}.list.example", "x-{0}.{1}", "{0}." * 7 + "{1}.list.example", "{0}.list.{1}")
    shape = r.choice(shapes)
    return shape.format(macro(r, "slodivph"), macro(r, "ddov"))


def qualifier(r):
    return r.choice(("", "", "", "", "+", "-", "~", "?"))


def dual_length(r):
    return r.choice(("", "", "", "/24", "/0", "/32", "//64", "//0", "/28//48", "/16//128"))


def mechanism(r, names=NAMES):
    name = r.choice(("a", "a", "mx", "include", "include", "exists", "ptr", "ip4", "ip4", "ip6", "a", "all"))
    spec = ":" + domain_spec(r, names)
    if name in ("a", "mx"):
        spec = (spec if chance(r, 75) else "") + dual_length(r)
    elif name == "ptr":
        spec = spec if chance(r, 50) else ""
    elif name == "ip4":
        spec = ":" + r.choice(ADDRESSES) + r.choice(("", "", "/24", "/31", "/0"))
    elif name == "ip6":
        spec = ":" + r.choice(ADDRESSES6 + ["2001:DB8::"]) + r.choice(("", "", "/64", "/32", "/96", "/0"))
    elif name == "all":
        spec = "" if chance(r, 50) else None
    return qualifier(r) + any_case(r, name) + spec if spec is not None else mechanism(r, names)


def modifiers(r):
    terms = []
    if chance(r, 50):
        terms.append(any_case(r, "exp") + "=" + (r.choice(["why.example"] * 4 + TEXTS) if chance(r, 80) else domain_spec(r)))
    if chance(r, 25):
        terms.append(any_case(r, "redirect") + "=" + (r.choice(DOMAINS) if chance(r, 70) else domain_spec(r)))
    if chance(r, 8):
        terms += [r.choice(("x", "X-1.y_z", "op", "default", "e")) + "=" + r.choice(("", "y", "%{d}", "%{c}", "a:b"))] * r.randint(1, 2)
    return terms


def record(r):
    if chance(r, 80):
        terms = [mechanism(r) for _ in range(r.randint(0, 3))]
    elif chance(r, 30):  # about as many as may ask
        terms = [qualifier(r) + "a:" + r.choice(HOSTS)] * r.randint(8, 11) + ["redirect=" + r.choice(DOMAINS)]
    else:  # long, with names that are there, so that no other limit is met first
        terms = [mechanism(r, HOSTS) for _ in range(r.randint(6, 14))]
    for term in modifiers(r):
        terms.insert(r.randint(0, len(terms)), term)
    if chance(r, 50):
        terms.append(r.choice(("-all", "-all", "-all", "~all", "?all", "all", "-ALL")))
    if chance(r, 5):
        terms.insert(r.randint(0, len(terms)), r.choice(MISTAKES))
    text = any_case(r, "v=spf1") + "".join(" " * (1 if chance(r, 95) else 2) + term for term in terms)
    if chance(r, 3):
        at = r.randint(6, len(text))
        text = text[:at] + r.choice(("%", "/", ":", ".", "\t", "\xe9", "-", "0", "{", "}", " ")) + text[at + r.randint(0, 1) :]
    return text.encode("latin-1")


def hosts(r, world):
    for name in HOSTS + DOMAINS[:3]:
        records = world.setdefault(name, {})
        if chance(r, 85):
            records["A"] = r.sample(ADDRESSES, r.randint(1, 3))
        if chance(r, 50):
            records["AAAA"] = r.sample(ADDRESSES6, r.randint(1, 2))
        if chance(r, 40):
            count = r.randint(1, 4) if chance(r, 92) else r.randint(9, 12)
            records["MX"] = sorted((10 * i, r.choice(NAMES[:-2])) for i in range(count))
    if chance(r, 10):
        world["h4.example"]["MX"] = [(0, ".")]


def publish(r, world):
    for name in DOMAINS:
        texts = [record(r)] if chance(r, 92) else []
        if chance(r, 3):
            texts.append(record(r))
        if chance(r, 20):
            texts.insert(0, r.choice((b"v=spf10 a", b"a note", b"v=spf1;a", b"V=SPF2.0 a")))
        if texts:
            world.setdefault(name, {})["TXT"] = texts


def reverse_of(client):
    import ipaddress

    ip = ipaddress.ip_address(client)
    return (getattr(ip, "ipv4_mapped", None) or ip).reverse_pointer


def make_world(r, client):
    world = {
        "text.example": {"TXT": [b"neither address nor exchange"]},
        "why.example": {"TXT": [r.choice(EXPLANATIONS)]},
        "two.example": {"TXT": [b"one", b"other"]},
        "*.list.example": {"A": ["127.0.0.2"], "TXT": [record(r)]},
        "alias.example": {"CNAME": [r.choice(HOSTS + DOMAINS)]},
        "astray.example": {"CNAME": ["void.example"]},
        "ring.example": {"CNAME": ["ring.example"]},
        "fails.example": {"ERROR": ["SERVFAIL"]},
        "late.example": {"ERROR": ["TIMEOUT"]},
    }
    hosts(r, world)
    publish(r, world)
    if chance(r, 80):
        count = r.randint(1, 3) if chance(r, 85) else r.randint(9, 13)
        names = [r.choice(NAMES[:-2]) for _ in range(count)]
        world[reverse_of(client)] = {"PTR": names} if chance(r, 93) else {"ERROR": ["SERVFAIL"]}
    return world


def make_case(r):
    """A world and a claim: what check_host() is called with."""
    client = r.choice(CLIENTS)
    domain = r.choice(DOMAINS) if chance(r, 94) else r.choice(NAMES + SINGLE)
    claim = {"client": client, "local": r.choice(LOCALS), "domain": domain, "helo": r.choice(HELOS)}
    claim.update(receiver="mx.example.org", now=1000000000)
    return make_world(r, client), claim
