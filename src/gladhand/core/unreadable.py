"""Stored secrets that no key of this process decrypts: one log line and one metric for all kinds."""

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.metrics import counter

log = get_logger()

_UNREADABLE = LogEvent(
    "secret.unreadable",
    "No key of `GLADHAND_ENCRYPTION_KEYS` decrypts a stored secret. What needs it fails or waits; the key must return.",
)
_COUNT = counter("secrets_unreadable", "Attempts to read stored secrets whose key is missing, by their kind.", "kind")


def find_unsealed(keyring: Keyring, sealed: bytes, *, purpose: str, **ids: object) -> str | None:
    """The secret; None if no key decrypts it. `ids` say in the log whose it is."""
    try:
        return keyring.unseal(sealed, purpose=purpose)
    except Unsealable as error:
        log.error(_UNREADABLE, reason=str(error), **{name: str(value) for name, value in ids.items()})
        _COUNT.labels(purpose.partition("/")[0]).inc()
        return None
