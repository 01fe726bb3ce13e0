# SPDX-License-Identifier: ISC
"""Messages, their signatures, and what happens to them on the way. Everything is drawn from one random.Random, and all
line ends are CRLF until delivery."""

import re
import types

import dkim
import letter
import opendkim

NOW = 1700000000
dkim.time = types.SimpleNamespace(time=lambda: NOW)  # what t= of its signatures says, and what t= and x= are held against
PAST, FUTURE = b"1000000000", b"4102444800"
DOMAINS = [b"a.example", b"b.example", b"mail.a.example", b"xn--bcher-kva.example"]
FORMS = [b"simple", b"relaxed"]


# --- keys ---------------------------------------------------------------------------------------------------------


class Keys:
    def __init__(self, r):
        small, large, other = letter.RsaKey(r, 1024), letter.RsaKey(r, 2048), letter.RsaKey(r, 1024, 3)
        short, ed = letter.RsaKey(r, 768), letter.Ed25519Key(r)
        p, q = small.public, ed.public
        #  selector: the key that signs, and the record with it
        self.plain = {
            b"r1": (small, b"v=DKIM1; k=rsa; p=" + p),
            b"r2": (large, b"v=DKIM1; k=rsa; p=" + large.public),
            b"e1": (ed, b"v=DKIM1; k=ed25519; p=" + q),
        }
        self.odd = {
            b"bare": (small, b"p=" + p),
            b"semicolon": (small, b"v=DKIM1; p=" + p + b";"),
            b"blanks": (small, b" v = DKIM1 ;\tk = rsa ; p = " + p[:60] + b" " + p[60:99] + b"\t " + p[99:] + b" ; "),
            b"pkcs1": (small, b"v=DKIM1; k=rsa; p=" + small.pkcs1),
            b"exponent3": (other, b"v=DKIM1; p=" + other.public),
            b"testing": (small, b"v=DKIM1; t=y; p=" + p),
            b"strict": (small, b"v=DKIM1; t=s; p=" + p),
            b"both": (small, b"v=DKIM1; t=y:s; p=" + p),
            b"email": (small, b"v=DKIM1; s=email; p=" + p),
            b"services": (small, b"v=DKIM1; s=other:email; p=" + p),
            b"anyservice": (small, b"v=DKIM1; s=*; p=" + p),
            b"otherservice": (small, b"v=DKIM1; s=other; p=" + p),
            b"hash": (small, b"v=DKIM1; h=sha256; p=" + p),
            b"hashes": (small, b"v=DKIM1; h=sha1:sha256; p=" + p),
            b"sha1": (small, b"v=DKIM1; h=sha1; p=" + p),
            b"notes": (small, b"v=DKIM1; n=what=20a=20key; g=*; x_odd=1; p=" + p),
            b"last": (small, b"k=rsa; p=" + p + b"; v=DKIM1"),
            b"version": (small, b"v=DKIM2; p=" + p),
            b"lowversion": (small, b"v=dkim1; p=" + p),
            b"othertype": (small, b"v=DKIM1; k=dsa; p=" + p),
            b"wrongtype": (small, b"v=DKIM1; k=ed25519; p=" + q),
            b"wrongkey": (small, b"v=DKIM1; p=" + large.public),
            b"revoked": (small, b"v=DKIM1; p="),
            b"nokey": (small, b"v=DKIM1; k=rsa"),
            b"half": (small, b"v=DKIM1; p=" + p[:100]),
            b"base64": (small, b"v=DKIM1; p=" + p[:-10] + b"!!" + p[-10:]),
            b"twice": (small, b"v=DKIM1; p=" + p + b"; p=" + p),
            b"notags": (small, b"v=DKIM1; nonsense; p=" + p),
            b"short": (short, b"v=DKIM1; p=" + short.public),
            b"none": (small, None),
            b"edblanks": (ed, b"v=DKIM1;k=ed25519; p = " + q[:9] + b" " + q[9:]),
            b"edshort": (ed, b"v=DKIM1; k=ed25519; p=" + q[:40]),
            b"edrsa": (ed, b"v=DKIM1; k=rsa; p=" + p),
        }
        self.records = {}
        for selector, (_, record) in {**self.plain, **self.odd}.items():
            for domain in DOMAINS:
                if record is not None:
                    self.records[(selector + b"._domainkey." + domain).decode()] = record

    def record(self, name):
        return self.records.get(name.lower().rstrip("."))

    def master_file(self):
        lines = ["$ORIGIN ."]
        for name, record in self.records.items():
            strings = [record[at : at + 200].decode() for at in range(0, len(record), 200)] or [""]
            lines.append("%s TXT %s" % (name, " ".join('"%s"' % text for text in strings)))
        return "\n".join(lines) + "\n"


# --- messages -----------------------------------------------------------------------------------------------------

WORDS = [b"lunch", b"Tuesday", b"invoice", b"a", b"of", b"the", b"report;", b"(draft)", b"=?utf-8?q?caf=C3=A9?=", b"b=1;", b"\xc3\xa9t\xc3\xa9", b"x:y"]
BLANKS = [b" "] * 12 + [b"  ", b"\t", b" \t ", b"\r\n ", b"\r\n\t", b" \r\n  ", b"\r\n \r\n "]


def phrase(r, most=8):
    words = [r.choice(WORDS) for _ in range(r.randint(1, most))]
    return b"".join(word + (r.choice(BLANKS) if at < len(words) - 1 else b"") for at, word in enumerate(words))


def spell(r, name):
    return r.choice([name] * 6 + [name.lower(), name.upper()])


def make_field(r, name, value):
    before = b":" if r.random() < 0.997 else r.choice([b" :", b"\t:"])
    after = r.choice([b" "] * 8 + [b"", b"  ", b"\t", b"\r\n "])
    tail = r.choice([b""] * 9 + [b" ", b" \t", b"\r\n "])
    return spell(r, name) + before + after + value + tail + b"\r\n"


def make_header(r):
    number = r.randint(1, 99)
    fields = [make_field(r, b"Received", b"from h%d.example by mx%d.example;\r\n\tMon, 1 Jan 2024 00:00:%02d +0000" % (number, at, at)) for at in range(r.randint(0, 3))]
    rest = [
        make_field(r, b"From", b"Alice <alice@a.example>"),
        make_field(r, b"To", b"bob@c.example,\r\n carol@d.example"),
        make_field(r, b"Subject", phrase(r)),
        make_field(r, b"Date", b"Mon, 1 Jan 2024 00:00:00 +0000"),
        make_field(r, b"Message-ID", b"<%d@a.example>" % number),
    ]
    for name in (b"Cc", b"Reply-To", b"X-One", b"X-One", b"X-Two", b"Comments", b"List-Id", b"MIME-Version", b"Subject"):
        if r.random() < (0.25 if name != b"Subject" else 0.1):
            rest.append(make_field(r, name, b"" if r.random() < 0.2 else phrase(r)))
    r.shuffle(rest)
    return fields + rest


def make_line(r):
    kind = r.random()
    if kind < 0.15:
        return b""
    if kind < 0.2:
        return r.choice([b" ", b"\t", b" \t "])
    if kind < 0.25:
        return r.choice([b">From the start", b">From ", b"From the start", b">>From ", b".", b".."])
    line = phrase(r, 12).replace(b"\r\n", b"")
    if kind < 0.3:
        line = line * r.randint(10, 200)
    if kind > 0.97:
        line += r.choice([b"\r", b"\0", b"\x0b", b"\xff"]) + b"x"
    return line + r.choice([b""] * 6 + [b" ", b"\t", b"  \t"])


def make_body(r):
    kind = r.random()
    if kind < 0.06:
        return b""
    if kind < 0.12:
        return b"\r\n" * r.randint(1, 4)
    if kind < 0.15:
        return r.choice([b" ", b" \r\n", b"\t\r\n\r\n", b"\r\n \r\n", b"a", b"a ", b"\r", b"a\r"])
    body = b"\r\n".join(make_line(r) for _ in range(r.randint(1, 12)))
    return body + r.choice([b"\r\n"] * 6 + [b"", b"\r\n\r\n", b"\r\n \r\n\r\n", b" ", b"\r"])


def join(fields, body):
    return b"".join(fields) + b"\r\n" + body


# --- signatures ---------------------------------------------------------------------------------------------------


def choose_names(r, fields):
    """What h= lists: From always; names that repeat, once more than they are there, or that are not there."""
    there = [letter.field_name(field) for field in fields]
    names = [name for name in there if name not in (b"received", b"comments", b"dkim-signature") and r.random() < 0.8]
    if b"from" not in names:
        names.insert(r.randint(0, len(names)), b"from")
    names += r.choice([[], [], [b"from"], [b"subject", b"from"], [b"x-missing"], [b"x-one"] * 3, [b"cc", b"reply-to"]])
    return [spell(r, name) for name in names]


def fold(r):
    return r.choice([b""] * 6 + [b" ", b"\r\n ", b"\r\n\t", b" \r\n  "])


def parted(r, value):
    return b"".join(value[at : at + 60] + (b"\r\n  " if at + 60 < len(value) else b"") for at in range(0, len(value), 60)) if r.random() < 0.5 else value


#  what an odd signature has in place of, or beside, the usual tags
ODD_TAGS = {
    "": {},
    "no c=": {b"c": None},
    "c= without a body": {b"c": b"%h"},
    "c= in capitals": {b"c": b"%H/%B"},
    "unknown c=": {b"c": b"nowsp/simple"},
    "empty c=": {b"c": b""},
    "unknown tag": {b"zz9": b"a b\r\n c"},
    "empty tag": {b"zz": b""},
    "z=": {b"z": b"From:alice=40a.example|Subject:x"},
    "tag in capitals": {b"V": b"7"},
    "q=": {b"q": b"dns/txt"},
    "q= with others": {b"q": b"dns/other:dns/txt"},
    "unknown q=": {b"q": b"dns/other"},
    "i=": {b"i": b"@%d"},
    "i= with a name": {b"i": b"bob=3Dx@%d"},
    "i= below": {b"i": b"@sub.%d"},
    "i= in capitals": {b"i": b"bob@%D"},
    "foreign i=": {b"i": b"@other.example"},
    "i= that only ends alike": {b"i": b"@x%d"},
    "i= without @": {b"i": b"%d"},
    "empty i=": {b"i": b""},
    "d= in capitals": {b"d": b"%D"},
    "d= with a last dot": {b"d": b"%d."},
    "empty d=": {b"d": b""},
    "no d=": {b"d": None},
    "s= in capitals": {b"s": b"%S"},
    "empty s=": {b"s": b""},
    "no s=": {b"s": None},
    "a= in capitals": {b"a": b"%A"},
    "unknown a=": {b"a": b"rsa-sha512"},
    "rsa-sha1": {b"a": b"rsa-sha1"},
    "no a=": {b"a": None},
    "no v=": {b"v": None},
    "v=2": {b"v": b"2"},
    "v=01": {b"v": b"01"},
    "empty v=": {b"v": b""},
    "t=": {b"t": b"1600000000"},
    "t= in the future": {b"t": FUTURE},
    "t= that is no number": {b"t": b"yesterday"},
    "x=": {b"t": b"1600000000", b"x": FUTURE},
    "x= in the past": {b"t": b"900000000", b"x": PAST},
    "x= before t=": {b"t": b"1600000000", b"x": PAST},
    "x= that is no number": {b"x": b"never"},
    "x= of 13 digits": {b"x": b"9999999999999"},
    "l=0": {b"l": b"0"},
    "l= of all": {b"l": b"%l"},
    "l= too long": {b"l": b"999999"},
    "l= that is no number": {b"l": b"-1"},
    "no h=": {b"h": None},
    "empty h=": {b"h": b""},
    "h= without From": {b"h": b"To:Subject"},
    "h= with itself": {b"h": b"From:DKIM-Signature:DKIM-Signature:DKIM-Signature"},
    "h= with empty names": {b"h": b"From::To:"},
    "h= with blanks": {b"h": b" From \r\n\t:\tTo : \r\n Subject "},
    "h= 1000 times": {b"h": b":".join([b"From"] + [b"X-One"] * 1000)},
    "no bh=": {b"bh": None},
    "short bh=": {b"bh": b"MTIzNDU="},
    "long bh=": {b"bh": b"%bMTIz"},
    "bh= of no base64": {b"bh": b"%b!"},
    "empty bh=": {b"bh": b""},
    "b= of no base64": {b"b": b"%s!"},
    "b= cut short": {b"b": b"%s", "cut": True},
    "b= is empty": {b"b": b""},
    "no b=": {b"b": None},
    "b= with blanks": {b"b": b" \r\n\t%s \r\n "},
    "two d=": {b"s": b"%s; d=other.example"},
    "two b=": {b"zz": b"1; b=QUJD"},
    "no equals sign": {b"zz": b"1; nonsense"},
    "no name": {b"zz": b"1; =x"},
    "two semicolons": {b"zz": b"1;"},
    "b= in a value": {b"zz": b"x b=y"},
}


class Signature:
    """One on its way: who made it, over what, and in what form."""

    def __init__(self, signer, domain, selector, header, body, algorithm, odd=""):
        self.signer, self.domain, self.selector = signer, domain, selector
        self.header, self.body, self.algorithm, self.odd = header, body, algorithm, odd
        self.is_plain = signer != "letter" and selector in (b"r1", b"r2", b"e1")

    def __str__(self):
        parts = (self.signer, self.selector, self.domain, self.algorithm, self.header + b"/" + self.body, self.odd)
        return " ".join(part.decode() if isinstance(part, bytes) else part for part in parts)


def odd_value(tag, given, signature):
    for mark, value in ((b"%h", signature.header), (b"%H", signature.header.upper()), (b"%B", signature.body.upper()),
                        (b"%d", signature.domain), (b"%D", signature.domain.upper()), (b"%S", signature.selector.upper()),
                        (b"%A", signature.algorithm.upper())):
        given = given.replace(mark, value)
    return given.replace(b"%s", signature.selector) if tag == b"s" else given


def sign_by_letter(r, message, key, signature, names):
    tags = {
        b"v": b"1", b"a": signature.algorithm, b"c": signature.header + b"/" + signature.body, b"d": signature.domain,
        b"s": signature.selector, b"h": (fold(r) + b":" + fold(r)).join(names), b"bh": b"%b", b"b": b"%s",
    }
    length = None
    odd = dict(ODD_TAGS[signature.odd])
    cut = odd.pop("cut", False)
    if odd.get(b"c", b"c") is None:
        signature.header = signature.body = b"simple"
    elif odd.get(b"c") == b"%h":
        signature.body = b"simple"
    if odd.get(b"l") == b"%l":
        length = len(letter.body_form(letter.split(message)[1], signature.body))
        odd[b"l"] = b"%d" % length
    if odd.get(b"l") == b"0":
        length = 0
    for tag, value in odd.items():
        if value is None:
            del tags[tag]
        else:
            tags[tag] = odd_value(tag, value, signature)
    algorithm = tags.get(b"a", signature.algorithm).lower()
    names = [name.strip() for name in tags.get(b"h", b"From").split(b":")]
    order = list(tags)
    if r.random() < 0.5:
        r.shuffle(order)
    field = b"DKIM-Signature:" + r.choice([b" ", b"", b"\r\n "]) + b"".join(
        tag + fold(r) + b"=" + fold(r) + tags[tag] + (fold(r) if tag != b"b" or r.random() < 0.1 else b"") + b";" + r.choice([b" ", b"", b"\r\n\t", b" \r\n "]) for tag in order)
    field = re.sub(rb";\s*\Z", r.choice([b"", b";", b"; "]), field)
    # a line of nothing but blanks is no part of a field's grammar, and some agents end the header there
    field = spell(r, b"DKIM-Signature") + re.sub(rb"(?:[ \t]*\r\n[ \t]+)+", b"\r\n  ", field[14:]).rstrip(b"\r\n \t") + b"\r\n"
    field, value = letter.sign(message, key, field, signature.header, signature.body, algorithm if algorithm != b"rsa-sha512" else b"rsa-sha256", names, length)
    return field.replace(b"%s", parted(r, value[:-8] if cut else value), 1)


def sign_by_dkimpy(message, key, signature, names):
    """None where it cannot read the message."""
    names = [name.lower() for name in names]
    signer = dkim.DKIM(message)
    signer.should_not_sign = set()
    return signer.sign(signature.selector, signature.domain, key.seed if key.kind == "ed25519" else key.pem, signature_algorithm=signature.algorithm,
                       canonicalize=(signature.header, signature.body), include_headers=names)


def sign_by_opendkim(library, message, key, signature, names):
    once = sorted({name.lower() for name in names})
    oversigned = sorted({name.lower() for name in names if [other.lower() for other in names].count(name.lower()) > 1})
    return library.sign(opendkim.from_server(message), key, signature.domain, signature.selector, signature.header, signature.body, signature.algorithm, once, oversigned)


def sign(r, keys, library, message, domain):
    """(signature, field), or None where the signer could not."""
    signer = r.choice(["dkimpy", "letter"] + (["libopendkim"] if library else []))
    odd, selector = "", r.choice(list(keys.plain))
    if signer == "letter" and r.random() < 0.6:
        odd = r.choice(list(ODD_TAGS))
        selector = r.choice(list(keys.plain) + [b"strict", b"both", b"testing", b"hash", b"hashes", b"edblanks"] if odd != "rsa-sha1" else [b"r1", b"sha1", b"hashes"])
    elif r.random() < 0.25:
        selector = r.choice(list(keys.odd))
    key = {**keys.plain, **keys.odd}[selector][0]
    algorithm = b"ed25519-sha256" if key.kind == "ed25519" else b"rsa-sha256"
    signature = Signature(signer, domain, selector, r.choice(FORMS), r.choice(FORMS), algorithm, odd)
    names = choose_names(r, letter.split(message)[0])
    if signer == "letter":
        field = sign_by_letter(r, message, key, signature, names)
    elif signer == "dkimpy":
        try:
            field = sign_by_dkimpy(message, key, signature, names)
        except (dkim.DKIMException, IndexError):
            return None
    else:
        field = sign_by_opendkim(library, message, key, signature, names)
    return (signature, field) if field else None


# --- on the way ---------------------------------------------------------------------------------------------------


def place(r, octets):
    return r.randrange(len(octets)) if octets else 0


def flip(r, octets):
    at = place(r, octets)
    return octets[:at] + bytes([octets[at] ^ r.choice([1, 2, 32])]) + octets[at + 1 :] if octets else b"x"


def with_field(r, fields, change):
    """The fields, one of which is changed. Fields that the change would break in two stay as they are."""
    at = place(r, fields)
    changed = change(fields[at])
    return fields[:at] + [changed] + fields[at + 1 :]


def change_blanks(r, field):
    name, _, value = field.partition(b":")
    spots = [m.start() for m in re.finditer(rb"[ \t](?=[^ \t\r\n])", value)]
    if not spots:
        return field
    at = r.choice(spots)
    return name + b":" + value[:at] + r.choice([b"  ", b"\t", b"\r\n ", b" \r\n\t"]) + value[at + 1 :]


def change_letter(r, field):
    name, _, value = field.partition(b":")
    spots = [m.start() for m in re.finditer(rb"[A-Za-z0-9+/]", value)]
    if not spots:
        return field
    at = r.choice(spots)
    return name + b":" + value[:at] + (b"A" if value[at : at + 1] != b"A" else b"B") + value[at + 1 :]


def change_case(_, field):
    name, _, value = field.partition(b":")
    return name.swapcase() + b":" + value


CHANGES = {
    "octet of the body": lambda r, fields, body: (fields, flip(r, body)),
    "letter of a field": lambda r, fields, body: (with_field(r, fields, lambda field: change_letter(r, field)), body),
    "blanks of a field": lambda r, fields, body: (with_field(r, fields, lambda field: change_blanks(r, field)), body),
    "case of a name": lambda r, fields, body: (with_field(r, fields, lambda field: change_case(r, field)), body),
    "blank at the end of a field": lambda r, fields, body: (with_field(r, fields, lambda field: field[:-2] + b" \r\n"), body),
    "blank in the body": lambda r, fields, body: (fields, body.replace(b" ", r.choice([b"  ", b"\t"]), 1)),
    "blanks at the end of lines": lambda r, fields, body: (fields, body.replace(b"\r\n", b" \t\r\n", r.randint(1, 3))),
    "empty lines at the end": lambda r, fields, body: (fields, body + b"\r\n" * r.randint(1, 3)),
    "blank line at the end": lambda r, fields, body: (fields, body + b" \r\n"),
    "line at the end": lambda r, fields, body: (fields, body + b"-- \r\nlist\r\n"),
    "no last line end": lambda r, fields, body: (fields, body[:-2] if body.endswith(b"\r\n") else body + b"\r\n"),
    "no body": lambda r, fields, body: (fields, b""),
    "fields on top": lambda r, fields, body: ([b"Received: by mx.c.example\r\n", b"X-One: new\r\n"] + fields, body),
    "field at the end": lambda r, fields, body: (fields + [r.choice([b"X-One: new\r\n", b"Subject: new\r\n", b"X-New: x\r\n"])], body),
    "From on top": lambda r, fields, body: ([b"From: mallory@other.example\r\n"] + fields, body),
    "From at the end": lambda r, fields, body: (fields + [b"From: mallory@other.example\r\n"], body),
    "field gone": lambda r, fields, body: ((lambda at: fields[:at] + fields[at + 1 :])(place(r, fields)), body),
    "two fields change places": lambda r, fields, body: ((lambda at: fields[:at] + fields[at : at + 2][::-1] + fields[at + 2 :])(place(r, fields)), body),
    "field twice": lambda r, fields, body: ((lambda at: fields[: at + 1] + fields[at:])(place(r, fields)), body),
    "lines quoted for an mbox": lambda r, fields, body: (fields, re.sub(rb"(?m)^From ", b">From ", body)),
    "LF": None,
    "LF and quoted for an mbox": None,
}


class Case:
    def __init__(self, delivered, change, signatures):
        self.message, self.change, self.signatures = delivered, change, signatures

    def signed_by(self, domain):
        """The signature of a domain; None where nobody made one for it: its field was changed."""
        return next((one for one in self.signatures if one.domain == (domain or "").encode()), None)


def deliver(r, message):
    """(what arrives, what was changed)"""
    change = r.choice(list(CHANGES)) if r.random() < 0.5 else ""
    if change.startswith("LF"):
        text = message.replace(b"\r\n", b"\n")
        return (re.sub(rb"(?m)^From ", b">From ", text) if "mbox" in change else text), change
    if not change:
        return message, change
    fields, body = CHANGES[change](r, *letter.split(message))
    return join(fields, body), change


def make_case(r, keys, library):
    message = join(make_header(r), make_body(r))
    signatures = []
    for domain in r.sample(DOMAINS, r.choice([1, 1, 1, 2, 3])):
        made = sign(r, keys, library, message, domain)
        if made:
            signatures.append(made[0])
            message = made[1] + message
    message, change = deliver(r, message)
    return Case(message, change, signatures[::-1])
