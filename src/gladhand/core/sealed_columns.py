"""Columns whose values are encrypted with `GLADHAND_ENCRYPTION_KEYS`: the one list that the rotation of keys follows.

Tests hold this list against the migrated schema.
"""

from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID


@dataclass(frozen=True)
class SealedColumn:
    """A column of encrypted values, and the purpose that is authenticated with each of them."""

    table: LiteralString
    name: LiteralString
    key: tuple[LiteralString, ...]
    """The primary key of the table."""
    purpose: str
    bound_to: LiteralString | None = None
    """The column whose value is part of the purpose: the value decrypts only beside its own."""
    is_array: bool = False
    path: tuple[LiteralString, ...] = ()
    """Where the value lies, as base64, in a column of JSON."""

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"

    def purpose_beside(self, value: UUID) -> str:
        """The purpose in a row with this value of `bound_to`."""
        return f"{self.purpose}/{value}"


_BY_PARTNER: tuple[LiteralString, ...] = ("partner_id", "id")

IDEMPOTENT_ANSWER = SealedColumn("idempotency_key", "answer", ("client", "key"), "idempotency_key.answer")
SIGNING_KEY = SealedColumn("signing_key", "private_key", ("kid",), "signing_key.private_key")
TOTP_SECRET = SealedColumn("person", "totp_secret", ("id",), "person.totp_secret", "id")
CALLBACK_SECRET = SealedColumn("partner", "callback_secret", ("id",), "partner.callback_secret")
INVITATION_LINK = SealedColumn("invitation", "sealed_link", _BY_PARTNER, "invitation.link", "partner_id")
ACCESS_TOKEN = SealedColumn("invitation", "access_token", _BY_PARTNER, "invitation.access_token", "id")
REFRESH_TOKEN = SealedColumn("invitation", "refresh_token", _BY_PARTNER, "invitation.refresh_token", "id")
EVENT_LINK = SealedColumn("event", "sealed_link", _BY_PARTNER, INVITATION_LINK.purpose, "partner_id")
MAIL = SealedColumn("mail", "sealed", _BY_PARTNER, "mail.content", "id")
WEBHOOK_SECRET = SealedColumn("webhook", "secret", _BY_PARTNER, "webhook.secret")
RETIRED_WEBHOOK_SECRETS = SealedColumn("webhook", "retired_secrets", _BY_PARTNER, WEBHOOK_SECRET.purpose, is_array=True)
CREDENTIALS = SealedColumn("connection", "credentials", ("fleet_id", "id"), "connection.credentials")
PRE_AUTH = SealedColumn("connection_pre_auth", "sealed", ("fleet_id", "id"), "connection.pre_auth")
SESSION = SealedColumn("connection_session", "sealed", ("fleet_id", "connection_id"), "connection.session")
SHARING_LINK = SealedColumn("sharing_link", "sealed", ("partner_id", "fleet_id"), "sharing_link.secret", "fleet_id")
FINGERPRINT_KEY = SealedColumn("fingerprint_key", "sealed", ("is_only",), "fingerprint_key")
LINK_PARAMETERS = SealedColumn("sign_in", "link_parameters", ("fleet_id", "state"), "sign_in.link_parameters")
# States of reads that hold a secret of the connection.
_STATE: tuple[LiteralString, ...] = ("state", "gladhand.sealed")
READING_STATE = SealedColumn("schedule", "position", ("fleet_id", "id"), "schedule.state", "id", path=_STATE)
HISTORY_STATE = SealedColumn(
    "schedule", "history_position", ("fleet_id", "id"), READING_STATE.purpose, "id", path=_STATE
)

SEALED_COLUMNS = (
    IDEMPOTENT_ANSWER,
    SIGNING_KEY,
    TOTP_SECRET,
    CALLBACK_SECRET,
    INVITATION_LINK,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    EVENT_LINK,
    MAIL,
    WEBHOOK_SECRET,
    RETIRED_WEBHOOK_SECRETS,
    CREDENTIALS,
    PRE_AUTH,
    SESSION,
    SHARING_LINK,
    FINGERPRINT_KEY,
    LINK_PARAMETERS,
    READING_STATE,
    HISTORY_STATE,
)
