"""VisTracks' drivers, our users: known by their e-mail, which is the login and unique in all of VisTracks.

The pages name few fields. Those of licences, cycles and exceptions are not public, and so are not written. That one
driver is read at the address where it is changed is assumed.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.vistracks.api import DRIVERS, VisTracksApi, driver_path, is_deleted, record_of
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Prepared, Refused, Takes, Verb
from gladhand.sdk.keys import not_before
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.user_rules import active_or_not, no_hours, only_drivers, status_of
from gladhand.sdk.values import same_text
from gladhand.sdk.writing import Written

_EMAIL: Final = "email"
_LOGIN = "VisTracks' drivers sign in with their e-mail."
_ELSEWHERE = "What VisTracks calls it is not public. Enter it in the portal."
_LICENCE = Refused(_ELSEWHERE)
# What VisTracks writes itself.
_READ_ONLY: Final = frozenset({"accountId", "changedBy", "createDate", "deletedAt", "lastChangedDate"})


def _address(given: str) -> str:
    name, _, host = given.strip().partition("@")
    if not name or not host or "@" in host or any(each.isspace() for each in given.strip()):
        raise ValueError("It must be an e-mail address.")
    return given.strip()


FIELD_MAP = FieldMap(
    "VisTracks",
    {
        "user_email": Takes(
            _EMAIL, placed=False, value=(Convert(_address), MaxLength(254)), form="unique in all of VisTracks"
        ),
        "username": Takes(_EMAIL, placed=False, form="an e-mail address, where no user_email is sent", reason=_LOGIN),
        "first_name": Takes("firstName", value=MaxLength(255), clear="", assumed=True),
        "last_name": Takes("lastName", value=MaxLength(255), clear="", assumed=True),
        "employee_number": Takes("alias", value=MaxLength(255), clear=None, assumed=True),
        **active_or_not("active", active=True, inactive=False, reason="A driver of VisTracks is active or not."),
        **only_drivers("Add office users in the portal."),
        "default_time_zone": Absent("VisTracks takes the zone of the home terminal."),
        "license_number": _LICENCE,
        "license_region": _LICENCE,
        "license_country": _LICENCE,
        "license_expiration": _LICENCE,
        **no_hours("What VisTracks calls it is not public. Set it in the portal.", _ELSEWHERE),
    },
    others=Absent("VisTracks' drivers have no public field for it."),
)
SHOWS: Final = (
    "username",
    "user_email",
    "first_name",
    "last_name",
    "employee_number",
    "is_active",
    "status",
    "is_driver",
)


async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    async for rows, following in vistracks.pages(DRIVERS, offset=part.state.get("offset", 0)):
        here = [row for row in rows if not is_deleted(row)]
        yield batch_of(here, to_record, state={"offset": following} if following else {})


async def get(vistracks: VisTracksApi, source_id: str) -> Record[UserFields] | None:
    row = await _driver(vistracks, source_id)
    return None if row is None else to_record(row)


async def find(vistracks: VisTracksApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    email = str(change.get("user_email") or change.get("username") or "").strip()
    body: dict[str, Any] = {}
    query: dict[str, Any] = {}
    if operation_key is not None:
        body = _with_login(FIELD_MAP.prepare(change, Verb.CREATE), Verb.CREATE).body
        query = {"from-change-timestamp": utc_text(not_before(operation_key))}
    async for rows, _ in vistracks.pages(DRIVERS, query):
        for row in rows:
            if same_text(row.get(_EMAIL), email) and not is_deleted(row) and _is_ours(row, body, operation_key):
                return to_record(row)
    return None


async def create(vistracks: VisTracksApi, change: Change, *, operation_key: str) -> Written[UserFields]:  # noqa: ARG001 - VisTracks refuses a second driver with the e-mail
    prepared = _with_login(vistracks.prepare(FIELD_MAP, change, Verb.CREATE), Verb.CREATE)
    body = {"active": True, **prepared.body, "homeTerminalId": await _home_terminal(vistracks)}
    return _written(record_of(await vistracks.ask("POST", DRIVERS, json=[body])), prepared)


async def update(vistracks: VisTracksApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = _with_login(vistracks.prepare(FIELD_MAP, change, Verb.UPDATE), Verb.UPDATE)
    planned = {"id": source_id, _EMAIL: "dana@fleet.example", "active": True}
    driver = await _driver(vistracks, source_id, planned=planned)
    if driver is None:
        raise Rejected(f"VisTracks has no driver {source_id}.")
    kept = {name: value for name, value in driver.items() if name not in _READ_ONLY}
    answer = await vistracks.ask("PUT", driver_path(source_id), json={**kept, **prepared.body})
    return _written(record_of(answer), prepared)


def to_record(row: Row) -> Record[UserFields]:
    is_active = row.flag("active")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=UserFields(
            username=row.text(_EMAIL),
            user_email=row.text(_EMAIL),
            first_name=row.text("firstName"),
            last_name=row.text("lastName"),
            employee_number=row.text("alias"),
            is_active=is_active,
            status=status_of(is_active),
            is_driver=True,
        ),
    )


def _with_login(prepared: Prepared, verb: Verb) -> Prepared:
    """The change with the e-mail in its place. Raises `Rejected` without one, and for two words about one thing."""
    email, name, faults = prepared.values.get("user_email"), prepared.values.get("username"), dict[str, str]()
    if email and name is not None and not same_text(name, str(email)):
        prepared.leave_out("username", _LOGIN)
    elif name is not None and not email:
        try:
            email = _address(str(name))
        except ValueError:
            faults["username"] = _LOGIN
    elif not email and verb is Verb.CREATE:
        faults["user_email"] = _LOGIN
    states = {prepared.values[each] for each in ("is_active", "status") if each in prepared.values}
    if len(states) > 1:
        faults |= dict.fromkeys(("is_active", "status"), "The two contradict each other.")
    if faults:
        raise Rejected(" ".join(f"{each}: {why}" for each, why in faults.items()), fields=faults, prepared=prepared)
    if email:
        prepared.put(_EMAIL, email)
    return prepared


def _is_ours(driver: Row, body: dict[str, Any], operation_key: str | None) -> bool:
    """Whether that create made this driver: it is not older, and has every value that the create writes."""
    if operation_key is None:
        return True
    created = driver.moment("createDate")
    if created is not None and created < not_before(operation_key):
        return False
    return all((driver.get(name) or None) == (value or None) for name, value in body.items() if name != _EMAIL)


async def _home_terminal(vistracks: VisTracksApi) -> Any:
    """The terminal for new drivers: the only one of the account, or that of the operator's option."""
    planned = [{"id": 31, "accountId": 90}]
    rows = (await vistracks.ask("GET", "/terminals", planned=planned)).rows()
    pairs = dict(each.strip().split("=", 1) for each in vistracks.options["home_terminals"].split(",") if "=" in each)
    chosen = {pairs.get(row.text("accountId") or "") for row in rows} - {None}
    found = [row for row in rows if not is_deleted(row) and (not chosen or row.text("id") in chosen)]
    if len(found) == 1:
        return found[0]["id"]
    raise Rejected(f"The portal user sees {len(found)} home terminals that a new driver could have.")


async def _driver(vistracks: VisTracksApi, source_id: str, *, planned: Any = None) -> Row | None:
    answer = await vistracks.ask("GET", driver_path(source_id), missing=True, planned=planned)
    row = None if answer.status == 404 else record_of(answer)
    return None if row is None or is_deleted(row) else row


def _written(row: Row, prepared: Prepared) -> Written[UserFields]:
    if row.text("id") is None:
        raise NoAnswer("VisTracks' answer does not have the driver.")
    prepared.compare(row)
    return Written(record=to_record(row), prepared=prepared)
