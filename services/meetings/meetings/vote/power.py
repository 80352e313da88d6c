"""RSA without padding: a number to the power of a private key, which Python's packages do not offer.

By the OpenSSL that Python itself stands on, where it can be reached: it masks each number, takes the same time for
all, and checks what comes out, in a quarter of the time that pycryptodome takes, which does it elsewhere.
"""

import ctypes
from contextlib import suppress
from ctypes.util import find_library
from functools import cache
from importlib import import_module
from secrets import randbelow
from typing import Any, Protocol

from Crypto.Math.Numbers import Integer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

NO_PADDING = 3
POINTER, SIZE, BYTES = ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.c_char_p
FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "d2i_AutoPrivateKey": (POINTER, POINTER, ctypes.POINTER(BYTES), ctypes.c_long),
    "EVP_PKEY_free": (None, POINTER),
    "EVP_PKEY_CTX_new": (POINTER, POINTER, POINTER),
    "EVP_PKEY_CTX_free": (None, POINTER),
    "EVP_PKEY_CTX_set_rsa_padding": (ctypes.c_int, POINTER, ctypes.c_int),
    "EVP_PKEY_sign_init": (ctypes.c_int, POINTER),
    "EVP_PKEY_sign": (ctypes.c_int, POINTER, BYTES, SIZE, BYTES, ctypes.c_size_t),
    "EVP_PKEY_encrypt_init": (ctypes.c_int, POINTER),
    "EVP_PKEY_encrypt": (ctypes.c_int, POINTER, BYTES, SIZE, BYTES, ctypes.c_size_t),
    "ERR_clear_error": (None,),
}


class Power(Protocol):
    """Numbers are as long as the modulus, and below it."""

    def private(self, number: bytes) -> bytes: ...

    def public(self, number: bytes) -> bytes: ...


class Native:
    """Of OpenSSL 3; for one thread at a time."""

    _key = _signing = _checking = None

    def __init__(self, lib: Any, key: rsa.RSAPrivateKey) -> None:
        self._lib, self._length = lib, key.key_size // 8
        self._out = ctypes.create_string_buffer(self._length)
        self._key = self._loaded(key)
        self._signing, self._checking = self._context("sign"), self._context("encrypt")

    def _loaded(self, key: rsa.RSAPrivateKey) -> Any:
        form = serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL
        der = key.private_bytes(*form, serialization.NoEncryption())
        return self._done(self._lib.d2i_AutoPrivateKey(None, ctypes.byref(BYTES(der)), len(der)))

    def _context(self, use: str) -> Any:
        context = self._done(self._lib.EVP_PKEY_CTX_new(self._key, None))
        self._done(getattr(self._lib, f"EVP_PKEY_{use}_init")(context) > 0)
        self._done(self._lib.EVP_PKEY_CTX_set_rsa_padding(context, NO_PADDING) > 0)
        return context

    def private(self, number: bytes) -> bytes:
        return self._answer(self._lib.EVP_PKEY_sign, self._signing, number)

    def public(self, number: bytes) -> bytes:
        return self._answer(self._lib.EVP_PKEY_encrypt, self._checking, number)

    def _answer(self, function: Any, context: Any, number: bytes) -> bytes:
        length = ctypes.c_size_t(self._length)
        self._done(function(context, self._out, ctypes.byref(length), number, len(number)) > 0)
        return self._out.raw

    def _done(self, result: Any) -> Any:
        if not result:
            self._lib.ERR_clear_error()  # else who uses OpenSSL next takes it for their own
            raise ArithmeticError("OpenSSL does not take this number")
        return result

    def __del__(self) -> None:
        """Their memory is cleared by it."""
        for context in (self._signing, self._checking):
            self._lib.EVP_PKEY_CTX_free(context)
        self._lib.EVP_PKEY_free(self._key)


class Portable:
    """By the Chinese remainder theorem; masked, as not every step takes the same time."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        numbers = key.private_numbers()
        self._p, self._q, self._inverse = (Integer(one) for one in (numbers.p, numbers.q, numbers.iqmp))
        self._dp, self._dq = Integer(numbers.dmp1), Integer(numbers.dmq1)
        self._n, self._e = Integer(numbers.public_numbers.n), numbers.public_numbers.e
        self._length = key.key_size // 8

    def private(self, number: bytes) -> bytes:
        mask = Integer(2 + randbelow(int(self._n) - 2))
        masked = Integer(int.from_bytes(number)) * pow(mask, self._e, self._n) % self._n
        one, other = pow(masked % self._p, self._dp, self._p), pow(masked % self._q, self._dq, self._q)
        apart = (one + self._p - other % self._p) * self._inverse % self._p
        return bytes(((other + apart * self._q) * mask.inverse(self._n) % self._n).to_bytes(self._length))

    def public(self, number: bytes) -> bytes:
        return bytes(pow(Integer(int.from_bytes(number)), self._e, self._n).to_bytes(self._length))


def power_of(key: rsa.RSAPrivateKey) -> Power:
    lib = openssl()
    return Native(lib, key) if lib is not None else Portable(key)


@cache
def openssl() -> Any:
    """None where Python holds it inside itself and the system has none, or an old one."""
    for path in (getattr(import_module("_ssl"), "__file__", None), find_library("crypto")):
        with suppress(OSError, AttributeError):
            if path is not None:
                return _declared(ctypes.CDLL(path))
    return None


def _declared(lib: Any) -> Any:
    for name, (answer, *arguments) in FUNCTIONS.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = answer, arguments
    return lib
