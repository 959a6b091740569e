"""Encrypts the state of a read where the provider has put a secret of the connection into it, such as a key in the
address of the next page.

The state is stored, and a copy of the database alone must open nothing. In another schedule's row it opens nothing
either.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.sealed_columns import READING_STATE
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.reading import NO_STATE, State

_SEALED = READING_STATE.path[-1]


@dataclass(frozen=True, slots=True)
class StateSeal:
    """Encrypts and decrypts the states of one schedule."""

    keyring: Keyring
    schedule_id: UUID

    def seal(self, adapter: Adapter, state: State) -> State:
        """The state as it is stored: the same one unless it holds a secret."""
        plain = dict(state)
        if adapter.client.mask.value(plain) == plain:
            return state
        return self._sealed(plain)

    def seal_again(self, state: State) -> State:
        """The stored state, sealed with the newest key. A run may store it as it was, although keys were rotated."""
        opened = self.open(state)
        if opened is state or opened == NO_STATE:
            return state
        return self._sealed(opened)

    def open(self, state: State) -> State:
        """The state as the adapter gave it. Without the key that sealed it, the read begins anew."""
        sealed = state.get(_SEALED)
        if sealed is None:
            return state
        try:
            text = self.keyring.unseal(b64decode(str(sealed)), purpose=READING_STATE.purpose_beside(self.schedule_id))
            opened: State = orjson.loads(text)
        except (Unsealable, ValueError):
            return NO_STATE
        return opened

    def _sealed(self, state: State) -> State:
        text = orjson.dumps(dict(state)).decode()
        sealed = self.keyring.seal(text, purpose=READING_STATE.purpose_beside(self.schedule_id))
        return {_SEALED: b64encode(sealed).decode()}


def without_sealed(state: State) -> State:
    """The state, unless it is sealed. Nothing rotates the keys of the cursors that executions keep."""
    return NO_STATE if _SEALED in state else state
