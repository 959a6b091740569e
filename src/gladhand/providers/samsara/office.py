"""Reads and writes Samsara's office users, who use its dashboard and are not drivers."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.providers.samsara.account import SamsaraAccount, data_of
from gladhand.providers.samsara.names import FIRST_STAYS, ONE_NAME, full_name, split_name
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

PREFIX: Final = "user:"
PATH: Final = "/users"
READS: Final = "user-reads"
_WRITES = "user-writes"

_DRIVERS_ONLY = "Samsara has it for drivers only."
_ALWAYS_ACTIVE = "Samsara's office users have no status; the fleet removes them in Samsara's dashboard."
_NO_ROLE = (
    "Samsara needs a role for an office user. The operator of this server chooses one with the option office_role_id."
)
_NO_OTHER_EMAIL = "Samsara's API cannot change the e-mail of an office user."


def _email(value: str) -> str:
    email = value.strip()
    if "@" not in email or any(each.isspace() for each in email):
        raise ValueError("Samsara needs an e-mail address, with which the user signs in.")
    return email


# Samsara documents the four fields that a new user needs. An update takes all of them except the e-mail.
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "user_email": Takes("email", placed=False, required=True, value=Convert(_email), reason=_NO_OTHER_EMAIL),
        "first_name": Takes("name", placed=False, form=ONE_NAME, reason=FIRST_STAYS),
        "last_name": Takes("name", placed=False, clear="", form=ONE_NAME),
        "is_driver": Takes(
            "the resource: /fleet/drivers or /users",
            placed=False,
            value=Choices({False: False}),
            reason="Samsara keeps drivers and office users apart; one cannot become the other.",
        ),
        "is_active": Takes("expireAt", placed=False, value=Choices({True: True}), reason=_ALWAYS_ACTIVE),
        "status": Takes("expireAt", placed=False, value=Choices({UserStatusEnum.ACTIVE: True}), reason=_ALWAYS_ACTIVE),
        "username": Absent("Samsara's office users sign in with their e-mail."),
        "user_designation": Absent(
            "An office user gets the role that the operator of this server has set; the fleet can change it."
        ),
        **{
            name: Absent(_DRIVERS_ONLY)
            for name in (
                "phone_number",
                "phone_country_code",
                "country_code",
                "license_country",
                "license_region",
                "license_number",
                "license_expiration",
                "employee_number",
                "carrier_number",
                "dot_id",
                "notes",
                "hos_ruleset_code",
                "allow_yard_move",
                "allow_personal_conveyance",
                "allow_adverse_driving",
                "default_time_zone",
                "hos_compliance_type",
                "hos_tracking_method",
            )
        },
    },
)


async def create(samsara: SamsaraAccount, change: Change) -> Written[UserFields]:
    prepared = samsara.prepare(FIELD_MAP, change, Verb.CREATE)
    body = _for_create(prepared, _role(samsara))
    user = data_of(await samsara.ask("POST", PATH, json=body, kind=_WRITES))
    return Written(record=to_record(user), prepared=prepared)


async def find(samsara: SamsaraAccount, change: Change, operation_key: str | None) -> Record[UserFields] | None:
    prepared = FIELD_MAP.prepare(change, Verb.CREATE)
    email = prepared.values["user_email"].lower()
    body = _for_create(prepared, _role(samsara)) if operation_key is not None else None
    async for user in samsara.sweep(PATH, kind=READS):
        if str(user.get("email", "")).lower() == email:
            # Office users have no external id. A user with this e-mail counts as ours only if it has all values of the
            # create; otherwise it existed before, and Samsara refused ours.
            return to_record(user) if body is None or _is_what_create_makes(user, body) else None
    return None


async def update(samsara: SamsaraAccount, path: str, change: Change) -> Written[UserFields]:
    prepared = samsara.prepare(FIELD_MAP, change, Verb.UPDATE)
    _complete(prepared, await samsara.current(path, kind=READS) if prepared.values else Row())
    user = await samsara.changed(path, prepared, read=READS, write=_WRITES)
    return Written(record=to_record(user), prepared=prepared)


def _role(samsara: SamsaraAccount) -> str:
    if not (role := str(samsara.options["office_role_id"])):
        raise Rejected(_NO_ROLE, fields={"is_driver": _NO_ROLE})
    return role


def _for_create(prepared: Prepared, role_id: str) -> dict[str, Any]:
    """The body for a new user."""
    return {
        "authType": "default",
        "email": prepared.values["user_email"],
        "name": full_name(prepared.values, {}),
        "roles": [{"roleId": role_id}],
    }


def _complete(prepared: Prepared, current: Mapping[str, Any]) -> None:
    """Place the fields that an update can send, given the current user."""
    if "user_email" in prepared.values:
        if str(current.get("email", "")).lower() != prepared.values["user_email"].lower():
            raise Rejected(_NO_OTHER_EMAIL, fields={"user_email": _NO_OTHER_EMAIL})
        prepared.keep("user_email")
    if "first_name" in prepared.values or "last_name" in prepared.values:
        prepared.put("name", full_name(prepared.values, current))
    for name in ("is_active", "status", "is_driver"):
        if name in prepared.values:
            prepared.keep(name)


def _is_what_create_makes(user: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether the user has all values that a create with this body sends. Office users have no external id."""
    roles = {(each.get("role") or {}).get("id") for each in user.get("roles") or [] if not each.get("tag")}
    return (
        str(user.get("email", "")).lower() == str(body["email"]).lower()
        and user.get("name") == body["name"]
        and roles == {each["roleId"] for each in body["roles"]}
    )


def to_record(user: Row) -> Record[UserFields]:
    """The hub's record of an office user."""
    first, last = split_name(user.text("name"))
    roles = [name for each in user.optional_rows("roles") if (name := each.row("role").text("name")) is not None]
    fields = UserFields(
        is_active=True,
        is_driver=False,
        user_designation=", ".join(roles) or None,
        user_email=user.text("email"),
        first_name=first,
        last_name=last,
    )
    return Record(source_id=PREFIX + user.source_id(), source_data=user, fields=fields)
