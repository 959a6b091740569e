"""Properties of partners: the defaults of their invitations, their contract, their billing."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from gladhand.resources.cleaning import clean_line, clean_prose
from gladhand.resources.text import Text
from gladhand.resources.urls import HttpsUrl, WebUrl


class PartnerPropertyKeyEnum(StrEnum):
    DEFAULT_FAILURE_REDIRECT_URL = "default_failure_redirect_url"
    DEFAULT_SUCCESS_REDIRECT_URL = "default_success_redirect_url"
    DEFAULT_CALLBACK_URL = "default_callback_url"
    DEFAULT_INVITATION_EXPIRES_IN_HOURS = "default_invitation_expires_in_hours"
    CONTRACT_SIGNED = "contract_signed"
    CONTRACT_URL = "contract_url"
    CONTRACT_STARTED_AT = "contract_started_at"
    BILLING_MODEL = "billing_model"
    BILLING_DAY_OF_MONTH = "billing_day_of_month"
    ACCOUNT_STATUS = "account_status"
    NOTES = "notes"


class AccountStatusEnum(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    """Tokens do not work, nothing is shared, and deliveries wait."""


# Values are text in the contract. Defaults of invitations must be valid in an invitation.
_TEXT: TypeAdapter[Any] = TypeAdapter(Text)
_CHECKS: dict[PartnerPropertyKeyEnum, TypeAdapter[Any]] = {
    PartnerPropertyKeyEnum.DEFAULT_FAILURE_REDIRECT_URL: TypeAdapter(WebUrl),
    PartnerPropertyKeyEnum.DEFAULT_SUCCESS_REDIRECT_URL: TypeAdapter(WebUrl),
    PartnerPropertyKeyEnum.DEFAULT_CALLBACK_URL: TypeAdapter(HttpsUrl),
    PartnerPropertyKeyEnum.DEFAULT_INVITATION_EXPIRES_IN_HOURS: TypeAdapter(Annotated[int, Field(ge=1, le=672)]),
    PartnerPropertyKeyEnum.CONTRACT_SIGNED: TypeAdapter(bool),
    PartnerPropertyKeyEnum.CONTRACT_URL: TypeAdapter(WebUrl),
    PartnerPropertyKeyEnum.CONTRACT_STARTED_AT: TypeAdapter(datetime | date),
    PartnerPropertyKeyEnum.BILLING_DAY_OF_MONTH: TypeAdapter(Annotated[int, Field(ge=1, le=31)]),
    PartnerPropertyKeyEnum.ACCOUNT_STATUS: TypeAdapter(AccountStatusEnum),
}


def checked(key: PartnerPropertyKeyEnum, value: str) -> str:
    """The value as it is stored: numbers in digits, others without what copying brings along. Raises pydantic's
    `ValidationError`.
    """
    _TEXT.validate_python(value)
    cleaned = clean_prose(value) if key is PartnerPropertyKeyEnum.NOTES else clean_line(value)
    understood = _CHECKS.get(key, _TEXT).validate_python(cleaned)
    # SQL casts numbers, and takes no other spelling.
    return str(understood) if type(understood) is int else cleaned
