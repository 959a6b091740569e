"""The last touch to an invitation's JSON: its two tokens, which PostgreSQL holds and renders sealed."""

import re
from uuid import UUID

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.log import get_logger
from gladhand.core.paging import Cursor, Key, Page
from gladhand.orgs.invitations.queries import Listed

log = get_logger()

_START = re.compile(r'\{"id":"([^"]+)","created_at":"([^"]+)"')
_TOKENS = re.compile(
    r',"pre_registration_access_token":(?:null|"([0-9a-f]*)"),"pre_registration_refresh_token":(?:null|"([0-9a-f]*)")\}\Z'
)
_BEGIN = '{"id":"'
# Id and creation time are within the first so many bytes of a record.
_KEY_BYTES = 128
_NO_TOKENS = ',"pre_registration_access_token":null,"pre_registration_refresh_token":null}'


def key(record: str) -> Key:
    """Where the invitation stands in a list."""
    found = _START.match(record)
    assert found is not None
    return found[2], found[1]


def invitation_id(record: str) -> UUID:
    return UUID(key(record)[1])


def purpose(token: str, invitation: UUID) -> str:
    """What a token (`access` or `refresh`) is sealed for: this invitation and no other."""
    return f"invitation.{token}_token/{invitation}"


def with_tokens(record: str, keyring: Keyring) -> str:
    """The record as its partner reads it, with the tokens in the clear."""
    if record.endswith(_NO_TOKENS):
        return record
    start, access, refresh = _cut(record)
    invitation = invitation_id(record)
    return start + _rendered(
        _unsealed(access, keyring, purpose("access", invitation)),
        _unsealed(refresh, keyring, purpose("refresh", invitation)),
    )


def without_tokens(record: str) -> str:
    """The record as it may go to where tokens must not."""
    return record if record.endswith(_NO_TOKENS) else _cut(record)[0] + _NO_TOKENS


def page(found: Listed, cursor: Cursor, keyring: Keyring) -> Page:
    """The contract's page, with the tokens of its accepted invitations in the clear."""
    beyond = None if found.beyond is None else key(found.beyond)
    records = found.records
    if records is None:
        return Page.between((), None, beyond, cursor=cursor, total=found.total)
    # Inside a JSON string the quotation marks would have backslashes: this is the start of a record and nothing else.
    edges = _key_at(records, 0), _key_at(records, records.rindex(_BEGIN.encode()))
    if found.any_accepted:
        records = _all_with_tokens(records.decode(), keyring).encode()
    return Page.between(records, edges, beyond, cursor=cursor, total=found.total)


def _key_at(records: bytes, start: int) -> Key:
    return key(records[start : start + _KEY_BYTES].decode(errors="ignore"))


def _all_with_tokens(records: str, keyring: Keyring) -> str:
    first, *others = records.split("," + _BEGIN)
    return ",".join(with_tokens(record, keyring) for record in (first, *(_BEGIN + other for other in others)))


def _cut(record: str) -> tuple[str, str | None, str | None]:
    # The tokens come last, and nothing that a partner wrote can look like the end of the text.
    found = _TOKENS.search(record, max(0, record.rindex(',"pre_registration_access_token":')))
    assert found is not None
    return record[: found.start()], found[1], found[2]


def _rendered(access: str | None, refresh: str | None) -> str:
    # A token is made of characters that JSON leaves as they are.
    first, second = ("null" if token is None else f'"{token}"' for token in (access, refresh))
    return f',"pre_registration_access_token":{first},"pre_registration_refresh_token":{second}}}'


def _unsealed(sealed: str | None, keyring: Keyring, for_purpose: str) -> str | None:
    if sealed is None:
        return None
    try:
        return keyring.unseal(bytes.fromhex(sealed), purpose=for_purpose)
    except Unsealable as error:
        # The rest of the list is good; the next refresh of this invitation makes new tokens.
        log.warning("invitation.token_unreadable", reason=str(error))
        return None
