"""Links by which a person stops the messages of one partner, without an account and as long as the key that signed them
is in `GLADHAND_ENCRYPTION_KEYS`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from uuid import UUID

from gladhand.core.crypto import Keyring

#: The page of Connect that these links open.
PATH = "/mail/stop"

_PURPOSE = "mail.stop"
_ID_BYTES = 16
_HASH_BYTES = 32


@dataclass(frozen=True)
class MailStop:
    """The partner, and the address as its messages know it."""

    partner_id: UUID
    recipient_hash: bytes


def stop_token(keyring: Keyring, stop: MailStop) -> str:
    subject = urlsafe_b64encode(stop.partner_id.bytes + stop.recipient_hash).decode()
    return f"{subject}.{keyring.mac(subject, purpose=_PURPOSE)}"


def stop_url(connect_url: str, keyring: Keyring, stop: MailStop, language: str) -> str:
    return f"{connect_url}{PATH}?lang={language}&t={stop_token(keyring, stop)}"


def read_stop_token(keyring: Keyring, token: str) -> MailStop | None:
    """What the token stands for. None if no key of ours has signed it."""
    subject, _dot, mac = token.partition(".")
    if not keyring.mac_matches(mac, subject, purpose=_PURPOSE):
        return None
    try:
        found = urlsafe_b64decode(subject)
    except (Base64Error, ValueError):
        return None
    if len(found) != _ID_BYTES + _HASH_BYTES:
        return None
    return MailStop(UUID(bytes=found[:_ID_BYTES]), found[_ID_BYTES:])
