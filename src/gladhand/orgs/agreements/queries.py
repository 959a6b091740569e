"""SQL that reads share agreements, for both sides and for other nouns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.counter_queries import counted
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.problems import NotFound

ORDER = Keyset.by_creation("a")

#: An agreement is shown as expired as soon as its time is over, whatever status its row has.
STATUS: LiteralString = (
    "case when a.status in ('active', 'paused') and a.expiration_date <= now() then 'expired' else a.status end"
)
# How an agreement `a` protects movement, as the wire has it.
_PRIVACY: LiteralString = """
  jsonb_build_object('PC', 'full', 'OFF', 'full', 'SB', 'full') || coalesce(a.movement_privacy, jsonb_build_object())
    as movement_privacy"""
_FIELDS: LiteralString = f"""
  a.id, a.fleet_id, a.partner_id, a.fleet_ref, {STATUS} as status, wire_time(a.effective_date) as effective_date,
  wire_time(a.expiration_date) as expiration_date, a.scopes, {_PRIVACY}"""
#: One agreement `a` as JSON.
RECORD: LiteralString = f"row_to_json((select t from (select {_FIELDS}) t))::text as record"


@dataclass(frozen=True)
class Sharing:
    """A partner that a fleet shares with now."""

    partner_id: UUID
    fleet_ref: str | None
    callback_url: str | None


# The inviting partner can read the fleet's token, so it shows no references of other partners.
_OF_FLEET: LiteralString = """(
  select s.partner_id, s.id, s.created_at, s.fleet_id, s.status, s.effective_date, s.expiration_date, s.scopes,
    s.movement_privacy,
    case when s.partner_id = coalesce(%(invited_by)s, s.partner_id) then s.fleet_ref end as fleet_ref
  from share_agreement s where s.fleet_id = %(owner)s
) a"""
_OF_PARTNER: LiteralString = "(select * from share_agreement where partner_id = %(owner)s) a"


@dataclass(frozen=True)
class AgreementReader:
    """A partner, or a fleet with the token of a partner's invitation."""

    id: UUID
    is_fleet: bool = False
    invited_by: UUID | None = None

    @property
    def agreements(self) -> sql.SQL:
        """The agreements `a` that it may read."""
        return sql.SQL(_OF_FLEET if self.is_fleet else _OF_PARTNER)

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"owner": self.id, "invited_by": self.invited_by}


@dataclass(frozen=True)
class AgreementFilter:
    """The filters of a list of agreements."""

    fleet_id: UUID | None = None
    fleet_ref: str | None = None
    status: str | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether the filter names one fleet, whose few agreements are counted one by one."""
        return self.fleet_id is not None or self.fleet_ref is not None


async def get_agreement(db: Db, reader: AgreementReader, agreement_id: UUID) -> str:
    """One agreement as JSON, for its partner or its fleet. Raises `NotFound`."""
    cursor = await db.execute(
        sql.SQL("select {record} from {agreements} where a.id = %(id)s").format(
            record=sql.SQL(RECORD), agreements=reader.agreements
        ),
        {**reader.parameters, "id": agreement_id},
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("share agreement")
    return str(row["record"])


async def get_agreement_of_anybody(db: Db, agreement_id: UUID) -> str:
    """One agreement as JSON, for the operator. Raises `NotFound`. Crosses partners."""
    cursor = await db.execute(f"select {RECORD} from share_agreement a where a.id = %s", (agreement_id,))
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("share agreement")
    return str(row["record"])


async def list_agreements(
    db: Db, reader: AgreementReader, filters: AgreementFilter, *, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """List agreements in the cursor's direction, one more than `size`; deleted ones only if the filter says so."""
    found = await db.execute(
        sql.SQL(
            """
            select a.created_at, a.id, {record} from {agreements} where {where} and {after}
            order by {order} limit %(limit)s
            """
        ).format(
            record=sql.SQL(RECORD),
            agreements=reader.agreements,
            where=_where(filters),
            after=ORDER.after(cursor),
            order=ORDER.order(cursor),
        ),
        {**_parameters(reader, filters), **ORDER.parameters(cursor, size)},
    )
    return creation_keyed(await found.fetchall())


async def count_agreements(db: Db, reader: AgreementReader, filters: AgreementFilter) -> int:
    """The number of agreements that pass the filter. Without a fleet the partner's counters have it, corrected by the
    agreements that have expired since. A fleet has as few agreements as partners.
    """
    if filters.is_narrow or reader.is_fleet:
        statement: sql.SQL | sql.Composed = sql.SQL("select count(*) as total from {} where {}").format(
            reader.agreements, _where(filters)
        )
    else:
        statement = _counter_statement(filters.status)
    found = await db.execute(statement, _parameters(reader, filters))
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


async def list_sharing(db: Db, fleet_id: UUID, resource: str | None = None) -> list[Sharing]:
    """The partners that the fleet shares with now, or shares this resource with. Crosses partners."""
    cursor = await db.execute(
        """
        select a.partner_id, a.fleet_ref, i.callback_url
        from live_agreement a
        left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id
        where a.fleet_id = %(fleet_id)s
          and (%(resource)s::text is null or shared_level(a.scopes, %(resource)s) is not null)
        order by a.created_at, a.id
        """,
        {"fleet_id": fleet_id, "resource": resource},
    )
    return [Sharing(**row) for row in await cursor.fetchall()]


def _parameters(reader: AgreementReader, filters: AgreementFilter) -> dict[str, Any]:
    return {**reader.parameters, "fleet_id": filters.fleet_id, "fleet_ref": filters.fleet_ref, "status": filters.status}


_HAS_STATUS: LiteralString = f"{STATUS} = %(status)s"


def _where(filters: AgreementFilter) -> sql.Composable:
    conditions = []
    if filters.fleet_id is not None:
        conditions.append(sql.SQL("a.fleet_id = %(fleet_id)s"))
    if filters.fleet_ref is not None:
        conditions.append(sql.SQL("a.fleet_ref = %(fleet_ref)s"))
    conditions.append(sql.SQL("a.status <> 'deleted'" if filters.status is None else _HAS_STATUS))
    return sql.SQL(" and ").join(conditions)


_IN_STATUS: LiteralString = counted("%(owner)s", "'share_agreement.' || %(status)s")
_ACTIVE: LiteralString = counted("%(owner)s", "'share_agreement.active'")
_PAUSED: LiteralString = counted("%(owner)s", "'share_agreement.paused'")
_CANCELLED: LiteralString = counted("%(owner)s", "'share_agreement.cancelled'")
_EXPIRED: LiteralString = counted("%(owner)s", "'share_agreement.expired'")
# Counters are corrected by the agreements whose time is over, and whose status does not say so yet.
_OVERDUE: LiteralString = """
  select count(*) from share_agreement
  where partner_id = %(owner)s and status in ('active', 'paused') and expiration_date <= now()"""
_OVERDUE_IN_STATUS: LiteralString = f"{_OVERDUE} and status = %(status)s::share_agreement_status"

_COUNT_UNDELETED: LiteralString = f"select {_ACTIVE} + {_PAUSED} + {_CANCELLED} + {_EXPIRED} as total"
_COUNT_EXPIRED: LiteralString = f"select {_IN_STATUS} + ({_OVERDUE}) as total"
_COUNT_LIVING: LiteralString = f"select {_IN_STATUS} - ({_OVERDUE_IN_STATUS}) as total"
_COUNT_OTHERS: LiteralString = f"select {_IN_STATUS} as total"


def _counter_statement(status: str | None) -> sql.SQL:
    match status:
        case None:
            return sql.SQL(_COUNT_UNDELETED)
        case "expired":
            return sql.SQL(_COUNT_EXPIRED)
        case "active" | "paused":
            return sql.SQL(_COUNT_LIVING)
        case _:
            return sql.SQL(_COUNT_OTHERS)
