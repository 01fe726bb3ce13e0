# SPDX-License-Identifier: ISC
"""Keys, and signatures by the letter of RFC 6376: over whole messages whose lines end in CRLF, without a library that
could read the RFC in its own way. All randomness comes from the caller."""

import base64
import hashlib
import re

import nacl.signing

SMALL_PRIMES = [n for n in range(3, 2000) if all(n % d for d in range(2, int(n**0.5) + 1))]
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017 section 9.2
SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")
RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")


def is_prime(r, n):
    if any(n % p == 0 for p in SMALL_PRIMES):
        return False
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(8):
        x = pow(r.randrange(2, n - 1), odd, n)
        if x not in (1, n - 1) and not any(pow(x, 2**i, n) == n - 1 for i in range(1, twos)):
            return False
    return True


def make_prime(r, bits, exponent):
    while True:
        n = r.getrandbits(bits) | 3 << bits - 2 | 1
        if n % exponent != 1 and is_prime(r, n):
            return n


def der(tag, octets):
    size = len(octets)
    length = bytes([size]) if size < 128 else bytes([0x80 | (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + length + octets


def integer(n):
    return der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


class RsaKey:
    kind = "rsa"

    def __init__(self, r, bits, exponent=65537):
        p, q = make_prime(r, bits // 2, exponent), make_prime(r, bits // 2, exponent)
        self.bits, self.n, self.e = bits, p * q, exponent
        self.d = pow(exponent, -1, (p - 1) * (q - 1))
        rest = [self.d % (p - 1), self.d % (q - 1), pow(q, -1, p)]
        private = der(0x30, b"".join(map(integer, [0, self.n, self.e, self.d, p, q] + rest)))
        text = base64.encodebytes(private)
        self.pem = b"-----BEGIN RSA PRIVATE KEY-----\n" + text + b"-----END RSA PRIVATE KEY-----\n"
        self.pkcs1 = base64.b64encode(der(0x30, integer(self.n) + integer(self.e)))
        self.public = base64.b64encode(der(0x30, RSA_ALGORITHM + der(3, b"\0" + base64.b64decode(self.pkcs1))))

    def sign(self, octets, algorithm):
        digest = SHA1_INFO + hashlib.sha1(octets).digest() if algorithm == b"rsa-sha1" else SHA256_INFO + hashlib.sha256(octets).digest()
        size = self.bits // 8
        padded = b"\0\1" + b"\xff" * (size - 3 - len(digest)) + b"\0" + digest
        return pow(int.from_bytes(padded, "big"), self.d, self.n).to_bytes(size, "big")


class Ed25519Key:
    kind = "ed25519"

    def __init__(self, r):
        self.key = nacl.signing.SigningKey(r.randbytes(32))
        self.seed = base64.b64encode(bytes(self.key))
        self.public = base64.b64encode(bytes(self.key.verify_key))
        # RFC 8410, which OpenSSL reads
        text = base64.encodebytes(bytes.fromhex("302e020100300506032b657004220420") + bytes(self.key))
        self.pem = b"-----BEGIN PRIVATE KEY-----\n" + text + b"-----END PRIVATE KEY-----\n"

    def sign(self, octets, _):
        return self.key.sign(hashlib.sha256(octets).digest()).signature


def split(message):
    """([field], body): fields with their line ends."""
    head, _, body = message.partition(b"\r\n\r\n")
    return re.findall(rb"[^\r\n][^\n]*\n(?:[ \t][^\n]*\n)*", head + b"\r\n"), body


def field_name(field):
    return field.partition(b":")[0].rstrip(b" \t").lower()


def field_form(field, canonical):
    if canonical == b"simple":
        return field
    name, _, value = field.partition(b":")
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.rstrip(b" \t").lower() + b":" + value + b"\r\n"


def body_form(body, canonical):
    if body and not body.endswith(b"\r\n"):
        body += b"\r\n"
    if canonical == b"relaxed":
        body = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
    body = re.sub(rb"(?:\r\n)*\Z", b"", body)
    return body + b"\r\n" if body or canonical == b"simple" else b""


def chosen_fields(fields, names):
    """Section 5.4.2: repeated names from the bottom up."""
    left = list(fields)
    for name in names:
        for at in reversed(range(len(left))):
            if field_name(left[at]) == name.lower():
                yield left.pop(at)
                break


def sign(message, key, signature, header, body, algorithm, names, length=None):
    """The signature field. signature: the field with %b where the body's digest stands and %s where the signature
    itself does."""
    fields, text = split(message)
    digest = base64.b64encode(hashlib.sha256(body_form(text, body)[:length]).digest())
    if algorithm == b"rsa-sha1":
        digest = base64.b64encode(hashlib.sha1(body_form(text, body)[:length]).digest())
    field = signature.replace(b"%b", digest)
    signed = b"".join(field_form(one, header) for one in chosen_fields(fields, names))
    # b= and the blanks about its value are nothing, and the field has no last CRLF (section 3.7)
    last = re.sub(rb"(?:\s*)%s(?:\s*)(?=;|\Z)", b"", field)
    value = key.sign(signed + re.sub(rb"\r\n\Z", b"", field_form(last, header)), algorithm)
    return field, base64.b64encode(value)
