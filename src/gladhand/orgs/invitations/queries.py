"""SQL that reads single invitations; creation, changes and lists have modules. PostgreSQL renders their JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.notifications.sealed_links import hash_link, magic_link_json, unseal_link
from gladhand.orgs.consent.schemas import ConsentTerms
from gladhand.orgs.invitations.rendering_queries import STATUS, rendered_columns
from gladhand.orgs.invitations.tokens import SealedTokens


@dataclass(frozen=True)
class Invitation:
    """One invitation. Its `status` is `expired` as soon as its time is over."""

    id: UUID
    """The id of the row. It is no secret, so logs and other tables may contain it."""
    link_id: UUID = field(repr=False)
    """The public id, by which it was found: the secret of the magic link."""
    partner_id: UUID
    partner_name: str
    partner_slug: str
    fleet_ref: str
    fleet_id: UUID | None
    status: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    viewed_at: datetime | None
    decline_reason: str | None
    fleet_name: str | None
    fleet_email: str | None
    fleet_regulatory_id: str | None
    fleet_regulatory_id_type: str | None
    fleet_phone: str | None
    fleet_website: str | None
    fleet_country_code: str | None
    success_redirect_url: str | None
    failure_redirect_url: str | None
    callback_url: str | None
    limit_tsps: list[str] | None
    permissions: Mapping[str, str]
    consent: Mapping[str, Any] | None = None
    """The terms of this invitation, as `orgs.consent.schemas.ConsentTerms`."""

    @property
    def terms(self) -> ConsentTerms:
        return ConsentTerms.model_validate(self.consent or {})


@dataclass(frozen=True, slots=True)
class RenderedInvitation:
    """One invitation as PostgreSQL has rendered it: `json` for reads, without tokens, and `event` for its events,
    which a read leaves empty.

    Both have placeholders for the public id; see `notifications.sealed_links`.
    """

    id: UUID
    partner_id: UUID
    sealed_link: bytes
    fleet_id: UUID | None
    fleet_ref: str
    status: str
    callback_url: str | None
    access_token: bytes | None
    refresh_token: bytes | None
    json: str
    event: str

    @property
    def sealed(self) -> SealedTokens:
        return SealedTokens(self.access_token, self.refresh_token)


_SELECT: LiteralString = f"""
select i.id, i.partner_id, p.name as partner_name, p.slug as partner_slug, i.fleet_ref, i.fleet_id,
  ({STATUS})::text as status, i.created_at, i.expires_at, i.accepted_at, i.viewed_at, i.decline_reason, i.fleet_name,
  i.fleet_email, i.fleet_regulatory_id, i.fleet_regulatory_id_type, i.fleet_phone, i.fleet_website,
  i.fleet_country_code, i.success_redirect_url, i.failure_redirect_url, i.callback_url, i.limit_tsps, i.permissions,
  i.consent
from invitation i join partner p on p.id = i.partner_id"""
_FIND: LiteralString = f"{_SELECT} where i.link_hash = %s"
_FIND_LOCKED: LiteralString = f"{_FIND} for update of i"


async def find_invitation(db: Db, link_id: UUID) -> Invitation | None:
    """Find an invitation by the secret of its link alone. Crosses owners."""
    return await _find_typed(db, _FIND, link_id)


async def find_agreed_invitation(db: Db, partner_id: UUID, fleet_id: UUID, keyring: Keyring) -> Invitation | None:
    """The invitation of the newest agreement of partner and fleet."""
    cursor = await db.execute(
        f"""
        select i.*, sealed_link from ({_SELECT}) i join invitation s on s.partner_id = i.partner_id and s.id = i.id
        where i.partner_id = %(partner_id)s and i.id = (
          select a.invitation_id from share_agreement a
          where a.partner_id = %(partner_id)s and a.fleet_id = %(fleet_id)s order by a.created_at desc limit 1)
        """,
        {"partner_id": partner_id, "fleet_id": fleet_id},
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    link_id = unseal_link(row.pop("sealed_link"), keyring, partner_id)
    return Invitation(**row, link_id=link_id)


async def get_locked_invitation(db: Db, link_id: UUID) -> Invitation:
    """Lock an invitation until the transaction ends, so that it is answered once. Raises `NotFound`. Crosses owners."""
    invitation = await _find_typed(db, _FIND_LOCKED, link_id)
    if invitation is None:
        raise NotFound.of("invitation")
    return invitation


async def _find_typed(db: Db, statement: LiteralString, link_id: UUID) -> Invitation | None:
    cursor = await db.execute(statement, (hash_link(link_id),))
    row = await cursor.fetchone()
    return None if row is None else Invitation(**row, link_id=link_id)


async def get_rendered_invitation(db: Db, link_id: UUID, connect_url: str) -> RenderedInvitation:
    """Render an invitation by the secret of its link alone. Raises `NotFound`, also if deleted. Crosses owners."""
    invitation = await find_rendered(
        db, _READ, {"link_hash": hash_link(link_id), "magic_link": magic_link_json(connect_url)}
    )
    if invitation is None:
        raise NotFound.of("invitation")
    return invitation


_READ: LiteralString = rendered_columns("(select * from invitation where link_hash = %(link_hash)s)", has_event=False)


async def find_living_invitation(
    db: Db, partner_id: UUID, fleet_ref: str, connect_url: str
) -> RenderedInvitation | None:
    """Render the invitation of this `fleet_ref` that is neither expired nor deleted."""
    return await find_rendered(
        db,
        _READ_LIVING,
        {"partner_id": partner_id, "fleet_ref": fleet_ref, "magic_link": magic_link_json(connect_url)},
    )


_READ_LIVING: LiteralString = rendered_columns(
    """(select * from invitation where partner_id = %(partner_id)s and fleet_ref = %(fleet_ref)s
        and status in ('active', 'accepted', 'declined'))""",
    has_event=False,
)


async def lock_own_invitation(db: Db, partner_id: UUID, link_id: UUID) -> tuple[UUID, str]:
    """Lock the partner's invitation until the transaction ends; its row and its state. Raises `NotFound`."""
    cursor = await db.execute(
        """
        select id, status::text as status from invitation
        where partner_id = %s and link_hash = %s and status <> 'deleted' for update
        """,
        (partner_id, hash_link(link_id)),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("invitation")
    return row["id"], row["status"]


async def lock_token_session(db: Db, partner_id: UUID, invitation_id: UUID) -> UUID | None:
    """Lock an invitation until the transaction ends; the session of the tokens that it keeps."""
    cursor = await db.execute(
        "select token_session from invitation where partner_id = %s and id = %s for update", (partner_id, invitation_id)
    )
    row = await cursor.fetchone()
    return None if row is None else row["token_session"]


async def find_rendered(db: Db, statement: LiteralString, parameters: Mapping[str, Any]) -> RenderedInvitation | None:
    """The invitation that this statement renders, if it finds or changes one."""
    cursor = await db.execute(statement, parameters)
    row = await cursor.fetchone()
    return None if row is None else RenderedInvitation(**row)


async def count_invitations_of_all_partners(db: Db) -> dict[str, int]:
    """The number of invitations in each state."""
    cursor = await db.execute("select status::text, count(*) from invitation group by 1")
    return {row["status"]: row["count"] for row in await cursor.fetchall()}
