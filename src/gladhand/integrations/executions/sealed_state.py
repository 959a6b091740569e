"""Encrypts the state of a read where the provider has put a secret of the connection into it, such as a key in the
address of the next page.

The state is stored, and a copy of the database alone must open nothing. In another schedule's row it opens nothing
either. A read whose state cannot be decrypted waits where it is: from its beginning, a feed would lack all until now.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.sealed_columns import READING_STATE
from gladhand.core.unreadable import find_unsealed
from gladhand.integrations.unreadable import StateUnreadable
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
        return self._sealed(orjson.dumps(plain).decode())

    def seal_again(self, state: State) -> State:
        """The stored state, sealed with the newest key. A run may store it as it was, although keys were rotated.

        Without the key that sealed it, it stays as it is: `open` tells who needs it.
        """
        sealed = _sealed_bytes(state)
        if sealed is None:
            return state
        try:
            return self._sealed(self.keyring.unseal(sealed, purpose=READING_STATE.purpose_beside(self.schedule_id)))
        except Unsealable:
            return state

    def open(self, state: State) -> State:
        """The state as the adapter gave it. Raises `StateUnreadable` if no key decrypts it."""
        sealed = _sealed_bytes(state)
        if sealed is None:
            return state
        text = find_unsealed(
            self.keyring, sealed, purpose=READING_STATE.purpose_beside(self.schedule_id), schedule_id=self.schedule_id
        )
        if text is None:
            raise StateUnreadable
        opened: State = orjson.loads(text)
        return opened

    def _sealed(self, text: str) -> State:
        return {
            _SEALED: b64encode(self.keyring.seal(text, purpose=READING_STATE.purpose_beside(self.schedule_id))).decode()
        }


def _sealed_bytes(state: State) -> bytes | None:
    """The sealed value; None if the state is not sealed. Bytes that were damaged decrypt with no key."""
    if (sealed := state.get(_SEALED)) is None:
        return None
    try:
        return b64decode(str(sealed))
    except ValueError:
        return b""


def without_sealed(state: State) -> State:
    """The state, unless it is sealed. Nothing rotates the keys of the cursors that executions keep."""
    return NO_STATE if _SEALED in state else state
