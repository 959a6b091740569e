"""Passwords: Argon2id hashes, and the rules for new ones."""

import asyncio
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gladhand.auth.people.problems import BadPassword, PasswordFlaw
from gladhand.core.crypto import Secret

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 200
# Each check takes 19 MiB and some 30 ms of a processor. More at once would only wait for each other.
_AT_ONCE = 4
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Passwords:
    """Hashes and checks passwords in threads, a few at a time."""

    def __init__(self) -> None:
        self._semaphore = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: Secret) -> str:
        async with self._semaphore:
            return await asyncio.to_thread(_hasher.hash, _normal(password))

    async def matches(self, password: Secret, stored: str | None) -> bool:
        """Whether it is the password. Without a stored one it takes as long, and is false."""
        async with self._semaphore:
            is_right = await asyncio.to_thread(_matches, stored or _nobodys(), _normal(password))
        return is_right and stored is not None

    @staticmethod
    def needs_rehash(stored: str) -> bool:
        """Whether it was made with other costs than those of this release."""
        return _hasher.check_needs_rehash(stored)


def check_rules(password: Secret, email: str) -> None:
    """Raises `BadPassword`. There are no rules about kinds of characters, because they make passwords worse."""
    text = _normal(password)
    if len(text) < LEAST_CHARACTERS:
        raise BadPassword(PasswordFlaw.TOO_SHORT)
    if len(text) > MOST_CHARACTERS:
        raise BadPassword(PasswordFlaw.TOO_LONG)
    plain = text.casefold()
    if plain in _common() or len(set(plain)) < 4:
        raise BadPassword(PasswordFlaw.COMMON)
    if plain in (email.casefold(), email.partition("@")[0].casefold()):
        raise BadPassword(PasswordFlaw.LIKE_EMAIL)


def _normal(password: Secret) -> str:
    """The same text from every keyboard."""
    return unicodedata.normalize("NFKC", password.reveal())


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("")


@cache
def _common() -> frozenset[str]:
    """Passwords that attackers try first; those that the other rules refuse are left out."""
    text = (files("gladhand.auth.people") / "weak_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
