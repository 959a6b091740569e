"""What a partner says on the consent page, on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gladhand.orgs.consent.groups import ConsentGroupEnum
from gladhand.orgs.texts import Email
from gladhand.resources.text import Prose
from gladhand.resources.urls import WebUrl

_MAX_PURPOSE = 600
_MAX_DAYS = 3650

Purpose = Annotated[Prose, StringConstraints(min_length=1, max_length=_MAX_PURPOSE)]


class ConsentTerms(BaseModel):
    """What the consent page says, and what the fleet may leave out."""

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose | None = Field(None, description="What you use the data for, in your own words")
    purposes: dict[ConsentGroupEnum, Purpose] = Field(
        default_factory=dict, description="The same for single groups of data; shown beside the group"
    )
    optional_groups: list[ConsentGroupEnum] = Field(
        default_factory=list,
        description="Groups that the fleet may leave out; the agreement then has no scope for their resources",
    )
    access_days: int | None = Field(
        None, ge=1, le=_MAX_DAYS, description="After how many days the agreement ends by itself; null: it has no end"
    )

    def over(self, below: "ConsentTerms") -> "ConsentTerms":
        """These terms, with those of `below` for everything that was not set here."""
        values = below.model_dump(exclude_unset=True) | self.model_dump(exclude_unset=True)
        return ConsentTerms.model_validate(values)


class PartnerConsent(BaseModel):
    """Who the partner is, and its terms for all invitations. The terms of an invitation replace single ones."""

    website: WebUrl | None = Field(None, description="Shown beside the partner's name")
    contact_email: Email | None = Field(None, description="Where fleets send their questions")
    privacy_url: WebUrl | None = Field(None, description="The partner's privacy notice")
    terms_url: WebUrl | None = Field(None, description="The partner's terms")
    offers_test_providers: bool = Field(False, description="Whether fleets may also choose test providers")
    terms: ConsentTerms = Field(default_factory=ConsentTerms)


class PartnerConsentRead(PartnerConsent):
    """What the consent page says about a partner."""

    partner_id: UUID
    updated_at: datetime | None = Field(None, description="Null while nothing was set")
