"""SQL of the roles that people hold, for the API. PostgreSQL renders their JSON."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from gladhand.auth.people.roles import PersonRoleEnum, scopes_of
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.problems import NotFound

ORDER = Keyset.by_creation("r")

_RECORD: LiteralString = """row_to_json((select t from (select
    r.id, known.id as person_id, p.email, known.name, r.role::text as role, r.partner_id, r.fleet_id,
    to_json(r.scopes) as scopes, not r.is_offered as is_accepted, wire_time(r.created_at) as created_at,
    wire_time(known.verified_at) as verified_at, wire_time(known.signed_in_at) as signed_in_at,
    known.totp_confirmed_at is not null as has_second_step, wire_time(known.disabled_at) as disabled_at
  ) t))::text as record"""
# `owner` null: the roles of everybody. A partner sees its own people, and not those of its fleets; of an account whose
# owner has not accepted the role it sees the address alone, which it has named itself. The id would tell its age.
_VISIBLE: LiteralString = """
  person_role r join person p on p.id = r.person_id
  left join person known on known.id = r.person_id and (%(owner)s::uuid is null or not r.is_offered)
  where r.removed_at is null and (%(owner)s::uuid is null or r.partner_id = %(owner)s)"""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person holds or is offered; the person is locked until the transaction ends."""

    id: UUID
    person_id: UUID
    role: PersonRoleEnum
    partner_id: UUID | None
    fleet_id: UUID | None
    narrowed_to: Collection[str] | None
    is_offered: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "role", PersonRoleEnum(self.role))

    @property
    def scopes(self) -> frozenset[str]:
        """What the person may do with the role."""
        return scopes_of(self.role, self.narrowed_to)


_HELD_ROLE: LiteralString = (
    "r.id, r.person_id, r.role::text as role, r.partner_id, r.fleet_id, r.scopes as narrowed_to, r.is_offered"
)


async def list_held_roles(
    db: Db, owner: UUID | None, *, partner_id: UUID | None, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """List the roles at one partner, or all roles, in the cursor's direction: one more than `size`."""
    found = await db.execute(
        sql.SQL(
            """
            select r.created_at, r.id, {record} from {visible}
              and (%(partner_id)s::uuid is null or r.partner_id = %(partner_id)s) and {after}
            order by {order} limit %(limit)s
            """
        ).format(
            record=sql.SQL(_RECORD), visible=sql.SQL(_VISIBLE), after=ORDER.after(cursor), order=ORDER.order(cursor)
        ),
        {"owner": owner, "partner_id": partner_id, **ORDER.parameters(cursor, size)},
    )
    return creation_keyed(await found.fetchall())


async def get_held_role(db: Db, owner: UUID | None, role_id: UUID) -> str:
    """One role at this partner, or any, as JSON. Raises `NotFound`."""
    found = await db.execute(f"select {_RECORD} from {_VISIBLE} and r.id = %(id)s", {"owner": owner, "id": role_id})
    row = await found.fetchone()
    if row is None:
        raise NotFound.of("role")
    return str(row["record"])


async def lock_held_role(db: Db, owner: UUID | None, role_id: UUID) -> HeldRole:
    """Lock the person of one role at this partner, or any, and then the role. Raises `NotFound`."""
    # All changes of roles lock in this order. The second statement sees what a change before it has made.
    values = {"owner": owner, "id": role_id}
    await db.execute(f"select from {_VISIBLE} and r.id = %(id)s for update of p", values)
    async with db.cursor(row_factory=class_row(HeldRole)) as cursor:
        await cursor.execute(f"select {_HELD_ROLE} from {_VISIBLE} and r.id = %(id)s for update of r", values)
        held = await cursor.fetchone()
    if held is None:
        raise NotFound.of("role")
    return held


async def list_roles_of(db: Db, person_id: UUID) -> list[HeldRole]:
    """All roles that a locked person holds or is offered."""
    async with db.cursor(row_factory=class_row(HeldRole)) as cursor:
        await cursor.execute(
            f"select {_HELD_ROLE} from person_role r where r.person_id = %s and r.removed_at is null", (person_id,)
        )
        return await cursor.fetchall()


async def update_held_role(db: Db, held: HeldRole, role: PersonRoleEnum, scopes: Collection[str] | None) -> None:
    """Change a locked role."""
    await db.execute(
        "update person_role set role = %s, scopes = %s where id = %s",
        (role, None if scopes is None else sorted(scopes), held.id),
    )


async def delete_held_role(db: Db, held: HeldRole) -> None:
    """End a locked role."""
    await db.execute("update person_role set removed_at = clock_timestamp() where id = %s", (held.id,))
