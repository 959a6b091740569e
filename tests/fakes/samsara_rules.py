"""What Samsara's documents say about the bodies of its API: fields, types, lengths, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI AB BC MB NB NL NS NT NU ON PE QC SK YT"
)
STATES = frozenset(_STATES.split())
LOCALES = frozenset({"us", "at", "be", "ca", "gb", "fr", "de", "ie", "it", "lu", "mx", "nl", "es", "ch", "pr"})
CYCLES = frozenset(
    {
        *(f"USA {load} ({days})" for load in ("Property", "Passenger") for days in ("8/70", "7/60")),
        *(f"Alaska {load} ({days})" for load in ("Property", "Passenger") for days in ("8/80", "7/70")),
        *(
            f"California {load} (8/80)"
            for load in ("School/FLV", "Property", "Flammable Liquid", "Passenger", "Motion Picture")
        ),
        "California Farm (8/112)",
        *(
            f"{state} ({days})"
            for state in ("Florida", "Nebraska", "North Carolina", "Oregon", "South Carolina", "Wisconsin")
            for days in ("8/80", "7/70")
        ),
        "Oklahoma (8/70)",
        "Oklahoma (7/60)",
        "Texas (7/70)",
    }
)
RESTARTS = frozenset({"34-hour Restart", "24-hour Restart", "36-hour Restart", "72-hour Restart", "None"})
BREAKS = frozenset({"Property (off-duty/sleeper)", "California Mealbreak (off-duty/sleeper)", "None"})
OVERRIDE_STATES = frozenset({"", "AK", "CA", "FL", "NE", "NC", "OK", "OR", "SC", "TX", "WI"})
_OVERRIDE = {"cycle": CYCLES, "restart": RESTARTS, "restbreak": BREAKS, "usStateToOverride": OVERRIDE_STATES}
_HALF_A_YEAR = timedelta(days=183)


class Bad(Exception):
    """A body that Samsara refuses."""


@dataclass(frozen=True)
class BodyField:
    """One field of a body."""

    type: type | tuple[type, ...] = str
    longest: int | None = None
    shortest: int = 0
    words: frozenset[str] | None = None
    nullable: bool = False
    check: Callable[[Any], None] | None = None

    def judge(self, name: str, value: Any) -> None:
        if value is None and self.nullable:
            return
        is_flag_for_number = isinstance(value, bool) and self.type is not bool
        if not isinstance(value, self.type) or is_flag_for_number:
            raise Bad(f"Invalid type for {name}.")
        if isinstance(value, str):
            if self.longest is not None and len(value) > self.longest:
                raise Bad(f"{name} must be at most {self.longest} characters.")
            if len(value) < self.shortest:
                raise Bad(f"{name} must be at least {self.shortest} characters.")
        if self.words is not None and value != "" and value not in self.words:
            raise Bad(f"Invalid value for {name}.")
        if self.check is not None:
            self.check(value)


def judge(body: Any, fields: Mapping[str, BodyField], *, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The body if it is as it should be. Raises `Bad`."""
    if not isinstance(body, dict):
        raise Bad("Invalid JSON.")
    for name in required:
        if name not in body:
            raise Bad(f"{name} is required.")
    for name, value in body.items():
        if name not in fields:
            raise Bad(f"Unknown field {name}.")
        fields[name].judge(name, value)
    return body


def _username(value: str) -> None:
    if " " in value or "@" in value:
        raise Bad("Username may not contain spaces or the @ symbol.")


def _email(value: str) -> None:
    if value and "@" not in value:
        raise Bad("Invalid value for email.")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: str) -> None:
    if value not in _zones():
        raise Bad("Invalid value for timezone.")


def _external_ids(value: dict[str, Any]) -> None:
    for key, each in value.items():
        if not key or not isinstance(each, str):
            raise Bad("Invalid value for externalIds.")


def _carrier(value: dict[str, Any]) -> None:
    text = BodyField(longest=255)
    judge(
        value,
        {
            "carrierName": text,
            "mainOfficeAddress": text,
            "homeTerminalName": text,
            "homeTerminalAddress": text,
            "dotNumber": BodyField(int),
        },
    )


def _override(value: dict[str, Any]) -> None:
    judge(value, {name: BodyField(words=words) for name, words in _OVERRIDE.items()}, required=tuple(_OVERRIDE))
    for name, words in _OVERRIDE.items():
        if value[name] not in words:
            raise Bad(f"Invalid value for {name}.")


def _hos(value: dict[str, Any]) -> None:
    judge(value, {"heavyHaulExemptionToggleEnabled": BodyField(bool)})


def _day_start(value: int) -> None:
    if value not in (0, 12):
        raise Bad("Invalid value for eldDayStartHour.")


def _moment(value: str) -> None:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise Bad("Invalid time.") from None


_TEXT, _FLAG = BodyField(), BodyField(bool)
_IDS = {"externalIds": BodyField(dict, check=_external_ids), "tagIds": BodyField(list), "attributes": BodyField(list)}

DRIVER: Mapping[str, BodyField] = {
    "name": BodyField(shortest=1, longest=255),
    "username": BodyField(shortest=1, longest=189, check=_username),
    "password": BodyField(shortest=8),
    "phone": BodyField(longest=255),
    "email": BodyField(longest=255, check=_email),
    "licenseNumber": _TEXT,
    "licenseState": BodyField(words=STATES),
    "timezone": BodyField(check=_zone),
    "locale": BodyField(words=LOCALES, shortest=1),
    "notes": BodyField(longest=4096),
    **_IDS,
    **dict.fromkeys(
        (
            "eldExempt",
            "eldPcEnabled",
            "eldYmEnabled",
            "eldAdverseWeatherExemptionEnabled",
            "eldBigDayExemptionEnabled",
            "waitingTimeDutyStatusEnabled",
            "hasDrivingFeaturesHidden",
            "hasVehicleUnpinningEnabled",
        ),
        _FLAG,
    ),
    "eldExemptReason": _TEXT,
    "eldDayStartHour": BodyField(int, check=_day_start),
    "carrierSettings": BodyField(dict, check=_carrier),
    "hosSetting": BodyField(dict, check=_hos),
    "usDriverRulesetOverride": BodyField(dict, nullable=True, check=_override),
    **dict.fromkeys(
        (
            "tachographCardNumber",
            "currentIdCardCode",
            "dateOfBirth",
            "staticAssignedVehicleId",
            "vehicleGroupTagId",
            "trailerGroupTagId",
            "peerGroupTagId",
            "profileImageBase64",
        ),
        _TEXT,
    ),
    "profileImageUrl": BodyField(longest=1024),
}
DRIVER_UPDATE: Mapping[str, BodyField] = {
    **DRIVER,
    "driverActivationStatus": BodyField(words=frozenset({"active", "deactivated"}), shortest=1),
    "deactivatedAtTime": BodyField(check=_moment),
}

USER_UPDATE: Mapping[str, BodyField] = {
    "authType": BodyField(words=frozenset({"default", "saml"}), shortest=1),
    "name": BodyField(shortest=1),
    "roles": BodyField(list),
    "expireAt": BodyField(check=_moment),
}
USER: Mapping[str, BodyField] = {**USER_UPDATE, "email": BodyField(shortest=3, check=_email)}

TRAILER: Mapping[str, BodyField] = {
    "name": BodyField(shortest=1),
    "licensePlate": BodyField(longest=12),
    "notes": BodyField(longest=255),
    "trailerSerialNumber": _TEXT,
    "enabledForMobile": _FLAG,
    **_IDS,
}
TRAILER_UPDATE: Mapping[str, BodyField] = {**TRAILER, "odometerMeters": BodyField(int)}

VEHICLE_UPDATE: Mapping[str, BodyField] = {
    "name": BodyField(shortest=1),
    "vin": BodyField(longest=17, shortest=11),
    "licensePlate": BodyField(longest=12),
    "notes": BodyField(longest=255),
    "engineHours": BodyField(int),
    "odometerMeters": BodyField(int),
    "gatewaySerial": _TEXT,
    "harshAccelerationSettingType": _TEXT,
    "staticAssignedDriverId": _TEXT,
    "vehicleRegulationMode": BodyField(words=frozenset({"regulated", "unregulated", "mixed"})),
    "vehicleType": _TEXT,
    **_IDS,
}


def judge_deactivation(body: Mapping[str, Any]) -> None:
    """The time of a deactivation goes with a deactivation, and is not long ago."""
    if "deactivatedAtTime" not in body:
        return
    if body.get("driverActivationStatus") != "deactivated":
        raise Bad("deactivatedAtTime can only be given with driverActivationStatus deactivated.")
    if datetime.fromisoformat(body["deactivatedAtTime"]) < datetime.now(UTC) - _HALF_A_YEAR:
        raise Bad("deactivatedAtTime cannot be more than 6 months in the past.")
