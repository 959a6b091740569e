"""Users: the drivers and the office people of a fleet."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from gladhand.resources.base import WriteBody
from gladhand.resources.enums import (
    HosComplianceTypeEnum,
    HosRulesetCodeEnum,
    HosTrackingMethodEnum,
    ResourceEnum,
    TimezoneCodeEnum,
    UserStatusEnum,
)
from gladhand.resources.fields import F, Fields, Filterable, Writable
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Alpha3, Line, Prose
from gladhand.resources.wire_model import WireModel

_TRACKING = ("hos_compliance_type", "hos_tracking_method")


class UserFields(Fields):
    """The normalised fields of a user."""

    username: Annotated[str | None, Writable()] = F("The name that the user signs in with.", example="maria.keller")
    started_at: datetime | None = F("In service since.")
    ended_at: datetime | None = F("Out of service since.")
    is_active: Annotated[bool | None, Writable()] = F()
    status: Annotated[str | None, Writable(UserStatusEnum)] = F(
        "The provider's word, such as ACTIVE, INACTIVE or SUSPENDED.", example="ACTIVE"
    )
    is_driver: Annotated[bool | None, Writable(), Filterable()] = F(example=True)
    user_designation: Annotated[str | None, Writable()] = F("Role in free words, such as DRIVER or DISPATCHER.")
    user_email: Annotated[str | None, Writable()] = F(example="maria.keller@fleet.example")
    first_name: Annotated[str | None, Writable()] = F(example="Maria")
    last_name: Annotated[str | None, Writable()] = F(example="Keller")
    phone_number: Annotated[str | None, Writable()] = F(example="+15125550100")
    country_code: Annotated[str | None, Writable(Alpha3)] = F("Three letters, ISO 3166-1.", example="USA")
    license_country: Annotated[str | None, Writable(Alpha3)] = F(
        "Country of the licence. Three letters, ISO 3166-1.", example="USA"
    )
    license_region: Annotated[str | None, Writable()] = F(
        "State or province of the licence, such as CA or ON.", example="TX"
    )
    license_number: Annotated[str | None, Writable()] = F(example="TX-1234567")
    license_expiration: Annotated[date | None, Writable()] = F(
        "Last day of the licence, where it was issued.", example="2031-05-01"
    )
    employee_number: Annotated[str | None, Writable()] = F("The fleet's own number for the user.", example="E-1001")
    company_groups: dict[str, Any] | None = F()
    private_user_groups: dict[str, Any] | None = F()
    report_groups: dict[str, Any] | None = F()
    security_groups: dict[str, Any] | None = F()
    authority_name: str | None = F()
    authority_address: str | None = F()
    company_name: str | None = F()
    company_address: str | None = F()
    carrier_number: Annotated[str | None, Writable()] = F(
        "Number of the carrier, such as a USDOT or MC number.", example="1234567"
    )
    last_tsp_login: datetime | None = F("When the user last signed in at the provider.")
    notes: Annotated[str | None, Writable(Prose)] = F()
    hos_ruleset_code: Annotated[HosRulesetCodeEnum | None, Writable()] = F(
        "The hours-of-service rules that apply.", example="US_INT_PROP_70_8"
    )
    allow_yard_move: Annotated[bool | None, Writable()] = F()
    allow_personal_conveyance: Annotated[bool | None, Writable()] = F()
    allow_adverse_driving: Annotated[bool | None, Writable()] = F()
    default_time_zone: Annotated[TimezoneCodeEnum | None, Writable()] = F(
        "IANA name of the user's time zone.", example="America/Chicago"
    )


class HosTrackingMode(WireModel):
    """How a driver's hours are tracked. Each part may also stand beside this object, with the same value."""

    model_config = ConfigDict(extra="ignore")

    hos_compliance_type: HosComplianceTypeEnum | None = Field(
        None, description="Whether the driver must keep hours.", examples=["non_exempt"]
    )
    hos_tracking_method: HosTrackingMethodEnum | None = Field(
        None, description="For drivers who are not exempt: how the log is written.", examples=["automatic"]
    )


class UserWrite(WriteBody):
    """What a write of a user takes beside the fields of the record."""

    not_changes: ClassVar[frozenset[str]] = WriteBody.not_changes | {"hos_tracking_mode"}

    dot_id: Line | None = Field(None, description="USDOT number that the user drives under.", examples=["7654321"])
    phone_country_code: Line | None = Field(
        None, description="Calling code with its plus sign, such as +1.", examples=["+1"]
    )
    # May be left out, but is never null. Comes before its two parts, because their validators look at it.
    hos_tracking_mode: HosTrackingMode = Field(default_factory=HosTrackingMode)
    hos_compliance_type: HosComplianceTypeEnum | None = Field(
        None, description="Whether the driver must keep hours.", examples=["non_exempt"]
    )
    hos_tracking_method: HosTrackingMethodEnum | None = Field(
        None, description="For drivers who are not exempt: how the log is written.", examples=["automatic"]
    )

    @field_validator(*_TRACKING)
    @classmethod
    def _check_same_value(cls, value: Any, info: ValidationInfo) -> Any:
        inner, name = info.data.get("hos_tracking_mode"), str(info.field_name)
        if inner is not None and name in inner.model_fields_set and getattr(inner, name) != value:
            raise PydanticCustomError(
                "contradiction", "Input should be equal to hos_tracking_mode.{field}", {"field": name}
            )
        return value

    @model_validator(mode="after")
    def _copy_tracking(self) -> Self:
        """A value inside the object also holds for the field beside it, and the other way round."""
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


USER = Resource(
    name=ResourceEnum.USER,
    path="users",
    kind=ResourceKind.ENTITY,
    has_get=True,
    fields_model=UserFields,
    write_base=UserWrite,
    description="Drivers and office staff of a fleet.",
    natural_key=("username",),
    events={
        RecordChange.ADDED: "A user or driver was stored for the first time.",
        RecordChange.MODIFIED: "A user or driver has changed.",
        RecordChange.REMOVED: "A user or driver is no longer at the provider.",
    },
)
