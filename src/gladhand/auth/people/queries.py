"""All SQL of people and their roles."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.auth.people.roles import Role, RoleAssignment
from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `password_hash` and `totp_secret` are secrets and are not printed."""

    id: UUID
    email: str
    name: str | None
    password_hash: str | None = field(repr=False)
    verified_at: datetime | None
    disabled_at: datetime | None
    totp_secret: bytes | None = field(repr=False)
    totp_confirmed_at: datetime | None

    @property
    def has_second_step(self) -> bool:
        return self.totp_confirmed_at is not None


_PERSON: LiteralString = """
  p.id, p.email, p.name, p.password_hash, p.verified_at, p.disabled_at, p.totp_secret, p.totp_confirmed_at"""
_ROLE: LiteralString = """
  r.id, r.role::text as role, r.partner_id, r.fleet_id, coalesce(partner.slug, fleet.slug) as slug,
  coalesce(partner.name, fleet.name) as name, r.invited_by, inviter.name as inviter,
  r.invited_by is not null and (fleet.invited_by is null or fleet.invited_by <> r.invited_by) as is_shared,
  r.is_proved, r.scopes as narrowed_to"""
# A role counts once its owner has accepted it, and while its partner or fleet does. One that came with a partner's link
# also ends with that partner, and a while after the fleet has stopped sharing with it.
_HELD: LiteralString = """
  person_role r left join published_partner partner on partner.id = r.partner_id
  left join published_fleet fleet on fleet.id = r.fleet_id
  left join published_partner inviter on inviter.id = r.invited_by
  where r.removed_at is null and not r.is_offered and partner.deleted_at is null and partner.is_suspended is not true
    and fleet.deleted_at is null
    and (r.invited_by is null or (inviter.deleted_at is null and not inviter.is_suspended and exists (
      select from published_partnership tie where tie.partner_id = r.invited_by and tie.fleet_id = r.fleet_id
        and (tie.ended_at is null or tie.ended_at > now() - interval '30 days'))))"""


async def find_person(db: Db, email: str) -> Person | None:
    """The account with this address, in lower case; the disabled ones, too."""
    async with db.cursor(row_factory=class_row(Person)) as cursor:
        await cursor.execute(f"select {_PERSON} from person p where p.email = %s", (email,))
        return await cursor.fetchone()


async def get_locked_person(db: Db, person_id: UUID) -> Person:
    """Lock an account until the transaction ends."""
    async with db.cursor(row_factory=class_row(Person)) as cursor:
        await cursor.execute(f"select {_PERSON} from person p where p.id = %s for update", (person_id,))
        person = await cursor.fetchone()
    assert person is not None, "accounts are never deleted"
    return person


async def insert_person(db: Db, email: str, *, name: str | None, password_hash: str | None) -> UUID | None:
    """A new account. None if the address has one."""
    cursor = await db.execute(
        """
        insert into person (email, name, password_hash) values (%s, %s, %s) on conflict (email) do nothing returning id
        """,
        (email, name, password_hash),
    )
    row = await cursor.fetchone()
    return None if row is None else row["id"]


async def update_password(db: Db, person_id: UUID, password_hash: str, *, is_verified: bool = False) -> None:
    await db.execute(
        """
        update person set password_hash = %s, updated_at = clock_timestamp(),
          verified_at = case when %s then coalesce(verified_at, clock_timestamp()) else verified_at end
        where id = %s
        """,
        (password_hash, is_verified, person_id),
    )


async def update_verified(db: Db, person_id: UUID) -> None:
    """Note that the owner of the address has proved it."""
    await db.execute(
        """
        update person set verified_at = clock_timestamp(), updated_at = clock_timestamp()
        where id = %s and verified_at is null
        """,
        (person_id,),
    )


async def delete_password(db: Db, person_id: UUID) -> None:
    """Nobody signs in with a password until a link has set one."""
    await db.execute(
        "update person set password_hash = null, updated_at = clock_timestamp() where id = %s", (person_id,)
    )


async def update_signed_in(db: Db, person_id: UUID) -> None:
    await db.execute("update person set signed_in_at = clock_timestamp() where id = %s", (person_id,))


async def update_disabled(db: Db, person_id: UUID, *, is_disabled: bool) -> bool:
    """Disable or enable the account. False if it is so already."""
    cursor = await db.execute(
        """
        update person set disabled_at = case when %(off)s then clock_timestamp() end, updated_at = clock_timestamp()
        where id = %(id)s and (disabled_at is not null) <> %(off)s
        """,
        {"id": person_id, "off": is_disabled},
    )
    return cursor.rowcount == 1


async def list_roles(db: Db, person_id: UUID) -> list[Role]:
    """The roles that the person holds, oldest first, without those of deleted and suspended organisations."""
    async with db.cursor(row_factory=class_row(Role)) as cursor:
        await cursor.execute(
            f"select {_ROLE} from {_HELD} and r.person_id = %s order by r.created_at, r.id", (person_id,)
        )
        return await cursor.fetchall()


async def find_role(db: Db, role_id: UUID) -> Role | None:
    """A role if it is still held."""
    async with db.cursor(row_factory=class_row(Role)) as cursor:
        await cursor.execute(f"select {_ROLE} from {_HELD} and r.id = %s", (role_id,))
        return await cursor.fetchone()


async def insert_role(db: Db, person_id: UUID, assignment: RoleAssignment) -> UUID | None:
    """Give the person a role, prove one that the person has, or make one count that was offered. None if the person has
    it already.
    """
    cursor = await db.execute(
        """
        insert into person_role (person_id, role, partner_id, fleet_id, invited_by, is_proved, scopes)
        values (%s, %s, %s, %s, %s, %s, %s)
        on conflict (person_id, role, partner_id, fleet_id, invited_by) where removed_at is null
        do update set is_proved = person_role.is_proved or excluded.is_proved, is_offered = false,
          scopes = case when person_role.is_offered then excluded.scopes else person_role.scopes end
        where person_role.is_offered or (excluded.is_proved and not person_role.is_proved)
        returning id
        """,
        (
            person_id,
            assignment.role,
            assignment.partner_id,
            assignment.fleet_id,
            assignment.invited_by,
            assignment.is_proved,
            None if assignment.scopes is None else sorted(assignment.scopes),
        ),
    )
    row = await cursor.fetchone()
    return None if row is None else row["id"]


async def delete_roles(db: Db, person_id: UUID, assignment: RoleAssignment) -> list[UUID]:
    """Take a role away; that of a fleet whoever has invited it. Lists what the person had."""
    cursor = await db.execute(
        """
        update person_role set removed_at = clock_timestamp()
        where person_id = %s and role = %s and partner_id is not distinct from %s
          and fleet_id is not distinct from %s and removed_at is null
        returning id
        """,
        (person_id, assignment.role, assignment.partner_id, assignment.fleet_id),
    )
    return [row["id"] for row in await cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in the operator's list."""

    email: str
    name: str | None
    roles: str
    created_at: datetime
    verified_at: datetime | None
    signed_in_at: datetime | None
    has_second_step: bool
    disabled_at: datetime | None


async def list_people(db: Db, partner_id: UUID | None = None) -> list[PersonLine]:
    """All people, the disabled ones too, in the order of their creation; or those of one partner."""
    async with db.cursor(row_factory=class_row(PersonLine)) as cursor:
        await cursor.execute(
            f"""
            select p.email, p.name, p.created_at, p.verified_at, p.signed_in_at, p.disabled_at,
              p.totp_confirmed_at is not null as has_second_step, coalesce((
                select string_agg(r.role || coalesce(' ' || coalesce(partner.slug, fleet.id::text), ''), ', '
                  order by r.created_at)
                from {_HELD} and r.person_id = p.id
              ), '') as roles
            from person p
            where %(partner_id)s::uuid is null or exists (
              select from person_role o
              where o.person_id = p.id and o.partner_id = %(partner_id)s and o.removed_at is null
                and not o.is_offered)
            order by p.created_at, p.id
            """,
            {"partner_id": partner_id},
        )
        return await cursor.fetchall()
