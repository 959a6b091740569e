"""Samsara's users of its dashboard, who are no drivers: what can be written of one, and how one reads."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.providers.samsara.names import FIRST_STAYS, ONE_NAME, full_name, split_name
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.adapter import Record
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, Note, Prepared, Rule

PREFIX: Final = "user:"

_DRIVERS_ONLY = "Samsara has it for drivers only."
_ALWAYS_ACTIVE = "Samsara's office users have no status; the fleet removes them in Samsara's dashboard."
_NO_OTHER_EMAIL = "Samsara's API cannot change the e-mail of an office user."


def _email(value: str) -> str:
    email = value.strip()
    if "@" not in email or any(each.isspace() for each in email):
        raise ValueError("Samsara needs an e-mail address, with which the user signs in.")
    return email


# Documented are the four fields that a new user needs, and that an update takes all of them but the e-mail.
SHEET: Final = FieldMap(
    "Samsara",
    {
        "user_email": Rule(to="email", placed=False, required=True, convert=_email, reason=_NO_OTHER_EMAIL),
        "first_name": Rule(to="name", placed=False, form=ONE_NAME, reason=FIRST_STAYS),
        "last_name": Rule(to="name", placed=False, clear="", form=ONE_NAME),
        "is_driver": Rule(
            to="the resource: /fleet/drivers or /users",
            placed=False,
            values={False: False},
            reason="Samsara keeps drivers and office users apart; one cannot become the other.",
        ),
        "is_active": Rule(to="expireAt", placed=False, values={True: True}, reason=_ALWAYS_ACTIVE),
        "status": Rule(
            to="expireAt", placed=False, values={UserStatusEnum.ACTIVE: True}, reason=_ALWAYS_ACTIVE, read=False
        ),
        "username": Rule(reason="Samsara's office users sign in with their e-mail.", read=False),
        "user_designation": Rule(
            reason="An office user gets the role that the operator of this server has set; the fleet can change it."
        ),
        **{
            name: Rule(reason=_DRIVERS_ONLY, read=False)
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


def for_create(made: Prepared, role_id: str) -> dict[str, Any]:
    """The body for a new user."""
    return {
        "authType": "default",
        "email": made.values["user_email"],
        "name": full_name(made.values, {}),
        "roles": [{"roleId": role_id}],
    }


def complete(made: Prepared, current: Mapping[str, Any]) -> None:
    """Place what of an update can be sent, seen from what the user is now."""
    if "user_email" in made.values:
        if str(current.get("email", "")).lower() != made.values["user_email"].lower():
            raise Rejected(_NO_OTHER_EMAIL, fields={"user_email": _NO_OTHER_EMAIL})
        made.notes["user_email"] = Note.UNCHANGED
    if "first_name" in made.values or "last_name" in made.values:
        made.put("name", full_name(made.values, current))
    made.notes.update({name: Note.UNCHANGED for name in ("is_active", "status", "is_driver") if name in made.values})


def is_what_create_makes(user: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether this may be taken for what a create with this body has made: users carry no external id."""
    roles = {(each.get("role") or {}).get("id") for each in user.get("roles") or [] if not each.get("tag")}
    return (
        str(user.get("email", "")).lower() == str(body["email"]).lower()
        and user.get("name") == body["name"]
        and roles == {each["roleId"] for each in body["roles"]}
    )


def to_record(user: Mapping[str, Any]) -> Record:
    """An office user as the hub keeps it."""
    first, last = split_name(user.get("name"))
    roles = [str(role["name"]) for each in user.get("roles") or [] if (role := each.get("role")) and role.get("name")]
    fields = UserFields(
        is_active=True,
        is_driver=False,
        user_designation=", ".join(roles) or None,
        user_email=user.get("email") or None,
        first_name=first,
        last_name=last,
    )
    return Record(source_id=PREFIX + str(user["id"]), source_data=user, fields=fields)
