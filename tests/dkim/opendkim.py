# SPDX-License-Identifier: ISC
"""libopendkim, without a program in between. None of its numbers is read here that opendkim/dkim.h does not fix."""

import ctypes
import ctypes.util
import re
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_long, c_size_t, c_uint, c_uint64, c_void_p

CANONICAL = {b"simple": 0, b"relaxed": 1}
ALGORITHM = {b"rsa-sha1": 0, b"rsa-sha256": 1, b"ed25519-sha256": 2}
SET_OPTION, FIXED_TIME, SIGN_HEADERS, OVERSIGN_HEADERS = 1, 8, 4, 5
PASSED, BODY_MATCHES = 4, 0
KEY_FOUND, KEY_NOT_FOUND = 0, 3
ERRORS = {
    0: "ok", 1: "version", 2: "domain", 3: "expired", 4: "future", 5: "timestamps", 7: "c=", 8: "c=", 9: "a=", 10: "a=", 11: "h=", 12: "l=",
    13: "q=", 14: "q=", 15: "d=", 16: "d=", 17: "s=", 18: "s=", 19: "b=", 20: "b=", 21: "b=", 22: "no key", 23: "key syntax", 24: "key failed",
    25: "bh=", 26: "bh=", 27: "bh=", 28: "bad signature", 29: "subdomain", 30: "several keys", 31: "h=", 32: "h=", 33: "l=", 35: "key version",
    36: "key hash", 37: "key hash", 38: "key service", 40: "key type", 41: "key type", 42: "key revoked", 43: "key", 44: "v=", 45: "v=",
    46: "key too small",
}

_name = ctypes.util.find_library("opendkim")
_library = ctypes.CDLL(_name) if _name else None
LOOKUP = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(ctypes.c_char), c_size_t)


def _declare(name, result, *arguments):
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function


if _library:
    _init = _declare("dkim_init", c_void_p, c_void_p, c_void_p)
    _options = _declare("dkim_options", c_int, c_void_p, c_int, c_int, c_void_p, c_size_t)
    _set_lookup = _declare("dkim_set_key_lookup", c_int, c_void_p, LOOKUP)
    _sign = _declare("dkim_sign", c_void_p, c_void_p, c_char_p, c_void_p, c_char_p, c_char_p, c_char_p, c_int, c_int, c_int, c_long, POINTER(c_int))
    _verify = _declare("dkim_verify", c_void_p, c_void_p, c_char_p, c_void_p, POINTER(c_int))
    _chunk = _declare("dkim_chunk", c_int, c_void_p, c_char_p, c_size_t)
    _eom = _declare("dkim_eom", c_int, c_void_p, POINTER(c_bool))
    _signatures = _declare("dkim_getsiglist", c_int, c_void_p, POINTER(POINTER(c_void_p)), POINTER(c_int))
    _field = _declare("dkim_getsighdr_d", c_int, c_void_p, c_size_t, POINTER(c_char_p), POINTER(c_size_t))
    _process = _declare("dkim_sig_process", c_int, c_void_p, c_void_p)
    _flags = _declare("dkim_sig_getflags", c_uint, c_void_p)
    _body = _declare("dkim_sig_getbh", c_int, c_void_p)
    _error = _declare("dkim_sig_geterror", c_int, c_void_p)
    _domain = _declare("dkim_sig_getdomain", c_char_p, c_void_p)
    _selector = _declare("dkim_sig_getselector", c_char_p, c_void_p)
    _free = _declare("dkim_free", c_int, c_void_p)


def from_server(message):
    """The library stands behind a mail server: every line that it sees ends in CRLF, the last one too."""
    message = re.sub(rb"\r?\n", b"\r\n", message)
    return message if message.endswith(b"\r\n") else message + b"\r\n"


def is_there():
    return _library is not None


class Library:
    def __init__(self, keys, now):
        """keys: a function from a name to a record, or None."""
        self.handle = _init(None, None)
        self.keys = keys
        self.lookup = LOOKUP(self._look_up)  # kept: the library calls it for as long as it lives
        _set_lookup(self.handle, self.lookup)
        time = c_uint64(now)
        _options(self.handle, SET_OPTION, FIXED_TIME, byref(time), ctypes.sizeof(time))

    def _look_up(self, _, signature, buffer, size):
        name = (_selector(signature) + b"._domainkey." + _domain(signature)).decode("latin-1")
        record = self.keys(name)
        if record is None or len(record) >= size:
            return KEY_NOT_FOUND
        ctypes.memmove(buffer, record + b"\0", len(record) + 1)
        return KEY_FOUND

    def _set_names(self, option, names):
        array = (c_char_p * (len(names) + 1))(*names, None)
        _options(self.handle, SET_OPTION, option, ctypes.cast(array, c_void_p), ctypes.sizeof(c_void_p))

    def sign(self, message, key, domain, selector, header, body, algorithm, names, oversigned):
        """The field; None where it cannot."""
        status = c_int()
        self._set_names(SIGN_HEADERS, names)
        self._set_names(OVERSIGN_HEADERS, oversigned)
        dkim = _sign(self.handle, b"test", None, key.pem, selector, domain, CANONICAL[header], CANONICAL[body], ALGORITHM[algorithm], -1, byref(status))
        if not dkim:
            return None
        buffer, size = c_char_p(), c_size_t()
        try:
            if _chunk(dkim, message, len(message)) or _chunk(dkim, None, 0) or _eom(dkim, None):
                return None
            if _field(dkim, len("DKIM-Signature: "), byref(buffer), byref(size)):
                return None
            return b"DKIM-Signature: " + ctypes.string_at(buffer, size.value) + b"\r\n"
        finally:
            _free(dkim)

    def verify(self, message):
        """{domain: (whether its signature holds, the error)} of the signatures that the library reads as such."""
        status = c_int()
        dkim = _verify(self.handle, b"test", None, byref(status))
        found = {}
        try:
            for chunk in (message, None):
                if _chunk(dkim, chunk, len(chunk or b"")):
                    return found
            _eom(dkim, None)
            signatures, count = POINTER(c_void_p)(), c_int()
            if _signatures(dkim, byref(signatures), byref(count)):
                return found
            for signature in signatures[: count.value]:
                _process(dkim, signature)
                holds = bool(_flags(signature) & PASSED) and _body(signature) == BODY_MATCHES
                error = ERRORS.get(_error(signature), str(_error(signature)))
                found[(_domain(signature) or b"").lower().rstrip(b".")] = holds, error
            return found
        finally:
            _free(dkim)
