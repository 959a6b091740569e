"""Which of our fields of a user Motive takes, and in which form.

The rules come from Motive's reference pages for creating, updating and finding users, from its pages of 2016, and from
reports about live accounts. Rules without any of these sources are marked as assumed.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gladhand.providers.motive.phones import calling_code
from gladhand.providers.motive.rulesets import RULESETS, UNCERTAIN
from gladhand.providers.motive.zones import ZONES
from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum, UserStatusEnum
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, LeftOut, Takes
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.regions import region_code
from gladhand.sdk.values import phone_number

DRIVER, OFFICE = "driver", "fleet_user"
ROLES = frozenset({DRIVER, OFFICE, "admin"})
#: Motive's words for the status of a user.
STATUSES: Mapping[str, UserStatusEnum] = MappingProxyType(
    {"active": UserStatusEnum.ACTIVE, "deactivated": UserStatusEnum.INACTIVE}
)


def role_of(designation: str) -> str:
    word = designation.strip().lower().replace(" ", "_")
    if word not in ROLES:
        raise LeftOut("Motive keeps no designation but the roles driver, fleet_user and admin.")
    return word


def _usdot(number: str) -> str:
    if not (number.isascii() and number.isdigit()):
        raise LeftOut("Motive has a place for the digits of a USDOT number only.")
    return number


_NO_PLACE = Absent("Motive's users have no place for it.")
_SHARED: Mapping[str, FieldRule] = MappingProxyType(
    {
        "is_driver": Takes("role", placed=False, value=Choices({True: DRIVER, False: OFFICE})),
        "user_designation": Takes(
            "role",
            placed=False,
            value=Convert(role_of),
            form="driver, fleet_user or admin; other words are left out",
            reason="Each of Motive's users has a role.",
        ),
        # That this field deactivates and reactivates a user is inferred from the parameters of both calls.
        "is_active": Takes("status", value=Choices({True: "active", False: "deactivated"}), assumed=True),
        "status": Takes("status", value=Choices({ours: theirs for theirs, ours in STATUSES.items()}), assumed=True),
        "user_email": Takes("email", clear=None, assumed=True),
        "first_name": Takes("first_name", required=True),
        "last_name": Takes("last_name", required=True),
        "phone_number": Takes(
            "phone",
            placed=False,
            value=Convert(phone_number),
            clear=None,
            form="the calling code is split off where it stands first",
            assumed=True,
        ),
        "phone_country_code": Takes(
            "phone_country_code", placed=False, value=Convert(calling_code), clear=None, form="+1", assumed=True
        ),
        "default_time_zone": Takes(
            "time_zone", value=Choices(ZONES), form="Motive's name of a zone that has the same time all year round"
        ),
        "carrier_number": Takes(
            "dot_id", placed=False, value=Convert(_usdot), clear=None, form="USDOT number", assumed=True
        ),
        "dot_id": Takes("dot_id", clear=None, assumed=True),
        "country_code": _NO_PLACE,
        "license_country": _NO_PLACE,
        "license_expiration": _NO_PLACE,
        "notes": _NO_PLACE,
    }
)
OF_DRIVERS: Mapping[str, FieldRule] = MappingProxyType(
    {
        "username": Takes("username"),
        "employee_number": Takes("driver_company_id", clear=None, assumed=True),
        "license_region": Takes("drivers_license_state", value=Convert(region_code), clear=None, assumed=True),
        "license_number": Takes("drivers_license_number", clear=None, assumed=True),
        "hos_ruleset_code": Takes(
            "cycle",
            placed=False,
            value=Choices(RULESETS, uncertain=UNCERTAIN),
            form="a cycle, with the exceptions it implies",
        ),
        "allow_yard_move": Takes("yard_moves_enabled", clear=False, assumed=True),
        "allow_personal_conveyance": Takes("personal_conveyance_enabled", clear=False, assumed=True),
        "allow_adverse_driving": Takes("exception_adverse_driving", clear=False, assumed=True),
        "hos_compliance_type": Takes(
            "eld_mode",
            placed=False,
            value=Choices({HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "logs"}),
            form="with the time_tracking_mode that fits; a manual log stays manual",
        ),
        "hos_tracking_method": Takes(
            "eld_mode",
            placed=False,
            value=Choices({HosTrackingMethodEnum.AUTOMATIC: "logs", HosTrackingMethodEnum.MANUAL: "none"}),
            form="with the time_tracking_mode that fits",
        ),
    }
)
DRIVERS_ONLY = "Motive keeps it for drivers only."

OFFICE_USERS = FieldMap("Motive", {**_SHARED, **dict.fromkeys(OF_DRIVERS, Absent(DRIVERS_ONLY))})
USERS = FieldMap("Motive", {**_SHARED, **OF_DRIVERS}, variants={"office users and administrators": OFFICE_USERS})
