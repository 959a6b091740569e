"""Maps Geotab's users to ours, and back."""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.enums import HosComplianceTypeEnum, HosRulesetCodeEnum, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk import clock
from gladhand.sdk.countries import alpha2, alpha3
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, MaxLength, Takes
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.user_rules import status_of
from gladhand.sdk.values import phone_number, zone

#: The value of `activeTo` while a user or a device is in use.
FOREVER: Final = "2050-01-01T00:00:00.000Z"
#: Geotab's name for no ruleset.
NO_RULESET: Final = "None"

# Geotab writes its earliest dates, in the years 1 and 1986, for an unset date.
_EARLIEST = datetime(1987, 1, 1, tzinfo=UTC)
_UNENDING = datetime(2049, 12, 31, tzinfo=UTC)

_RULESETS: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("rulesets.toml").read_text("utf-8"))
#: Our code to Geotab's name.
RULESETS: Mapping[str, str] = MappingProxyType(_RULESETS["names"])
# A user who never had a ruleset shows `None`, which is also the name of a ruleset without hours. The two are
# indistinguishable, so both are read as unset.
_CODES = {name: HosRulesetCodeEnum(code) for code, name in RULESETS.items() if name != NO_RULESET}


def _login(name: str) -> str:
    if not name or re.search(r"\s", name):
        raise ValueError("Geotab wants a name without spaces, usually an e-mail address.")
    return name


def _filled(name: str) -> str:
    if not name.strip():
        raise ValueError("Geotab wants one that is not empty.")
    return name


_ALWAYS_THERE = "Geotab always has one; it can be changed, not cleared."
_ONE_LOGIN = "Geotab has one name to sign in with and no e-mail address beside it."

#: How each field of a user is written. Geotab's documented object model backs each rule that is not `assumed`.
USERS: Final = FieldMap(
    "Geotab",
    {
        "username": Takes(
            "name", required=True, value=(Convert(_login), MaxLength(255)), form="no spaces; usually an e-mail"
        ),
        "user_email": Takes("name", placed=False, clear="", form="used if there is no username", reason=_ONE_LOGIN),
        "first_name": Takes("firstName", required=True, value=(Convert(_filled), MaxLength(255))),
        "last_name": Takes("lastName", required=True, value=(Convert(_filled), MaxLength(255))),
        "is_driver": Takes("isDriver", reason="Geotab's users either drive or do not: say true or false."),
        "is_active": Takes("activeTo", placed=False, form="now, or 2050-01-01 for active", reason=_ALWAYS_THERE),
        "status": Takes(
            "activeTo",
            placed=False,
            value=Choices({UserStatusEnum.ACTIVE: True, UserStatusEnum.INACTIVE: False}),
            form="now, or 2050-01-01 for active",
            reason=_ALWAYS_THERE,
        ),
        "user_designation": Takes("designation", value=MaxLength(50, cut=True), clear=""),
        "employee_number": Takes("employeeNo", value=MaxLength(50), clear=""),
        "phone_number": Takes(
            "phoneNumber",
            placed=False,
            value=Convert(phone_number),
            clear="",
            form="+1 5555555555, at most 20 characters",
        ),
        "phone_country_code": Takes("phoneNumber", placed=False, clear="", form="the part before the space"),
        "country_code": Takes("countryCode", value=Convert(alpha2), clear="", form="two letters, ISO 3166-1"),
        "license_number": Takes("licenseNumber", clear="", form="drivers only; with license_region or not at all"),
        "license_region": Takes(
            "licenseProvince",
            value=Convert(region_code),
            clear="",
            form="drivers only; with license_number or not at all",
        ),
        "license_country": Absent("Geotab knows the state or province of a licence, not its country."),
        "license_expiration": Absent("Geotab does not keep the last day of a licence."),
        "carrier_number": Takes("carrierNumber", clear=""),
        "dot_id": Takes("carrierNumber", placed=False, clear="", form="used if there is no carrier_number"),
        "notes": Takes("comment", clear=""),
        "hos_ruleset_code": Takes(
            "UserHosRuleSet",
            placed=False,
            value=Choices(RULESETS, refusals=_RULESETS["refusals"], uncertain=frozenset(_RULESETS["uncertain"])),
            clear=NO_RULESET,
            form="one of Geotab's rulesets, written beside the user",
        ),
        # By Geotab's documents, its `isExemptHOSEnabled` is about personal conveyance.
        "hos_compliance_type": Takes(
            "UserHosRuleSet",
            placed=False,
            value=Choices(
                {HosComplianceTypeEnum.EXEMPT: NO_RULESET, HosComplianceTypeEnum.NON_EXEMPT: ""},
                uncertain=frozenset({HosComplianceTypeEnum.EXEMPT}),
            ),
            clear="",
            reason="In Geotab, a driver with a ruleset keeps hours of service: write hos_ruleset_code instead.",
            assumed=True,
        ),
        "hos_tracking_method": Absent("Geotab has no setting for who writes the log."),
        "allow_yard_move": Takes("isYardMoveEnabled", clear=False),
        "allow_personal_conveyance": Takes("isPersonalConveyanceEnabled", clear=False),
        "allow_adverse_driving": Takes("isAdverseDrivingEnabled", clear=False),
        "default_time_zone": Takes("timeZoneId", value=Convert(str), form="IANA name", reason=_ALWAYS_THERE),
    },
)


def to_user(user: Row) -> Record[UserFields]:
    """The hub's record of a user. Office users lack the keys of drivers; Geotab shows unset text as empty."""
    code, number = split_phone(user.get("phoneNumber"))
    name = text(user.get("name"))
    active = is_active(user)
    return Record(
        source_id=user.source_id(),
        source_data=user,
        fields=UserFields(
            username=name,
            started_at=moment(user.get("activeFrom")),
            ended_at=moment(user.get("activeTo")),
            is_active=active,
            status=status_of(active),
            is_driver=user.flag("isDriver"),
            user_designation=text(user.get("designation")),
            user_email=name if name and "@" in name else None,
            first_name=text(user.get("firstName")),
            last_name=text(user.get("lastName")),
            phone_number=number or None,
            country_code=alpha3(user.get("countryCode")),
            license_region=text(user.get("licenseProvince")),
            license_number=text(user.get("licenseNumber")),
            employee_number=text(user.get("employeeNo")),
            company_groups=groups(user.get("companyGroups")),
            private_user_groups=groups(user.get("privateUserGroups")),
            report_groups=groups(user.get("reportGroups")),
            security_groups=groups(user.get("securityGroups")),
            authority_name=text(user.get("authorityName")),
            authority_address=text(user.get("authorityAddress")),
            company_name=text(user.get("companyName")),
            company_address=text(user.get("companyAddress")),
            carrier_number=text(user.get("carrierNumber")),
            last_tsp_login=moment(user.get("lastAccessDate")),
            notes=text(user.get("comment")),
            hos_ruleset_code=ruleset_code(user),
            allow_yard_move=user.flag("isYardMoveEnabled"),
            allow_personal_conveyance=user.flag("isPersonalConveyanceEnabled"),
            allow_adverse_driving=user.flag("isAdverseDrivingEnabled"),
            default_time_zone=zone(user.get("timeZoneId")),
        ),
        extras={"phone_country_code": code} if code else None,
    )


def ruleset_code(user: Mapping[str, Any]) -> HosRulesetCodeEnum | None:
    """The rules that apply to a user."""
    return _CODES.get(text(user.get("hosRuleSet")) or "")


def is_active(entity: Mapping[str, Any]) -> bool | None:
    """Whether a user or a device is in use: its `activeTo` lies in the future, and behind its `activeFrom`."""
    until, begin = _parsed(entity.get("activeTo")), _parsed(entity.get("activeFrom"))
    if until is None:
        return None
    return until > clock.now() and (begin is None or until > begin)


def ended(entity: Mapping[str, Any], now: datetime) -> str:
    """`activeTo` of a user or a device that goes out of use now.

    Geotab refuses an end before the begin, and the clock that set the begin may be ahead of this one.
    """
    begin = _parsed(entity.get("activeFrom"))
    return wire(now if begin is None else max(now, begin))


def split_phone(phone: object) -> tuple[str, str]:
    """Calling code and number. Geotab keeps them in one text, separated by a space; the code may be missing."""
    given = (text(phone) or "").strip()
    code, space, number = given.partition(" ")
    return (code, number.strip()) if space and code.startswith("+") else ("", given)


def text(value: object) -> str | None:
    """A text, or None: Geotab shows unset texts as empty."""
    return value if isinstance(value, str) and value else None


def moment(value: object) -> datetime | None:
    """A moment; None for the dates that Geotab writes for unset or for never."""
    found = _parsed(value)
    return found if found is not None and _EARLIEST < found < _UNENDING else None


def wire(when: datetime) -> str:
    """A moment in Geotab's format, to the millisecond."""
    utc = when.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def groups(listed: object) -> dict[str, Any] | None:
    """Geotab's groups in the form of our records."""
    return {"groups": listed} if isinstance(listed, list) and listed else None


def _parsed(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
