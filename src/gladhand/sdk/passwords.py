"""Passwords that a provider requires for a new user. The hub does not store them; the fleet sets another one."""

import secrets
import string
from collections.abc import Iterable

_LENGTH = 20
_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.!")
# Without letters and digits that look alike, because people read passwords aloud.
_CONFUSED = frozenset("0O1lI")
_SHORTEST_PART = 3


def new_password(names: Iterable[str] = ()) -> str:
    """A random password of small and capital letters, digits and signs that holds no part of these names.

    Pass it through `Client.hide` at once, so that no error and no dry run shows it.
    """
    parts = {part for name in names for part in _parts(name)}
    alphabet = [each for kind in _KINDS for each in kind if each not in _CONFUSED]
    while True:
        password = "".join(secrets.choice(alphabet) for _ in range(_LENGTH))
        if _is_fit(password) and not any(part in password.lower() for part in parts):
            return password


def _is_fit(password: str) -> bool:
    # A password that begins or ends with a sign is often copied without it.
    has_plain_ends = password[0].isalnum() and password[-1].isalnum()
    return has_plain_ends and all(any(each in kind for each in password) for kind in _KINDS)


def _parts(name: str) -> list[str]:
    words = "".join(each if each.isalnum() else " " for each in name.lower()).split()
    return [word for word in words if len(word) >= _SHORTEST_PART]
