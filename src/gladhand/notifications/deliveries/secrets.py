"""The secrets that deliveries are signed with, decrypted once."""

from functools import lru_cache
from uuid import UUID

from gladhand.core.crypto import Keyring, Secret
from gladhand.core.sealed_columns import CALLBACK_SECRET, WEBHOOK_SECRET
from gladhand.core.unreadable import find_unsealed
from gladhand.notifications.deliveries.queries import DeliveryQueue

_MOST_REMEMBERED = 10_000


class QueueSecrets:
    """Decrypts the secrets of subscriptions and callback URLs, and remembers them."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        # Sealed bytes differ when the secret has changed.
        self._unsealed = lru_cache(_MOST_REMEMBERED)(self._unseal)

    def of(self, queue: DeliveryQueue) -> list[Secret]:
        """The current secret, then those that were replaced recently. Empty when the current one cannot be read."""
        purpose = (CALLBACK_SECRET if queue.is_callback else WEBHOOK_SECRET).purpose
        secrets = [
            self._unsealed(sealed, purpose, queue.webhook_id) for sealed in (queue.secret, *queue.retired_secrets)
        ]
        return [] if secrets[0] is None else [secret for secret in secrets if secret is not None]

    def _unseal(self, sealed: bytes, purpose: str, webhook_id: UUID) -> Secret | None:
        # Without the key, what waits here goes on waiting, for a worker with the right keys or for a new secret.
        secret = find_unsealed(self._keyring, sealed, purpose=purpose, webhook_id=webhook_id)
        return None if secret is None else Secret(secret)
