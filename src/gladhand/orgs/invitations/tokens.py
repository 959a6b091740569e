"""The two tokens of an accepted invitation. They are encrypted in its row, and in the clear when its partner reads
it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.core.crypto import Keyring
from gladhand.core.sealed_columns import ACCESS_TOKEN, REFRESH_TOKEN
from gladhand.core.unreadable import find_unsealed
from gladhand.notifications.sealed_links import filled
from gladhand.orgs.invitations.rendering_queries import TOKEN_PLACEHOLDER


@dataclass(frozen=True, slots=True)
class SealedTokens:
    """The tokens of one invitation, encrypted; both are None until it is accepted."""

    access: bytes | None
    refresh: bytes | None
    session_id: UUID | None = None
    """Set where tokens are stored."""


def seal(tokens: FleetTokens, keyring: Keyring, invitation_id: UUID) -> SealedTokens:
    """Encrypt the tokens for this invitation: beside another one they do not decrypt."""
    return SealedTokens(
        access=keyring.seal(tokens.access, purpose=ACCESS_TOKEN.purpose_beside(invitation_id)),
        refresh=keyring.seal(tokens.refresh, purpose=REFRESH_TOKEN.purpose_beside(invitation_id)),
        session_id=tokens.session_id,
    )


def with_tokens(text: bytes, sealed: Sequence[tuple[UUID, SealedTokens]], keyring: Keyring | None) -> bytes:
    """JSON text with the tokens of these invitations, by their ids, in place of its placeholders; null without a
    keyring."""
    if keyring is None:
        return text.replace(TOKEN_PLACEHOLDER.encode(), b"null")
    values = []
    for invitation_id, tokens in sealed:
        values += [
            _json(tokens.access, keyring, ACCESS_TOKEN.purpose_beside(invitation_id)),
            _json(tokens.refresh, keyring, REFRESH_TOKEN.purpose_beside(invitation_id)),
        ]
    return filled(text, TOKEN_PLACEHOLDER.encode(), values)


def _json(sealed: bytes | None, keyring: Keyring, purpose: str) -> bytes:
    return orjson.dumps(_unsealed(sealed, keyring, purpose))


def _unsealed(sealed: bytes | None, keyring: Keyring, purpose: str) -> str | None:
    if sealed is None:
        return None
    # One unreadable token must not hide the list; the next refresh of the invitation makes new tokens.
    return find_unsealed(keyring, sealed, purpose=purpose)
