"""Maps Samsara's drivers to our users, and back."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.providers.samsara.driver_fields import EMPLOYEE, STATUSES
from gladhand.providers.samsara.external_ids import external_id, with_external_id
from gladhand.providers.samsara.names import ONE_NAME, full_name, split_name
from gladhand.providers.samsara.read_rulesets import ruleset_of
from gladhand.providers.samsara.rulesets import FLAGS, code_of
from gladhand.providers.samsara.tags import tags_of
from gladhand.resources.enums import HosComplianceTypeEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.countries import alpha3
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Prepared
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import zone

#: The external id that holds the hub's key of the create that made the driver.
KEY: Final = "hubUserId"
PREFIX: Final = "driver:"
_NOBODY: Final = "0"

_LONGEST_PHONE = 255


def needs_current(prepared: Prepared) -> bool:
    """Whether an update depends on the current driver."""
    return ("first_name" in prepared.values) != ("last_name" in prepared.values) or "employee_number" in prepared.values


def complete(prepared: Prepared, current: Mapping[str, Any]) -> None:
    """Place the fields that several of ours form together. `current` is the driver now, empty for a new one."""
    values = prepared.values
    _place_activation(prepared)
    if "first_name" in values or "last_name" in values:
        name = full_name(values, current)
        prepared.put("name", name)
        if split_name(name)[1] != (values.get("last_name") or split_name(name)[1]):
            prepared.details["last_name"] = ONE_NAME
    if "phone_number" in values:
        prepared.put("phone", _phone(values))
    elif values.pop("phone_country_code", None) is not None:
        prepared.leave_out(
            "phone_country_code", "For Samsara it is the beginning of the phone number, which was not sent."
        )
    if "employee_number" in values:
        prepared.put("externalIds", with_external_id(current, EMPLOYEE, values["employee_number"]))
    if "dot_id" in values or "carrier_number" in values:
        number = values.get("dot_id", values.get("carrier_number"))
        prepared.put("carrierSettings.dotNumber", number)
        if values.get("carrier_number", number) != number:
            prepared.leave_out("carrier_number", "Samsara keeps one number, and dot_id goes before this one.")
    if "hos_ruleset_code" in values:
        prepared.body |= values["hos_ruleset_code"] or {"usDriverRulesetOverride": None}


def for_create(prepared: Prepared, operation_key: str) -> dict[str, Any]:
    """The body for a new driver, without its password."""
    if "name" not in prepared.body:
        prepared.put("name", full_name({}, {}))
    body = {name: value for name, value in prepared.body.items() if name != "driverActivationStatus"}
    # Flags of a new driver are off by default.
    body = {name: value for name, value in body.items() if name not in FLAGS or value}
    return {**body, "externalIds": {**body.get("externalIds", {}), KEY: operation_key}}


def is_deactivation(prepared: Prepared) -> bool:
    return prepared.body.get("driverActivationStatus") == "deactivated"


def driver_source_id(number: str) -> str:
    """The source id of a driver, whose numbers at Samsara are not apart from those of office users."""
    return f"{PREFIX}{number}"


def find_driver_source_id(number: str | None) -> str | None:
    """The source id of a driver; None where there is none, for which the older lists have 0."""
    return None if number is None or number == _NOBODY else driver_source_id(number)


def to_record(driver: Row, *, uncertain: bool) -> Record[UserFields]:
    """The hub's record of a driver. Samsara leaves out unset fields."""
    first, last = split_name(driver.text("name"))
    carrier = driver.row("carrierSettings")
    status = driver.text("driverActivationStatus")
    exempt = driver.flag("eldExempt")
    fields = UserFields(
        username=driver.text("username"),
        started_at=driver.moment("createdAtTime"),
        is_active=None if status is None else status == "active",
        status=None if status is None else STATUSES[status].value if status in STATUSES else status,
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
        authority_name=carrier.text("carrierName"),
        authority_address=carrier.text("mainOfficeAddress"),
        company_name=carrier.text("homeTerminalName"),
        company_address=carrier.text("homeTerminalAddress"),
        carrier_number=carrier.text("dotNumber"),
        notes=driver.text("notes"),
        hos_ruleset_code=code_of(driver, uncertain=uncertain) or ruleset_of(driver),
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


def _place_activation(prepared: Prepared) -> None:
    asked = {prepared.values[name] for name in ("is_active", "status") if name in prepared.values}
    if len(asked) > 1:
        why = "is_active and status say different things."
        raise Rejected(why, fields={"is_active": why, "status": why})
    for status in asked:
        prepared.put("driverActivationStatus", status)


def _phone(values: Mapping[str, Any]) -> str:
    number, code = values["phone_number"].strip(), (values.get("phone_country_code") or "").strip()
    whole = f"{code} {number}" if code and number and not number.startswith("+") else number
    if len(whole) > _LONGEST_PHONE:
        why = f"Samsara takes at most {_LONGEST_PHONE} characters."
        raise Rejected(why, fields={"phone_number": why})
    return str(whole)
