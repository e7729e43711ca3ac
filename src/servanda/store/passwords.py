"""Passwords and secrets: what is kept of them tells nobody what they are."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from servanda.errors import UsageError

SHORTEST, LONGEST = 12, 1000
"""Characters that a password has. No rule beyond (NIST SP 800-63B): rules make worse passwords."""
_HASHER = PasswordHasher()  # argon2id, with the parameters of RFC 9106 for little memory
_AT_ONCE = BoundedSemaphore(4)
"""Each takes 64 MiB for a moment: many who try at once wait in line."""


def sealed(password: str) -> str:
    """What is kept of a password; :class:`UsageError` for one too short or too long.

    >>> sealed("correct horse battery staple").startswith("$argon2id$")
    True
    """
    if not SHORTEST <= len(_plain(password)) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(_plain(password))


def fits(password: str, seal: str | None) -> bool:
    """Whether a password is the sealed one; without a seal it takes as long to say no."""
    try:
        with _AT_ONCE:
            _HASHER.verify(seal or _nobodys(), _plain(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return seal is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def _plain(password: str) -> str:
    """The same characters, whichever way a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def new_secret() -> str:
    """A secret that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of such a secret. It needs no slow hash: there is nothing to guess from.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
