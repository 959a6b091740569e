"""Maps Samsara's drivers to our users, and back."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gladhand.providers.samsara.account import tags_of
from gladhand.providers.samsara.external_ids import external_id, to_external, with_external_id
from gladhand.providers.samsara.names import FIRST_STAYS, ONE_NAME, full_name, split_name
from gladhand.providers.samsara.rulesets import FLAGS, REFUSALS, RULESETS, UNCERTAIN, code_of
from gladhand.resources.enums import HosComplianceTypeEnum, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.countries import alpha3
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, LeftOut, MaxLength, Prepared, Takes
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.values import phone_number, zone

#: The external id that holds the hub's key of the create that made the driver.
KEY: Final = "hubUserId"
EMPLOYEE: Final = "employeeNumber"
PREFIX: Final = "driver:"

_LOCALES = "us at be ca gb fr de ie it lu mx nl es ch pr"
_STATES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC
SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI AB BC MB NB NL NS NT NU ON PE QC SK YT
"""
_LONGEST_PHONE = 255
_MOST_DIGITS = 18
_WORDS: Mapping[str, UserStatusEnum] = MappingProxyType(
    {"active": UserStatusEnum.ACTIVE, "deactivated": UserStatusEnum.INACTIVE}
)


def _username(value: str) -> str:
    if not value or "@" in value or any(each.isspace() for each in value):
        raise ValueError("Samsara takes no username that is empty or holds a space or an @.")
    return value


def _state(value: str) -> str:
    state = region_code(value).upper()
    for country in ("US-", "CA-"):
        state = state.removeprefix(country)
    if state not in _STATES.split():
        raise ValueError("Samsara takes a state or territory of the USA or a province of Canada, such as IL or ON.")
    return state


def _dot_number(value: str) -> int:
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise ValueError("Samsara takes a USDOT number, which has digits only.")
    return int(digits)


def _carrier_number(value: str) -> int:
    try:
        return _dot_number(value)
    except ValueError as error:
        raise LeftOut(str(error)) from None


# Samsara documents the names, limits, enums and `usDriverRulesetOverride: null`, but not how other fields are cleared.
# An empty text for texts and false for permissions are assumed; clearing any other field is refused.
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "username": Takes(
            "username",
            required=True,
            value=(Convert(_username), MaxLength(189)),
            form="no space and no @; unique in the account",
        ),
        "is_active": Takes(
            "driverActivationStatus",
            placed=False,
            value=Choices({True: "active", False: "deactivated"}),
            form="a new driver is active at first; deactivating one is a second request",
            reason="A driver is active or deactivated, never neither.",
        ),
        "status": Takes(
            "driverActivationStatus",
            placed=False,
            value=Choices({ours: theirs for theirs, ours in _WORDS.items()}),
            form="the same as is_active",
            reason="A driver is active or deactivated, never neither.",
        ),
        "is_driver": Takes(
            "the resource: /fleet/drivers or /users",
            placed=False,
            value=Choices({True: True}),
            form="who is not said to be none is a driver",
            reason="Samsara keeps drivers and office users apart; one cannot become the other.",
        ),
        "user_designation": Absent("Samsara's drivers have no designation."),
        "user_email": Takes("email", clear="", assumed=True),
        "first_name": Takes("name", placed=False, form=ONE_NAME, reason=FIRST_STAYS),
        "last_name": Takes("name", placed=False, clear="", form=ONE_NAME),
        "phone_number": Takes(
            "phone",
            placed=False,
            value=Convert(phone_number),
            clear="",
            form="one text with phone_country_code before it",
            assumed=True,
        ),
        "phone_country_code": Takes(
            "phone", placed=False, clear="", form="written together with phone_number only, before it", assumed=True
        ),
        "country_code": Takes(
            "locale",
            value=Choices({alpha3(locale): locale for locale in _LOCALES.split()}, leave_out_others=True),
            form="a lower-case code of two letters",
            reason="Samsara has locales for few countries, and cannot clear them.",
        ),
        "license_country": Absent("Samsara keeps the state or province of a licence only."),
        "license_region": Takes(
            "licenseState", value=Convert(_state), clear="", form="a state, province or territory of two letters"
        ),
        "license_number": Takes("licenseNumber", clear="", form="unique together with license_region"),
        "license_expiration": Absent("Samsara's drivers have no expiration of a licence."),
        "employee_number": Takes(
            f"externalIds.{EMPLOYEE}",
            placed=False,
            value=Convert(to_external),
            clear="",
            form="an external id: unique in the account",
            assumed=True,
        ),
        "carrier_number": Takes(
            "carrierSettings.dotNumber",
            placed=False,
            value=Convert(_carrier_number),
            form="digits; dot_id goes before it",
            reason="How a number is cleared is not documented.",
        ),
        "notes": Takes("notes", value=MaxLength(4096, cut=True), clear=""),
        "hos_ruleset_code": Takes(
            "usDriverRulesetOverride",
            placed=False,
            value=Choices(RULESETS, refusals=REFUSALS, uncertain=UNCERTAIN),
            clear=None,
        ),
        "allow_yard_move": Takes("eldYmEnabled", clear=False),
        "allow_personal_conveyance": Takes("eldPcEnabled", clear=False),
        "allow_adverse_driving": Takes("eldAdverseWeatherExemptionEnabled", clear=False),
        "default_time_zone": Takes(
            "timezone", form="an IANA name", reason="How a time zone is cleared is not documented."
        ),
        "dot_id": Takes(
            "carrierSettings.dotNumber",
            placed=False,
            value=Convert(_dot_number),
            form="digits",
            reason="How a number is cleared is not documented.",
        ),
        "hos_compliance_type": Takes(
            "eldExempt",
            value=Choices({HosComplianceTypeEnum.EXEMPT: True, HosComplianceTypeEnum.NON_EXEMPT: False}),
            reason="A driver is exempt or not, never neither.",
        ),
        "hos_tracking_method": Absent("Samsara's drivers keep their logs in its app; there is no other method."),
    },
)


def needs_current(made: Prepared) -> bool:
    """Whether an update depends on the current driver."""
    return ("first_name" in made.values) != ("last_name" in made.values) or "employee_number" in made.values


def complete(made: Prepared, current: Mapping[str, Any]) -> None:
    """Place the fields that several of ours form together. `current` is the driver now, empty for a new one."""
    values = made.values
    _place_activation(made)
    if "first_name" in values or "last_name" in values:
        name = full_name(values, current)
        made.put("name", name)
        if split_name(name)[1] != (values.get("last_name") or split_name(name)[1]):
            made.details["last_name"] = ONE_NAME
    if "phone_number" in values:
        made.put("phone", _phone(values))
    elif values.pop("phone_country_code", None) is not None:
        made.leave_out("phone_country_code", "For Samsara it is the beginning of the phone number, which was not sent.")
    if "employee_number" in values:
        made.put("externalIds", with_external_id(current, EMPLOYEE, values["employee_number"]))
    if "dot_id" in values or "carrier_number" in values:
        number = values.get("dot_id", values.get("carrier_number"))
        made.put("carrierSettings.dotNumber", number)
        if values.get("carrier_number", number) != number:
            made.leave_out("carrier_number", "Samsara keeps one number, and dot_id goes before this one.")
    if "hos_ruleset_code" in values:
        made.body |= values["hos_ruleset_code"] or {"usDriverRulesetOverride": None}


def for_create(made: Prepared, operation_key: str) -> dict[str, Any]:
    """The body for a new driver, without its password."""
    if "name" not in made.body:
        made.put("name", full_name({}, {}))
    body = {name: value for name, value in made.body.items() if name != "driverActivationStatus"}
    # Flags of a new driver are off by default.
    body = {name: value for name, value in body.items() if name not in FLAGS or value}
    return {**body, "externalIds": {**body.get("externalIds", {}), KEY: operation_key}}


def is_wanted_inactive(made: Prepared) -> bool:
    return made.body.get("driverActivationStatus") == "deactivated"


def driver_source_id(number: str) -> str:
    """The source id of a driver, whose numbers at Samsara are not apart from those of office users."""
    return f"{PREFIX}{number}"


def to_record(driver: Row, *, uncertain: bool) -> Record[UserFields]:
    """The hub's record of a driver. Samsara leaves out unset fields."""
    first, last = split_name(driver.text("name"))
    carrier = driver.row("carrierSettings")
    status = driver.text("driverActivationStatus")
    exempt = driver.flag("eldExempt")
    fields = UserFields(
        username=driver.text("username"),
        is_active=None if status is None else status == "active",
        status=None if status is None else _WORDS[status].value if status in _WORDS else status,
        is_driver=True,
        user_email=driver.text("email"),
        first_name=first,
        last_name=last,
        phone_number=driver.text("phone"),
        country_code=alpha3(driver.get("locale")),
        license_region=driver.text("licenseState"),
        license_number=driver.text("licenseNumber"),
        employee_number=external_id(driver, EMPLOYEE),
        company_groups=tags_of(driver),
        company_name=carrier.text("carrierName"),
        company_address=carrier.text("mainOfficeAddress"),
        carrier_number=carrier.text("dotNumber"),
        notes=driver.text("notes"),
        hos_ruleset_code=code_of(driver, uncertain=uncertain),
        allow_yard_move=driver.flag("eldYmEnabled"),
        allow_personal_conveyance=driver.flag("eldPcEnabled"),
        allow_adverse_driving=driver.flag("eldAdverseWeatherExemptionEnabled"),
        default_time_zone=zone(driver.get("timezone")),
    )
    extras = {}
    if exempt is not None:
        extras["hos_compliance_type"] = (
            HosComplianceTypeEnum.EXEMPT if exempt else HosComplianceTypeEnum.NON_EXEMPT
        ).value
    return Record(
        source_id=PREFIX + driver.source_id(),
        source_data=driver,
        fields=fields,
        occurred_at=driver.moment("updatedAtTime"),
        extras=extras or None,
    )


def key_of(driver: Mapping[str, Any]) -> str | None:
    """The key of the create that made the driver; None if the hub did not create it."""
    return external_id(driver, KEY)


def _place_activation(made: Prepared) -> None:
    asked = {made.values[name] for name in ("is_active", "status") if name in made.values}
    if len(asked) > 1:
        why = "is_active and status say different things."
        raise Rejected(why, fields={"is_active": why, "status": why})
    for status in asked:
        made.put("driverActivationStatus", status)


def _phone(values: Mapping[str, Any]) -> str:
    number, code = values["phone_number"].strip(), (values.get("phone_country_code") or "").strip()
    whole = f"{code} {number}" if code and number and not number.startswith("+") else number
    if len(whole) > _LONGEST_PHONE:
        why = f"Samsara takes at most {_LONGEST_PHONE} characters."
        raise Rejected(why, fields={"phone_number": why})
    return str(whole)
