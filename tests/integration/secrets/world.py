"""Every secret that was made, who may read it, and where it was found."""

import hashlib
import re
from base64 import b64encode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote
from uuid import UUID

from tests.conftest import Api, PartnerFixture
from tests.integration.conftest import Connected

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: Keys of answers whose values are secrets.
SECRET_KEYS = frozenset({
    "client_secret", "access_token", "refresh_token", "pre_registration_access_token", "pre_registration_refresh_token",
})  # fmt: skip
OPERATOR = "operator in the console"
# Characters; no form of a secret has a shorter run of those that `_RUN` names.
_KEY_LENGTH = 12
# All that is not in such a run holds no whole form: few characters of an answer are left to be looked at.
_RUN = re.compile(r"[\w%.~+/=-]{12,}")


@dataclass(frozen=True)
class KnownSecret:
    """A value, and the names of the callers who may read it through the API."""

    what: str
    value: str
    readers: frozenset[str] = frozenset()

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The value as it stands, and as it would look encoded."""
        return tuple(self._forms())

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        return tuple(self._hashes())

    def _forms(self) -> Iterator[str]:
        for raw in self._raw():
            yield raw.hex()
            yield b64encode(raw).decode().rstrip("=")
            yield urlsafe_b64encode(raw).decode().rstrip("=")
        yield self.value
        yield quote(self.value, safe="")

    def _hashes(self) -> Iterator[str]:
        for raw in self._raw():
            digest = hashlib.sha256(raw)
            yield digest.hexdigest()[:16]
            yield b64encode(digest.digest()).decode()[:16]
            yield urlsafe_b64encode(digest.digest()).decode()[:16]

    def _raw(self) -> tuple[bytes, ...]:
        raw = self.value.encode()
        return (raw, UUID(self.value).bytes) if IDS.fullmatch(self.value) else (raw,)


@dataclass
class SecretsWorld:
    """Two partners who share a fleet, a second fleet of one of them, a stranger, and every secret among them."""

    callers: dict[str, Api] = field(default_factory=dict)
    partners: dict[str, PartnerFixture] = field(default_factory=dict)
    secrets: dict[str, KnownSecret] = field(default_factory=dict)
    """By value."""
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The public ids of invitations, by partner."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What bodies of requests refer to, such as `tsp_id`."""
    shared: Connected | None = None
    reached: set[tuple[str, str]] = field(default_factory=set)
    """Routes that somebody has used with success: method and path."""
    found: dict[str, list[str]] = field(default_factory=dict)
    """Secrets in answers, by caller and request."""
    read: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """All ids in the answers to a caller."""
    _searched: set[int] = field(default_factory=set)
    _by_key: dict[str, list[tuple[str, KnownSecret, bool]]] = field(default_factory=lambda: defaultdict(list))
    """All forms of all secrets, by the beginning of their longest run."""
    _known: int = 0

    def add(self, what: str, value: str, *readers: str) -> str:
        assert _RUN.search(value), what
        self.secrets.setdefault(value, KnownSecret(what, value, frozenset(readers)))
        return value

    def add_invitation(self, invitation: Mapping[str, Any], partner: str) -> Mapping[str, Any]:
        # An operator has the partners' pages of the console, too.
        self.add(f"id of an invitation of {partner}", invitation["id"], partner, OPERATOR)
        for name in ("pre_registration_access_token", "pre_registration_refresh_token"):
            if invitation[name] is not None:
                self.add(f"{name} of an invitation of {partner}", invitation[name], partner)
        if invitation["id"] not in self.links[partner]:
            self.links[partner].append(invitation["id"])
        return invitation

    def add_made(self, answer: Any, reader: str, where: str) -> None:
        """Note the secrets in an answer to a write, which this caller may read from now on."""
        if isinstance(answer, dict):
            if "magic_link" in answer:
                self.add_invitation(answer, reader)
            for name in SECRET_KEYS & answer.keys():
                if isinstance(answer[name], str):
                    self.add(f"{name} by {where}", answer[name], reader)

    def leaks(self, text: str, reader: str | None, *, hashed: bool = True) -> list[str]:
        """What the text holds that the reader must not see. No reader: nobody may read it there."""
        # One look-up for each place in the text is faster than a search for each of the thousands of forms.
        by_key = self._forms()
        places = {
            run[start : start + _KEY_LENGTH]
            for run in set(_RUN.findall(text))
            for start in range(len(run) - _KEY_LENGTH + 1)
        }
        return [
            f"{each.what} ({form[:_KEY_LENGTH]}…)"
            for key in by_key.keys() & places
            for form, each, is_hash in by_key[key]
            if (reader is None or reader not in each.readers) and (hashed or not is_hash) and form in text
        ]

    def _forms(self) -> Mapping[str, list[tuple[str, KnownSecret, bool]]]:
        for each in list(self.secrets.values())[self._known :]:
            for forms, is_hash in ((each.forms, False), (each.hashes, True)):
                for form in forms:
                    self._by_key[_key(form)].append((form, each, is_hash))
        self._known = len(self.secrets)
        return self._by_key

    def search(self, text: str, reader: str, where: str) -> None:
        """Search an answer to this reader."""
        digest = hash((reader, text))
        if digest not in self._searched and (leaks := self.leaks(text, reader)):
            self.found[f"{reader}: {where}"] = leaks
        self._searched.add(digest)
        # The documents are full of examples.
        if "/v2/" in where and not any(part in where for part in ("openapi", "/schemas", "/ref-")):
            self.read[reader] |= set(IDS.findall(text))


def _key(form: str) -> str:
    runs: list[str] = _RUN.findall(form)
    return max(runs, key=len)[:_KEY_LENGTH]


def reader_of(caller: str) -> str:
    """A partner that holds a token of a fleet reads as itself."""
    return "second" if caller == "second as fleet" else caller
