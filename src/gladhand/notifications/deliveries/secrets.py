"""The secrets that deliveries are signed with, decrypted once."""

from functools import lru_cache
from uuid import UUID

from gladhand.core.crypto import Keyring, Secret, Unsealable
from gladhand.core.log import get_logger
from gladhand.core.sealed_columns import CALLBACK_SECRET, WEBHOOK_SECRET
from gladhand.notifications.deliveries import log_events
from gladhand.notifications.deliveries.queries import DeliveryQueue

log = get_logger()

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
        try:
            return Secret(self._keyring.unseal(sealed, purpose=purpose))
        except Unsealable as error:
            # The operator's keys do not fit: what waits here goes on waiting, for a worker with the right keys.
            log.error(log_events.UNSEALABLE, webhook_id=str(webhook_id), reason=str(error))
            return None
