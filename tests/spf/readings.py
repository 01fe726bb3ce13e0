# SPDX-License-Identifier: ISC
"""Where pyspf reads RFC 7208 another way than this program, a class for each way: its docstring begins with the
section, says what the RFC has, and the class changes pyspf to that and to nothing else. So a disagreement is
explained where a class, or some together, make it go away, and no other way."""

import contextlib
import io
import re

import grammar

with contextlib.redirect_stdout(io.StringIO()):  # it complains of name servers there
    import spf


class Name(str):
    """A target-name that says what pyspf's parser asks it about itself."""

    is_redirect = is_never_equal = is_always_true = False
    __hash__ = str.__hash__

    def __eq__(self, other):
        return not self.is_never_equal and str(self) == str(other)

    def __ne__(self, other):
        return not self == other

    def __bool__(self):
        return self.is_always_true or len(self) > 0


class Reader(spf.query):
    """pyspf as it is, with a place for each class to take hold of."""

    constants = {}  # of the module
    term_is_void = False

    def expand_domain(self, arg):
        return Name(super().expand_domain(arg))

    def check1(self, spf, domain, recursion):
        return super().check1(spf, str(domain), recursion)

    def rewrite(self, text):
        return text

    def dns_spf(self, domain):
        text = super().dns_spf(domain)
        return text and self.rewrite(text)

    @contextlib.contextmanager
    def uncounted(self):
        """No void answer in here counts."""
        voids, self.void_lookups = self.void_lookups, -1000
        term_is_void = self.term_is_void
        try:
            yield
        finally:
            self.void_lookups, self.term_is_void = voids, term_is_void


class VoidTerms(Reader):
    """4.6.4: two *terms* may meet a void answer, however many void answers a term meets. pyspf counts answers."""

    def check_lookups(self):
        super().check_lookups()
        self.term_is_void = False

    def dns(self, name, qtype, cnames=None, ignore_void=False):
        voids, self.void_lookups = self.void_lookups, -1000
        try:
            result = super().dns(name, qtype, cnames, ignore_void)
        finally:
            is_void, self.void_lookups = self.void_lookups > -1000, voids
        if is_void and qtype != "TXT" and not self.term_is_void:
            self.term_is_void = True
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("more void terms than %d" % spf.MAX_VOID_LOOKUPS)
        return result


class ReverseNames(Reader):
    """5.5: an error while PTR is asked means no match, one while a name's address is asked skips that name. The
    names are the client's, so 4.6.4's void lookups, a limit on publishers, leave them out. pyspf ends with
    temperror, and counts them."""

    def validated_ptrs(self):
        names = []
        try:
            found = self.dns_ptr(self.i)
        except spf.TempError:
            return []
        with self.uncounted():
            for name in found[: spf.MAX_PTR]:
                with contextlib.suppress(spf.TempError):
                    if self.cidrmatch(self.dns_a(name, self.A), self.cidrmax):
                        names.append(name)
        return names


class ReverseMacro(Reader):
    """7.3: %{p} is "unknown" where the DNS fails, is looked for under the current <domain> each time, and is no
    term of its own. pyspf asks for it while it parses, keeps the first, counts its void lookups, and ends with
    temperror."""

    def getp(self):
        self.p = None
        with self.uncounted():
            try:
                return super().getp()
            except spf.TempError:
                self.p = "unknown"
                return self.p


class RedirectWhenReached(Reader):
    """6.1, 4.6.4: redirect= is a term that asks once it is evaluated. pyspf counts it as the record is parsed."""

    term_began = False

    def check_lookups(self):
        self.term_began = True  # the next call says whose term it was

    def expand_domain(self, arg):
        was_redirect, self.term_began = self.term_began, False
        name = super().expand_domain(arg)
        name.is_redirect = was_redirect
        return name

    def count(self, name=None):
        if self.term_began or getattr(name, "is_redirect", False):
            self.term_began = False
            super().check_lookups()

    def dns_spf(self, domain):
        self.count(domain)
        return super().dns_spf(domain)

    def dns_a(self, domainname, A="A"):
        self.count()
        return super().dns_a(domainname, A)

    def dns_mx(self, domainname):
        self.count()
        return super().dns_mx(domainname)

    def validated_ptrs(self):
        self.count()
        return super().validated_ptrs()


class ExchangesInOrder(Reader):
    """5.4: the first address that matches decides. pyspf asks for all first, and meets the errors of those behind."""

    def dns_mx(self, domainname):
        exchanges = self.dns(domainname, "MX")
        if len(exchanges) > spf.MAX_MX:
            raise spf.PermError("more MX records than %d" % spf.MAX_MX)
        return (address for mx in sorted(exchanges) for address in self.dns_a(mx[1], self.A))

    def cidrmatch(self, ipaddrs, n):
        return any(super(ExchangesInOrder, self).cidrmatch([address], n) for address in ipaddrs)


class IncludeOfItself(Reader):
    """5.2, 4.6.4: an include that leads back is one more term, and ends at the tenth. pyspf calls the record bad."""

    def expand_domain(self, arg):
        name = super().expand_domain(arg)
        name.is_never_equal = True
        return name


class EmptyName(Reader):
    """4.8, 4.3: a domain-spec that was published rightly may come to nothing for this sender: a malformed name,
    which matches nothing. pyspf calls the record bad."""

    def expand_domain(self, arg):
        name = super().expand_domain(arg)
        name.is_always_true = True
        return name


class ExpandedOnce(Reader):
    """4.8: a term without a domain-spec means <domain>, which may hold a "%" and is nothing to expand. pyspf expands
    it again."""

    def expand_domain(self, arg):
        return Name(arg) if arg is self.d else super().expand_domain(arg)


class Truncation(Reader):
    """7.3: a target-name loses labels from the left until it is not over 253 octets. pyspf takes one, also from
    explanations."""

    def expand(self, s, stripdot=True):
        parts = re.findall(r"%\{[^}]*\}|%.|[^%]+|%", s)
        text = "".join(super(Truncation, self).expand(part, False) if part[0] == "%" else part for part in parts)
        if stripdot:
            text = text[:-1] if text.endswith(".") else text
            while len(text) > 253 and "." in text:
                text = text.split(".", 1)[1]
        return text


class Rejoining(Reader):
    """7.3: the parts of any macro are rejoined with dots. pyspf does so for %{l} and %{s} only."""

    constants = {"JOINERS": dict.fromkeys("slodiphcrtv", ".")}


class ReverseLetter(Reader):
    """7.1 with RFC 5234 section 2.3: "r" is any case. pyspf takes "R" for nothing at all."""

    def expand(self, s, stripdot=True):
        return super().expand(re.sub(r"(%\{[a-zA-Z]\d*)R", r"\1r", s), stripdot)


class PercentAtTheEnd(Reader):
    """7.1: "%%" may stand anywhere. pyspf refuses it at the end of a text."""

    constants = {"RE_INVALID_MACRO": re.compile(r"%$(?<!%%)|(?<!%)(?:%%)*%[^{%_-]")}


class NibblesInLowerCase(Reader):
    """7.3: the case of hexadecimal digits is left open; 7.4's examples are in lower case. pyspf's are in upper."""

    def set_ip(self, i):
        super().set_ip(i)
        self.i = self.i.lower()


class ModifierCase(Reader):
    """4.6.1 with RFC 5234 section 2.3: names of modifiers are any case. pyspf knows "exp" and "redirect" only."""

    def rewrite(self, text):
        return super().rewrite(re.sub(r" (exp|redirect)=", lambda m: m[0].lower(), text, flags=re.IGNORECASE))


class UnknownModifiers(Reader):
    """6: what is not known is ignored, if it is a macro-string, and may stand there twice; 7.2's letters for
    explanations are letters of a macro-string. pyspf refuses both, and looks into "op" and "default" not at all."""

    def rewrite(self, text):
        version, *terms = text.split(" ")
        if grammar.is_record(text):
            terms = [term for term in terms if not grammar.is_unknown_modifier(term)]
        return super().rewrite(" ".join([version] + terms))


class Grammar(Reader):
    """4.6, 7.1, 12: the whole record must be in order: macros closed, digits not zero, no octet but what the grammar
    has. pyspf lets some pass, and explanations likewise (6.2/4)."""

    def rewrite(self, text):
        return super().rewrite(text) if grammar.is_record(text) else "v=spf1 !"

    def get_explanation(self, spec):
        texts = self.dns_txt(spec, ignore_void=True)
        if len(texts) == 1 and not grammar.is_explanation(texts[0].decode("latin-1")):
            return None
        return super().get_explanation(spec)


READINGS = [
    Grammar, UnknownModifiers, ModifierCase, ReverseLetter, PercentAtTheEnd, Rejoining, Truncation, NibblesInLowerCase,
    EmptyName, IncludeOfItself, RedirectWhenReached, ExchangesInOrder, ReverseMacro, ReverseNames, VoidTerms,
    ExpandedOnce,
]  # fmt: skip


def reader(readings):
    """pyspf with these ways changed."""
    made = type("Reading", tuple(readings) + (Reader,), {})
    made.constants = {name: value for reading in readings for name, value in reading.constants.items()}
    return made
