"""SQL that changes single invitations. PostgreSQL renders their JSON."""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.counter_queries import counting
from gladhand.core.db import Db
from gladhand.notifications.sealed_links import magic_link_json
from gladhand.orgs.invitations.queries import RenderedInvitation, find_rendered
from gladhand.orgs.invitations.rendering_queries import changed, rendered_columns
from gladhand.orgs.invitations.schemas import FLEET_FIELDS
from gladhand.orgs.invitations.tokens import SealedTokens


async def extend_links(db: Db, fleet_id: UUID) -> Mapping[UUID, bytes]:
    """Extend the validity of the links of the fleet's accepted invitations.

    Returns the sealed public id of the invitation of each partner that the fleet shares with now. Crosses partners;
    the fleet is the owner.
    """
    cursor = await db.execute(
        """
        update invitation i set updated_at = clock_timestamp(),
          expires_at = greatest(i.expires_at, now() + make_interval(hours => i.expires_in_hours))
        from live_agreement a
        where a.fleet_id = %s and i.partner_id = a.partner_id and i.id = a.invitation_id and i.status = 'accepted'
        returning i.partner_id, i.sealed_link
        """,
        (fleet_id,),
    )
    return {row["partner_id"]: row["sealed_link"] for row in await cursor.fetchall()}


async def update_tokens(
    db: Db, partner_id: UUID, invitation_id: UUID, *, sealed: SealedTokens, connect_url: str
) -> RenderedInvitation:
    """Replace the tokens of an accepted invitation."""
    return await _update(
        db,
        _UPDATE_TOKENS,
        {
            "partner_id": partner_id,
            "id": invitation_id,
            "magic_link": magic_link_json(connect_url),
            "access": sealed.access,
            "refresh": sealed.refresh,
            "session_id": sealed.session_id,
        },
    )


_UPDATE_TOKENS: LiteralString = changed("""
  set access_token = %(access)s, refresh_token = %(refresh)s, token_session = %(session_id)s
  where partner_id = %(partner_id)s and id = %(id)s""")


async def update_accepted(
    db: Db,
    partner_id: UUID,
    invitation_id: UUID,
    *,
    fleet_id: UUID,
    description: Mapping[str, str | None],
    sealed: SealedTokens,
    connect_url: str,
) -> RenderedInvitation:
    """Mark the invitation as accepted by this fleet, with the fleet's description of itself."""
    return await _update(
        db,
        _UPDATE_ACCEPTED,
        {
            "partner_id": partner_id,
            "id": invitation_id,
            "fleet_id": fleet_id,
            "magic_link": magic_link_json(connect_url),
            "access": sealed.access,
            "refresh": sealed.refresh,
            "session_id": sealed.session_id,
            **description,
        },
    )


_FLEET_SETTING: LiteralString = ", ".join(f"{name} = %({name})s" for name in FLEET_FIELDS)
_UPDATE_ACCEPTED: LiteralString = changed(f"""
  set status = 'accepted', accepted_at = clock_timestamp(), fleet_id = %(fleet_id)s,
  {_FLEET_SETTING},
  access_token = %(access)s, refresh_token = %(refresh)s, token_session = %(session_id)s,
  updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s""")


async def update_declined(
    db: Db, partner_id: UUID, invitation_id: UUID, *, reason: str | None, connect_url: str
) -> RenderedInvitation:
    """Mark the invitation as declined."""
    return await _update(
        db,
        _UPDATE_DECLINED,
        {"partner_id": partner_id, "id": invitation_id, "reason": reason, "magic_link": magic_link_json(connect_url)},
    )


_UPDATE_DECLINED: LiteralString = changed("""
  set status = 'declined', declined_at = clock_timestamp(), decline_reason = %(reason)s,
  updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s""")


async def delete_invitation(db: Db, partner_id: UUID, invitation_id: UUID, connect_url: str) -> RenderedInvitation:
    """Mark an invitation that is locked and not deleted as deleted."""
    return await _update(
        db, _DELETE, {"partner_id": partner_id, "id": invitation_id, "magic_link": magic_link_json(connect_url)}
    )


_DELETED: LiteralString = "select partner_id, 'invitation' as name, -1 as delta from changed"
_DELETE: LiteralString = f"""
with changed as (
  update invitation set status = 'deleted', updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s returning *
), counts as ({counting(_DELETED)}
) {rendered_columns("changed")}"""


async def update_email(db: Db, partner_id: UUID, invitation_id: UUID, email: str | None) -> None:
    """Change the fleet's address in an invitation."""
    await db.execute(
        "update invitation set fleet_email = %s, updated_at = clock_timestamp() where partner_id = %s and id = %s",
        (email, partner_id, invitation_id),
    )


async def update_viewed(db: Db, partner_id: UUID, invitation_id: UUID, connect_url: str) -> RenderedInvitation | None:
    """Note that the fleet has seen its active invitation. Returns it the first time only."""
    return await find_rendered(
        db, _UPDATE_VIEWED, {"partner_id": partner_id, "id": invitation_id, "magic_link": magic_link_json(connect_url)}
    )


_UPDATE_VIEWED: LiteralString = changed("""
  set viewed_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s and viewed_at is null and status = 'active'
    and expires_at > now()""")


async def update_renewal_requested(
    db: Db, partner_id: UUID, invitation_id: UUID, connect_url: str
) -> RenderedInvitation | None:
    """Note that the fleet asks for a new link in place of its expired one.

    Returns the invitation at most once a day. Its event also says when the fleet asked.
    """
    return await find_rendered(
        db, _UPDATE_RENEWAL, {"partner_id": partner_id, "id": invitation_id, "magic_link": magic_link_json(connect_url)}
    )


_UPDATE_RENEWAL: LiteralString = changed(
    """
  set renewal_requested_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s and expires_at <= now()
    and status in ('active', 'expired', 'accepted')
    and coalesce(renewal_requested_at < now() - interval '1 day', true)""",
    more=", wire_time(i.renewal_requested_at) as renewal_requested_at",
)


async def update_expired(db: Db, partner_id: UUID, fleet_ref: str, connect_url: str) -> RenderedInvitation | None:
    """Mark the invitation of this `fleet_ref` as expired if its time is over. None if there is nothing to mark."""
    return await find_rendered(
        db,
        _UPDATE_EXPIRED,
        {"partner_id": partner_id, "fleet_ref": fleet_ref, "magic_link": magic_link_json(connect_url)},
    )


_UPDATE_EXPIRED: LiteralString = changed("""
  set status = 'expired', updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and fleet_ref = %(fleet_ref)s and status = 'active' and expires_at <= now()""")


async def update_expired_of_all_partners(db: Db, connect_url: str, limit: int) -> list[RenderedInvitation]:
    """Mark some invitations as expired whose time is over. Rows that another transaction has locked are skipped."""
    cursor = await db.execute(_UPDATE_EXPIRED_OF_ALL, {"magic_link": magic_link_json(connect_url), "limit": limit})
    return [RenderedInvitation(**row) for row in await cursor.fetchall()]


_UPDATE_EXPIRED_OF_ALL: LiteralString = f"""
with due as (
  select partner_id, id from invitation where status = 'active' and expires_at <= now()
  order by expires_at limit %(limit)s for update skip locked
), changed as (
  update invitation set status = 'expired', updated_at = clock_timestamp() from due
  where invitation.partner_id = due.partner_id and invitation.id = due.id returning invitation.*
) {rendered_columns("changed")}"""


async def _update(db: Db, statement: LiteralString, parameters: Mapping[str, Any]) -> RenderedInvitation:
    """Change an invitation that the transaction has locked, so that the row exists."""
    invitation = await find_rendered(db, statement, parameters)
    assert invitation is not None
    return invitation
