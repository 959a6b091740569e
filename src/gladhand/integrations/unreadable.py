"""Secrets of connections, and positions of their reads, that no encryption key of this process decrypts."""

from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.unreadable import find_unsealed
from gladhand.resources.enums import ResourceOperationErrorTypeEnum
from gladhand.sdk.errors import Unavailable


class CredentialsUnreadable(Unavailable):
    """No key decrypts the stored credentials, or the session. Operations are tried again: the key may come back."""

    error_type = ResourceOperationErrorTypeEnum.TSP

    def __init__(self) -> None:
        super().__init__("This server cannot decrypt the credentials of the connection.")


class StateUnreadable(Unavailable):
    """No key decrypts where a read goes on. The read keeps its position and is tried again: the key may come back."""

    error_type = ResourceOperationErrorTypeEnum.TSP
    counted = False

    def __init__(self) -> None:
        super().__init__(
            "This server cannot decrypt where the read goes on. The operator brings its key back, or sets the "
            "schedule's cursor to null, so that the read starts from the beginning."
        )


def unsealed(keyring: Keyring, sealed: bytes, *, purpose: str, connection_id: UUID) -> str:
    """The secret. Raises `CredentialsUnreadable`."""
    secret = find_unsealed(keyring, sealed, purpose=purpose, connection_id=connection_id)
    if secret is None:
        raise CredentialsUnreadable
    return secret
