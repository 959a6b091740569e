"""How each field of a user is written to Samsara's drivers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gladhand.providers.samsara.external_ids import to_external
from gladhand.providers.samsara.names import FIRST_STAYS, ONE_NAME
from gladhand.providers.samsara.rulesets import REFUSALS, RULESETS, UNCERTAIN
from gladhand.resources.enums import HosComplianceTypeEnum, UserStatusEnum
from gladhand.sdk.countries import alpha3
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, LeftOut, MaxLength, Takes
from gladhand.sdk.regions import region_code
from gladhand.sdk.values import phone_number

EMPLOYEE: Final = "employeeNumber"
_LOCALES = "us at be ca gb fr de ie it lu mx nl es ch pr"
_STATES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC
SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI AB BC MB NB NL NS NT NU ON PE QC SK YT
"""
_MOST_DIGITS = 18
STATUSES: Mapping[str, UserStatusEnum] = MappingProxyType(
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
            value=Choices({ours: theirs for theirs, ours in STATUSES.items()}),
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
