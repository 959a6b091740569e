"""Encrypts the state of a read where the provider has put a secret of the connection into it, such as a key in the
address of the next page.

The state is stored, and a copy of the database alone must open nothing.
"""

from base64 import b64decode, b64encode

import orjson

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.sealed_columns import READING_STATE
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.reading import NO_STATE, State

_SEALED = READING_STATE.path[-1]


def seal_state(keyring: Keyring, adapter: Adapter, state: State) -> State:
    """The state as it is stored: the same one unless it holds a secret."""
    plain = dict(state)
    if adapter.client.mask.value(plain) == plain:
        return state
    return _sealed(keyring, plain)


def seal_again(keyring: Keyring, state: State) -> State:
    """The stored state, sealed with the newest key. A run may store it as it was, although the keys were rotated."""
    opened = open_state(keyring, state)
    if opened is state or opened == NO_STATE:
        return state
    return _sealed(keyring, opened)


def without_sealed(state: State) -> State:
    """The state, unless it is sealed. Nothing rotates the keys of the cursors that executions keep."""
    return NO_STATE if _SEALED in state else state


def open_state(keyring: Keyring, state: State) -> State:
    """The state as the adapter gave it. Without the key that sealed it, the read begins anew."""
    sealed = state.get(_SEALED)
    if sealed is None:
        return state
    try:
        opened: State = orjson.loads(keyring.unseal(b64decode(str(sealed)), purpose=READING_STATE.purpose))
    except (Unsealable, ValueError):
        return NO_STATE
    return opened


def _sealed(keyring: Keyring, state: State) -> State:
    text = orjson.dumps(dict(state)).decode()
    return {_SEALED: b64encode(keyring.seal(text, purpose=READING_STATE.purpose)).decode()}
