"""Encrypts the state of a read where the provider has put a secret of the connection into it, such as a key in the
address of the next page.

The state is stored, and a copy of the database alone must open nothing.
"""

from base64 import b64decode, b64encode

import orjson

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.reading import NO_STATE, State

_PURPOSE = "schedule.state"
_SEALED = "gladhand.sealed"


def seal_state(keyring: Keyring, adapter: Adapter, state: State) -> State:
    """The state as it is stored: the same one unless it holds a secret."""
    plain = dict(state)
    if adapter.client.mask.value(plain) == plain:
        return state
    return {_SEALED: b64encode(keyring.seal(orjson.dumps(plain).decode(), purpose=_PURPOSE)).decode()}


def open_state(keyring: Keyring, state: State) -> State:
    """The state as the adapter gave it. Without the key that sealed it, the read begins anew."""
    sealed = state.get(_SEALED)
    if sealed is None:
        return state
    try:
        opened: State = orjson.loads(keyring.unseal(b64decode(str(sealed)), purpose=_PURPOSE))
    except (Unsealable, ValueError):
        return NO_STATE
    return opened
