"""Public ids of invitations, which are the secrets of magic links. Who knows a public id acts for the fleet, so no
table has one in the clear. Rows of invitations and events hold it sealed for the partner that invited, and JSON that
PostgreSQL renders has a placeholder, which is replaced when that partner reads, or when a delivery is sent to it.
A caller who may not invite fleets reads zeros in its place.
"""

import hashlib
from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.sealed_columns import INVITATION_LINK
from gladhand.core.unreadable import find_unsealed

#: Stands for a public id inside JSON text. PostgreSQL and orjson write a slash without a backslash, and a backslash
#: doubled: no text that a client sends becomes the placeholder.
PLACEHOLDER: LiteralString = r"invitation\/id"

_PLACEHOLDER_BYTES = PLACEHOLDER.encode()
_NOTHING = str(UUID(int=0))


def hash_link(link_id: UUID) -> bytes:
    """The hash by which rows are found. The id has 122 random bits, so that one SHA-256 cannot be reversed."""
    return hashlib.sha256(link_id.bytes).digest()


def seal_link(link_id: UUID, keyring: Keyring, partner_id: UUID) -> bytes:
    """Seal a public id for the partner that invited: in rows of another partner it does not unseal."""
    return keyring.seal(str(link_id), purpose=INVITATION_LINK.purpose_beside(partner_id))


def unseal_link(sealed: bytes, keyring: Keyring, partner_id: UUID) -> UUID:
    """The public id of an invitation of this partner; zeros if its key is missing."""
    return UUID(_unsealed(sealed, keyring, INVITATION_LINK.purpose_beside(partner_id)))


def magic_link_json(connect_url: str) -> str:
    """A magic link as JSON text, with the placeholder."""
    return f'"{connect_url}/?invite={PLACEHOLDER}"'


def find_magic_link(connect_url: str, sealed: bytes, keyring: Keyring, partner_id: UUID) -> str | None:
    """The magic link of a sealed public id, in the clear; None if its key is missing."""
    text = find_with_link(magic_link_json(connect_url), sealed, keyring, partner_id)
    return None if text is None else str(orjson.loads(text))


def find_with_link(text: str, sealed: bytes | None, keyring: Keyring, partner_id: UUID) -> str | None:
    """The JSON text as of `with_link`, for what is sent and cannot be taken back: None if the key of the id is
    missing."""
    if sealed is None:
        return text
    link = find_unsealed(keyring, sealed, purpose=INVITATION_LINK.purpose_beside(partner_id))
    return None if link is None else text.replace(PLACEHOLDER, link)


def with_link(text: str, sealed: bytes | None, keyring: Keyring | None, partner_id: UUID) -> str:
    """The JSON text with the public id in place of its placeholders; without a sealed id, the text as it is. Without a
    keyring the reader may not have the link, and the id is zeros; so it is if its key is missing."""
    found = None if keyring is None else find_with_link(text, sealed, keyring, partner_id)
    return text.replace(PLACEHOLDER, _NOTHING) if found is None else found


def with_links(
    text: bytes, sealed: Sequence[bytes], keyring: Keyring | None, partner_id: UUID, *, per_row: int = 1
) -> bytes:
    """JSON text of several rows, each of which has so many placeholders for its public id. Without a keyring the ids
    are zeros."""
    if keyring is None:
        return text.replace(_PLACEHOLDER_BYTES, _NOTHING.encode())
    purpose = INVITATION_LINK.purpose_beside(partner_id)
    ids = [_unsealed(each, keyring, purpose).encode() for each in sealed]
    return filled(text, _PLACEHOLDER_BYTES, ids, each_times=per_row)


def filled(text: bytes, placeholder: bytes, values: Sequence[bytes], *, each_times: int = 1) -> bytes:
    """The text with these values, each so many times in a row, in place of its placeholders."""
    if not values:
        return text
    pieces = text.split(placeholder)
    # Slices, because loops over the hundreds of pieces of a list take longer than the unsealing.
    parts = [b""] * (2 * len(pieces) - 1)
    parts[::2] = pieces
    for number in range(each_times):
        parts[1 + 2 * number :: 2 * each_times] = values
    return b"".join(parts)


def _unsealed(sealed: bytes, keyring: Keyring, purpose: str) -> str:
    # One unreadable row must not hide the list.
    return find_unsealed(keyring, sealed, purpose=purpose) or _NOTHING
