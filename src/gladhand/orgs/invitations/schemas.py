"""Invitations on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, EmailStr, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from gladhand.core.deprecations import DEPRECATED
from gladhand.core.languages import LANGUAGES
from gladhand.core.mail.outbox import MailChannelEnum, MailStatusEnum
from gladhand.core.unknown_names import Narrows
from gladhand.orgs.agreements.permissions import Permissions
from gladhand.orgs.consent.schemas import ConsentTerms
from gladhand.orgs.texts import Email, FleetRef, Phone, Whole
from gladhand.resources.text import Alpha3, Line, Prose
from gladhand.resources.urls import HttpsUrl, RedirectUrl, WebUrl
from gladhand.resources.wire_model import EXTENSION, WireModel


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return code


LanguageCode = Annotated[str, AfterValidator(_language)]

DEFAULT_HOURS = 24
_MAX_HOURS = 672
_OLD = "partner_provided_"
#: Fields that describe the fleet; each of them also has its older name.
FLEET_FIELDS = (
    "fleet_name",
    "fleet_email",
    "fleet_regulatory_id",
    "fleet_regulatory_id_type",
    "fleet_phone",
    "fleet_website",
    "fleet_country_code",
)


class InvitationStatusEnum(StrEnum):
    ACTIVE = "active"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    DELETED = "deleted"


def _older(name: str) -> Any:
    return Field(None, description=f"Older name of {name}, which wins if both are sent", json_schema_extra=DEPRECATED)


def _echoed(name: str) -> Any:
    return Field(description=f"Older name of {name}", json_schema_extra=DEPRECATED | {"readOnly": True})


class InvitationCreate(BaseModel):
    """A fleet to invite. Only `fleet_ref` is required. Connect fills its form with the other fields."""

    fleet_ref: FleetRef = Field(description="Your own id of the fleet; it comes back in events and redirects")
    fleet_name: Line | None = Field(None, description="Letters, numbers and spaces; the fleet may change it")
    fleet_email: Email | None = None
    fleet_regulatory_id: Line | None = Field(None, description="Such as a DOT number; needs its type")
    fleet_regulatory_id_type: Line | None = Field(None, description="Such as DOT, MC or EASA")
    fleet_phone: Phone | None = None
    fleet_website: WebUrl | None = None
    fleet_country_code: Alpha3 | None = Field(None, description="ISO 3166-1 alpha-3")
    success_redirect_url: RedirectUrl | None = Field(
        None, description="Where the fleet goes when it is done in Connect"
    )
    failure_redirect_url: RedirectUrl | None = Field(
        None, description="Where the fleet goes when it declines, or when the link is no longer valid"
    )
    callback_url: HttpsUrl | None = Field(
        None,
        description="Receives the events of the acceptance, the agreement and the fleet's connections; https only",
    )
    limit_tsps: Annotated[list[Line] | None, Narrows(("tsps", "providers", "allowed_tsps", "source_names"))] = Field(
        None, description="Slugs or source names of the only telematics providers to offer; absent: all of them"
    )
    permissions: Annotated[Permissions | None, Narrows(("scopes", "resources", "rights"))] = Field(
        None, description="Level per resource that the fleet is asked for; absent: read for every resource"
    )
    consent: ConsentTerms | None = Field(
        None,
        description="What the consent page says, and what the fleet may leave out; replaces the partner's own terms "
        "one by one",
        json_schema_extra=EXTENSION,
    )
    language: LanguageCode | None = Field(
        None,
        description="Of messages to the fleet; absent: the one that it has read in Connect, else that of its country",
        json_schema_extra=EXTENSION,
    )
    send: bool | None = Field(
        None,
        description="Whether the server mails the link, if its operator has set up mail, to `fleet_email`, or without "
        "one as a short message to `fleet_phone`. Absent: only when the invitation is new",
        json_schema_extra=EXTENSION,
    )
    expires_in_hours: Annotated[Whole, Narrows(("valid_until", "ttl"))] = Field(
        DEFAULT_HOURS, ge=1, le=_MAX_HOURS, description="How many hours the link is valid"
    )
    partner_provided_fleet_name: Line | None = _older("fleet_name")
    partner_provided_fleet_email: Email | None = _older("fleet_email")
    partner_provided_fleet_regulatory_id: Line | None = _older("fleet_regulatory_id")
    partner_provided_fleet_regulatory_id_type: Line | None = _older("fleet_regulatory_id_type")
    partner_provided_fleet_phone: Phone | None = _older("fleet_phone")
    partner_provided_fleet_website: WebUrl | None = _older("fleet_website")
    partner_provided_fleet_country_code: Alpha3 | None = _older("fleet_country_code")

    @model_validator(mode="after")
    def _take_older_names(self) -> Self:
        """Move values to the new names. `model_fields_set` then has the fields that were sent under either name."""
        for name in FLEET_FIELDS:
            # A client that sends every field sends null for the name that it does not use. That null is ignored.
            if getattr(self, name) is None and _OLD + name in self.model_fields_set:
                setattr(self, name, getattr(self, _OLD + name))
        if self.fleet_regulatory_id and not self.fleet_regulatory_id_type:
            raise _type_missing(type(self).__name__)
        return self


class InvitationAccept(BaseModel):
    """What the fleet changes in its own description while it accepts; absent: as the partner filled it in."""

    fleet_name: Line | None = None
    fleet_email: Email | None = None
    fleet_regulatory_id: Line | None = None
    fleet_regulatory_id_type: Line | None = None
    fleet_phone: Phone | None = None
    fleet_website: WebUrl | None = None
    fleet_country_code: Alpha3 | None = None


class InvitationDecline(BaseModel):
    decline_reason: Prose | None = Field(None, description="Shown to the partner")


class InvitationDelivery(WireModel):
    """How this server has sent the link of an invitation last. Null: it has not."""

    language: str | None = Field(description="Of messages to the fleet; null: that of its country")
    channel: MailChannelEnum | None
    status: MailStatusEnum | None = Field(
        description="`sent`: the mail server has taken it. `bounced`: the address takes no mail. `suppressed`: it was "
        "not sent, because the person wants no mail or had too much, or mail to the address has bounced before"
    )
    error: str | None = Field(description="What the mail server said")
    updated_at: datetime | None


class InvitationRead(WireModel):
    """An invitation and its state."""

    id: UUID = Field(description="The secret of the magic link")
    created_at: datetime
    magic_link: str = Field(description="Give this to the fleet: it opens Connect")
    expires_at: datetime
    expires_in_hours: int
    status: InvitationStatusEnum
    fleet_name: str | None
    accepted_at: datetime | None
    pre_registration_access_token: str | None = Field(
        description="The access token with which the fleet can connect its providers; null until the fleet has "
        "accepted, and after the refresh token was used"
    )
    pre_registration_refresh_token: str | None = Field(
        description="The refresh token, valid once; null until the fleet has accepted, and after it was used"
    )
    callback_url: WebUrl | None
    success_redirect_url: RedirectUrl | None
    failure_redirect_url: RedirectUrl | None
    limit_tsps: list[str] | None
    fleet_id: UUID | None = Field(None, description="The fleet that has accepted")
    partner_slug: str | None
    partner_id: UUID
    decline_reason: str | None
    declined_at: datetime | None
    fleet_ref: str
    permissions: Permissions
    fleet_email: EmailStr | None
    fleet_regulatory_id: str | None
    fleet_regulatory_id_type: str | None
    fleet_phone: str | None
    fleet_website: str | None
    fleet_country_code: str | None
    partner_provided_fleet_name: str | None = _echoed("fleet_name")
    partner_provided_fleet_email: EmailStr | None = _echoed("fleet_email")
    partner_provided_fleet_regulatory_id: str | None = _echoed("fleet_regulatory_id")
    partner_provided_fleet_regulatory_id_type: str | None = _echoed("fleet_regulatory_id_type")
    partner_provided_fleet_phone: str | None = _echoed("fleet_phone")
    partner_provided_fleet_website: str | None = _echoed("fleet_website")
    partner_provided_fleet_country_code: str | None = _echoed("fleet_country_code")


class InvitationOverviewRead(WireModel):
    """An invitation in the operator's list, without what opens its link."""

    partner_id: UUID
    partner: str = Field(description="The partner's slug")
    fleet_ref: str
    fleet_name: str | None
    status: InvitationStatusEnum
    created_at: datetime
    expires_at: datetime
    viewed_at: datetime | None = Field(description="When the link was first opened")
    accepted_at: datetime | None
    fleet_id: UUID | None


def _type_missing(title: str) -> ValidationError:
    error = PydanticCustomError("missing_type", "Field required when the regulatory id is given")
    fault = InitErrorDetails(type=error, loc=("fleet_regulatory_id_type",), input=None)
    return ValidationError.from_exception_data(title, [fault])
