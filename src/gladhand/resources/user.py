"""Users: the drivers and the office people of a fleet."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from gladhand.resources.base import Fields, RecordBase, Write
from gladhand.resources.enums import (
    HosComplianceTypeEnum,
    HosRulesetCodeEnum,
    HosTrackingMethodEnum,
    TimezoneCodeEnum,
    UserStatusEnum,
)
from gladhand.resources.text import Alpha3, Day, Flag, Text

_TRACKING = ("hos_compliance_type", "hos_tracking_method")


class HosTrackingMode(BaseModel):
    """How a driver's hours are tracked. Each part may also stand beside this object, with the same value."""

    model_config = ConfigDict(extra="ignore")

    hos_compliance_type: HosComplianceTypeEnum | None = Field(None, description="Whether hours must be kept at all.")
    hos_tracking_method: HosTrackingMethodEnum | None = Field(
        None, description="For drivers who are not exempt: who writes the log."
    )


class UserWrite(Write):
    """Everything that can be written of a user."""

    not_changes: ClassVar[frozenset[str]] = Write.not_changes | {"hos_tracking_mode"}

    username: Text | None = Field(None, description="The name that the user signs in with.")
    is_active: Flag | None = None
    status: UserStatusEnum | None = None
    is_driver: Flag | None = None
    user_designation: Text | None = Field(None, description="Role in free words, such as DRIVER or DISPATCHER.")
    user_email: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    phone_number: Text | None = None
    country_code: Alpha3 | None = Field(None, description="Three letters, ISO 3166-1.")
    license_country: Alpha3 | None = Field(None, description="Where the licence is from; three letters, ISO 3166-1.")
    license_region: Text | None = Field(None, description="State or province of the licence, such as CA or ON.")
    license_number: Text | None = None
    license_expiration: Day | None = Field(None, description="Last day of the licence, where it was issued.")
    employee_number: Text | None = Field(None, description="The fleet's own number for the user.")
    carrier_number: Text | None = Field(None, description="Number of the carrier, such as a USDOT or MC number.")
    notes: Text | None = None
    hos_ruleset_code: HosRulesetCodeEnum | None = Field(None, description="The hours-of-service rules that apply.")
    allow_yard_move: Flag | None = None
    allow_personal_conveyance: Flag | None = None
    allow_adverse_driving: Flag | None = None
    default_time_zone: TimezoneCodeEnum | None = Field(None, description="IANA name of the user's zone.")
    dot_id: Text | None = Field(None, description="USDOT number that the user drives under.")
    phone_country_code: Text | None = Field(None, description="Calling code with its plus sign, such as +1.")
    # May be left out, but is never null; stands before its two parts, whose validators look at it.
    hos_tracking_mode: HosTrackingMode = Field(default_factory=HosTrackingMode)
    hos_compliance_type: HosComplianceTypeEnum | None = Field(None, description="Whether hours must be kept at all.")
    hos_tracking_method: HosTrackingMethodEnum | None = Field(
        None, description="For drivers who are not exempt: who writes the log."
    )

    @field_validator(*_TRACKING)
    @classmethod
    def _agrees(cls, value: Any, info: ValidationInfo) -> Any:
        inner, name = info.data.get("hos_tracking_mode"), str(info.field_name)
        if inner is not None and name in inner.model_fields_set and getattr(inner, name) != value:
            raise PydanticCustomError(
                "contradiction", "Input should be equal to hos_tracking_mode.{field}", {"field": name}
            )
        return value

    @model_validator(mode="after")
    def _say_tracking_twice(self) -> Self:
        """What was said inside the object holds beside it too, and the other way round."""
        if "hos_tracking_mode" not in self.model_fields_set:
            return self
        inner = self.hos_tracking_mode
        for name in _TRACKING:
            if name in inner.model_fields_set and name not in self.model_fields_set:
                setattr(self, name, getattr(inner, name))
                self._sent = (*self.sent, name) if name not in self.sent else self.sent
            elif name in self.model_fields_set and name not in inner.model_fields_set:
                setattr(inner, name, getattr(self, name))
        return self


class UserCreate(UserWrite):
    """A user to be made at the provider. Fields that are left out get the provider's own defaults."""


class UserUpdate(UserWrite):
    """What is to change of a user at the provider. Fields that are left out stay, null clears."""


class UserFields(Fields):
    """The normalised fields of a user."""

    username: str | None = None
    started_at: datetime | None = Field(None, description="In service since.")
    ended_at: datetime | None = Field(None, description="Out of service since.")
    is_active: bool | None = None
    status: str | None = Field(None, description="The provider's word, such as ACTIVE, INACTIVE or SUSPENDED.")
    is_driver: bool | None = None
    user_designation: str | None = Field(None, description="Role in free words, such as DRIVER or DISPATCHER.")
    user_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    country_code: str | None = Field(None, description="Three letters, ISO 3166-1.")
    license_country: str | None = Field(None, description="Where the licence is from; three letters, ISO 3166-1.")
    license_region: str | None = None
    license_number: str | None = None
    license_expiration: date | None = Field(None, description="Last day of the licence, where it was issued.")
    employee_number: str | None = None
    company_groups: dict[str, Any] | None = None
    private_user_groups: dict[str, Any] | None = None
    report_groups: dict[str, Any] | None = None
    security_groups: dict[str, Any] | None = None
    authority_name: str | None = None
    authority_address: str | None = None
    company_name: str | None = None
    company_address: str | None = None
    carrier_number: str | None = None
    last_tsp_login: datetime | None = Field(None, description="When the user last signed in at the provider.")
    notes: str | None = None
    hos_ruleset_code: HosRulesetCodeEnum | None = None
    allow_yard_move: bool | None = None
    allow_personal_conveyance: bool | None = None
    allow_adverse_driving: bool | None = None
    default_time_zone: TimezoneCodeEnum | None = Field(None, description="IANA name of the user's zone.")


class UserRead(UserFields, RecordBase):
    """A driver or an office user, as the provider has it."""

    model_config = ConfigDict(extra="ignore", frozen=False)
