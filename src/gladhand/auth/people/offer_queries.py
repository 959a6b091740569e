"""SQL of the roles that wait for the owner of an account to accept them."""

from dataclasses import dataclass
from uuid import UUID

from psycopg.rows import class_row

from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class RoleOffer:
    """A role that the holder of a link may accept."""

    role_id: UUID
    person_id: UUID
    role: PersonRoleEnum
    partner_id: UUID | None
    giver: str | None
    """The partner's name. None for a role of the installation."""
    is_proved: bool
    """Whether the owner of the address has proved it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "role", PersonRoleEnum(self.role))


async def insert_offered_role(db: Db, person_id: UUID, assignment: RoleAssignment) -> UUID:
    """Offer a role that the person does not hold and has not been offered."""
    cursor = await db.execute(
        """
        insert into person_role (person_id, role, partner_id, scopes, is_offered) values (%s, %s, %s, %s, true)
        returning id
        """,
        (
            person_id,
            assignment.role,
            assignment.partner_id,
            None if assignment.scopes is None else sorted(assignment.scopes),
        ),
    )
    row = await cursor.fetchone()
    assert row is not None, "an insert returns its row"
    return UUID(str(row["id"]))


async def find_offer(db: Db, token_hash: bytes, purpose: str) -> RoleOffer | None:
    """The role of a link that can be used."""
    async with db.cursor(row_factory=class_row(RoleOffer)) as cursor:
        await cursor.execute(
            """
            select r.id as role_id, r.person_id, r.role::text as role, r.partner_id, partner.name as giver,
              p.verified_at is not null as is_proved
            from person_link l join person_role r on r.id = l.role_id join person p on p.id = r.person_id
            left join published_partner partner on partner.id = r.partner_id
            where l.token_hash = %s and l.purpose = %s and l.used_at is null and l.expires_at > clock_timestamp()
              and r.is_offered and r.removed_at is null and p.disabled_at is null
              and partner.deleted_at is null and partner.is_suspended is not true
            """,
            (token_hash, purpose),
        )
        return await cursor.fetchone()


async def accept_role(db: Db, role_id: UUID) -> None:
    """The role counts from now on. Its links end with the offer."""
    await db.execute("update person_role set is_offered = false where id = %s", (role_id,))
