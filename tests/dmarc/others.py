# SPDX-License-Identifier: ISC
"""The implementations that the program is held against: both know RFC 7489 and the public suffix list, and authheaders the
walk up the tree, too, as a draft of RFC 9989 had it. They ask a name server on loopback."""

import ctypes
import ctypes.util
import socket
import struct
from ctypes import c_char, c_char_p, c_int, c_void_p

import authheaders
import authheaders.dmarc_lookup as lookup
import dns.resolver
from authres import DKIMAuthenticationResult, SPFAuthenticationResult

SUFFIX_LIST = "/usr/share/publicsuffix/public_suffix_list.dat"


class Authheaders:
    """One answer: "absent", "pass", or what is wanted of mail that did not pass; "gives up" at a tag without a value."""

    name = "authheaders"

    def __init__(self, port):
        dns.resolver.default_resolver = dns.resolver.Resolver(configure=False)
        dns.resolver.default_resolver.nameservers, dns.resolver.default_resolver.port = ["127.0.0.1"], port
        with open(SUFFIX_LIST) as file:  # which it reads anew for each name
            suffixes = lookup.PublicSuffixList(file)
        lookup.get_org_domain = authheaders.get_org_domain = suffixes.get_public_suffix

    def ask(self, case):
        try:
            return self._ask(case)
        except (IndexError, getattr(lookup, "DMARCException", IndexError)):
            return "gives up"

    def _ask(self, case):
        spf = SPFAuthenticationResult(result="pass", smtp_mailfrom="a@" + case.passed) if case.by == "spf" else None
        dkim = DKIMAuthenticationResult(result="pass", header_d=case.passed) if case.by == "dkim" else None
        result, _, _, policy = authheaders.dmarc_per_from(case.author, spf, dkim)
        return {"none": "absent", "pass": "pass", "fail": policy}[result]


class Walk(Authheaders):
    """Which the organization is, where there are records: its policies are those of an early draft, its alignment is by the
    public suffix list."""

    name = "authheaders, up the tree"

    def __init__(self, port):
        super().__init__(port)
        authheaders.check_psddmarc_list = lambda name, dnsfunc=None: False  # a list of registries by RFC 9091, in the real DNS

    def _ask(self, case):
        _, _, _, _, record, organization = authheaders.dmarc_per_from(case.author, dmarcbis=True, policy_only=True)
        return organization if record else "absent"


class _Settings(ctypes.Structure):  # OPENDMARC_LIB_T
    _fields_ = [("suffixes", c_int), ("file", c_char * 4096), ("servers", c_int), ("server", c_char * 16 * 3)]


class Opendmarc:
    name = "libopendmarc"
    WORDS = {14: "absent", 15: "pass", 16: "reject", 17: "quarantine", 18: "none"}
    library = ctypes.util.find_library("opendmarc")

    def __init__(self, port):
        server = struct.pack("=H", socket.AF_INET) + struct.pack("!H", port) + socket.inet_aton("127.0.0.1") + bytes(8)
        self.settings = _Settings(1, SUFFIX_LIST.encode(), 1)
        ctypes.memmove(ctypes.addressof(self.settings) + _Settings.server.offset, server, 16)
        self.functions = ctypes.CDLL(self.library)
        self._call("library_init", c_int, ctypes.addressof(self.settings))

    def _call(self, name, result, *arguments):
        function = getattr(self.functions, "opendmarc_" + ("" if name.startswith("get_") else "policy_") + name)
        function.restype = result
        function.argtypes = [{int: c_void_p, bytes: c_char_p, type(None): c_char_p, c_int: c_int}[type(argument)] for argument in arguments]
        return function(*arguments)

    def ask(self, case):
        context = self._call("connect_init", c_void_p, b"192.0.2.1", c_int(4))
        author, passed = case.author.encode(), case.passed.encode()
        self._call("store_from_domain", c_int, context, author)
        if case.by == "spf":
            self._call("store_spf", c_int, context, passed, c_int(1), c_int(1), None)
        else:
            self._call("store_dkim", c_int, context, passed, b"s", c_int(1), None)
        self._call("query_dmarc", c_int, context, author)
        word = self.WORDS.get(self._call("get_policy_to_enforce", c_int, context))
        self._call("connect_shutdown", c_void_p, context)
        return word


def all_there(port):
    return [Authheaders(port), Walk(port)] + ([Opendmarc(port)] if Opendmarc.library else [])
