"""People and their roles on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.unknown_names import Narrows
from gladhand.resources.text import Line
from gladhand.resources.wire_model import WireModel


class GivenRoleEnum(StrEnum):
    """A role that is given through the API. Fleets' people register in Connect."""

    ADMIN = "admin"
    PARTNER_ADMIN = "partner_admin"
    PARTNER_READER = "partner_reader"


_NARROWS = Narrows(("permissions", "rights"))
Scopes = Annotated[list[Line], Field(min_length=1, max_length=100)]


class PersonInvite(BaseModel):
    """A person, and what the person may do."""

    email: Annotated[EmailStr, Field(max_length=254)] = Field(description="Its owner gets the link")
    name: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    role: GivenRoleEnum = Field(description="Only administrators give the role `admin`")
    partner_id: UUID | None = Field(
        None, description="The partner that the person acts for. An administrator names it; a partner's is its own"
    )
    scopes: Annotated[Scopes | None, _NARROWS] = Field(
        None,
        description="What the person may do with the role: nothing that the caller's own token may not do. Without it "
        "the scopes that both the role and this token have",
    )


class PersonRoleUpdate(BaseModel):
    """Another role, or other scopes. Absent fields stay; with another role, absent scopes are the former ones that it
    has."""

    role: GivenRoleEnum | None = None
    scopes: Annotated[Scopes | None, _NARROWS] = Field(
        None,
        description="As for an invitation. Null gives the scopes that both the role and the caller's own token have",
    )


class PersonRoleRead(WireModel):
    """A role that a person holds. Somebody with two roles is listed twice."""

    id: UUID = Field(description="Of the role")
    person_id: UUID | None = Field(description="Null for a partner until the role is accepted")
    email: str
    name: str | None
    role: PersonRoleEnum
    partner_id: UUID | None
    fleet_id: UUID | None = Field(description="Administrators see the people of fleets, too")
    scopes: list[str] | None = Field(description="What the person may do with the role; null: all that it may do")
    is_accepted: bool = Field(
        description="Whether the owner of the address has accepted the role. Until then it opens nothing, and a "
        "partner sees no name, times or second step of the account"
    )
    created_at: datetime = Field(description="When the role was offered or given")
    verified_at: datetime | None = Field(description="When the owner of the address has opened a link of the mailbox")
    signed_in_at: datetime | None
    has_second_step: bool
    disabled_at: datetime | None


class InvitedPersonRead(PersonRoleRead):
    """A role, and the link with which the owner of the address accepts it."""

    link: str | None = Field(
        description="Accepts the role, once, within 72 hours; a new account then gets its password. Null where it was "
        "mailed. Only an administrator of a server without mail gets it here"
    )
