"""Geotab: a session for every connection, a second write for rulesets, whole entities.

Geotab has no external id in which a create could leave a mark. What it keeps as it was sent is `activeFrom`; the hub
sets it to the moment at which the create was accepted, to the millisecond. A user of the wanted name who is active
since just that moment is the one that this create has made; any other of the same name is somebody else's.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from gladhand.providers.geotab import rpc
from gladhand.providers.geotab.devices import TRAILER, TRAILERS, VEHICLE, VEHICLES, Kind
from gladhand.providers.geotab.mapping import NO_RULESET, USERS, is_active, moment, to_user, wire
from gladhand.providers.geotab.rpc import Fault
from gladhand.providers.geotab.writing import (
    UNREAD,
    Plan,
    changed_device,
    changed_user,
    new_device,
    new_user,
    password_for,
    unread_device,
    with_login,
)
from gladhand.resources.base import Change
from gladhand.resources.trailer import TRAILER as TRAILER_RESOURCE
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.user import USER, UserFields
from gladhand.resources.vehicle import VEHICLE as VEHICLE_RESOURCE
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.errors import NoAnswer, ProviderError, RateLimited, Rejected, SessionEnded
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.reading import FULL, Batch, Read, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.session import Session
from gladhand.sdk.writing import Write, Written

# Far below the 5,000 records at which Geotab cuts an answer without a word.
_PAGE = 1000
_KINDS = {"User": "user", "UserHosRuleSet": "user-hos-rule-set", "Device": "device"}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_RULESET_FIELDS = ("hos_ruleset_code", "hos_compliance_type")


class _ThrottledHalfway(RateLimited):
    """Throttled between two writes."""

    may_have_arrived = True


class GeotabAdapter(Adapter):
    """One database of Geotab, as one of its users sees it."""

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new one owes nothing to the old one
        # Everybody begins here; the answer names the server on which the database is today.
        home = self.client.base_url
        given = {
            "database": self.credentials["database"],
            "userName": self.credentials["username"],
            "password": self.credentials["password"],
        }
        usual = {"userName": given["userName"], "database": given["database"], "sessionId": "planned-session"}
        answer = await rpc.call(
            self.client,
            home,
            "Authenticate",
            given,
            kind=self._kind("authenticate"),
            planned={"result": {"credentials": usual, "path": "ThisServer"}},
        )
        got = answer["credentials"]
        return {
            "origin": rpc.origin(home, answer["path"]),
            "session_id": got["sessionId"],
            "database": got["database"],
            "user_name": got["userName"],
        }

    async def verify(self) -> ProviderAccount:
        # A session that lasts would prove nothing about the password.
        session = await self.sessions.renew(await self.sessions.current(), self.sign_in)
        await self._call("Get", "User", resultsLimit=1)
        return ProviderAccount(id=session["database"].lower(), name=session["database"])

    async def read_users(self, part: Slice) -> AsyncIterator[Batch[UserFields]]:
        async for found in self._pages("User", part):
            yield batch_of(found, to_user, state={"offset": found[-1]["id"]})

    async def get_user(self, source_id: str) -> Record | None:
        user = await self._one("User", {"id": source_id})
        return to_user(user) if user else None

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        """Also finishes what the create has begun: a user without the ruleset is half of what was asked for."""
        login = with_login(change).get("username")
        if login is None:
            return None
        if operation_key is None:
            user = await self._named(login)
            return to_user(user) if user else None
        user = await self._made_by(login, operation_key)
        if user is None:
            return None
        plan = self._new(change, operation_key)
        return (await self._finished(user["id"], plan, user.get("hosRuleSet"), since=user["activeFrom"])).record

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        plan = self._new(change, operation_key)
        login, since = plan.entity["name"], plan.entity["activeFrom"]
        answer = await self._call(
            "Add",
            "User",
            entity={**plan.entity, "password": self.client.hide(password_for(plan))},
            planned={"result": "…"} if plan.ruleset else None,
            tolerated=lambda fault: fault.type == rpc.DUPLICATE_USER,
        )
        if not isinstance(answer, Fault):
            return await self._finished(answer, plan, NO_RULESET, since=since)
        # An earlier try may have made it, without anybody hearing of it.
        user = await self._made_by(login, operation_key)
        if user is None:
            raise Rejected(answer.text, fields={"username": answer.text}, status_code=answer.error.status_code)
        return await self._finished(user["id"], plan, user.get("hosRuleSet"), since=since)

    async def update_user(self, source_id: str, change: Change) -> Written:
        unread = {"result": [{**UNREAD, "id": source_id}]}
        current = await self._one("User", {"id": source_id}, planned=unread)
        if current is None:
            raise Rejected("Geotab has no such user.")
        now = datetime.now(UTC)
        plan = changed_user(change, current, self.options, now=now)
        if plan.is_needed:
            more = {"result": None} if plan.ruleset else None
            answer = await self._call(
                "Set",
                "User",
                entity=plan.entity,
                planned=more,
                tolerated=lambda fault: fault.type == rpc.DUPLICATE_USER,
            )
            if isinstance(answer, Fault):
                raise Rejected(answer.text, fields={"username": answer.text}, status_code=answer.error.status_code)
        elif plan.ruleset is None:
            return Written(record=to_user(current), prepared=plan.prepared)
        return await self._finished(source_id, plan, current.get("hosRuleSet"), since=wire(now))

    async def read_vehicles(self, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:
        async for batch in self._read_devices(VEHICLE, part):
            yield batch

    async def get_vehicle(self, source_id: str) -> Record | None:
        return await self._device(VEHICLE, source_id)

    async def find_vehicle(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._found(VEHICLE, change, operation_key)

    async def create_vehicle(self, change: Change, *, operation_key: str) -> Written:
        return await self._added(VEHICLE, change, operation_key)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        return await self._set(VEHICLE, source_id, change)

    async def read_trailers(self, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:
        async for batch in self._read_devices(TRAILER, part):
            yield batch

    async def get_trailer(self, source_id: str) -> Record | None:
        return await self._device(TRAILER, source_id)

    async def find_trailer(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._found(TRAILER, change, operation_key)

    async def create_trailer(self, change: Change, *, operation_key: str) -> Written:
        return await self._added(TRAILER, change, operation_key)

    async def update_trailer(self, source_id: str, change: Change) -> Written:
        return await self._set(TRAILER, source_id, change)

    reads = (
        Read(
            USER,
            read_users,
            mode=FULL,
            every=minutes(15),
            shows=(
                "username",
                "user_email",
                "first_name",
                "last_name",
                "is_driver",
                "is_active",
                "status",
                "user_designation",
                "employee_number",
                "phone_number",
                "phone_country_code",
                "country_code",
                "license_number",
                "license_region",
                "carrier_number",
                "notes",
                "hos_ruleset_code",
                "allow_yard_move",
                "allow_personal_conveyance",
                "allow_adverse_driving",
                "default_time_zone",
                "started_at",
                "ended_at",
                "company_groups",
                "security_groups",
                "last_tsp_login",
            ),
        ),
        Read(
            VEHICLE_RESOURCE,
            read_vehicles,
            mode=FULL,
            every=hours(1),
            shows=(
                "vehicle_name",
                "vin",
                "license_plate_number",
                "license_plate_region",
                "notes",
                "is_active",
                "eld_device_type",
                "eld_product_id",
                "eld_serial_number",
                "started_at",
                "vehicle_groups",
            ),
        ),
        Read(
            TRAILER_RESOURCE,
            read_trailers,
            mode=FULL,
            every=hours(1),
            shows=(
                "trailer_name",
                "vin",
                "license_plate_number",
                "license_plate_region",
                "notes",
                "is_active",
                "eld_serial_number",
                "started_at",
                "trailer_groups",
            ),
        ),
    )
    writes = (
        Write(USER, USERS, create=create_user, find=find_user, get=get_user, update=update_user),
        Write(
            VEHICLE_RESOURCE,
            VEHICLES,
            create=create_vehicle,
            find=find_vehicle,
            get=get_vehicle,
            update=update_vehicle,
        ),
        Write(
            TRAILER_RESOURCE,
            TRAILERS,
            create=create_trailer,
            find=find_trailer,
            get=get_trailer,
            update=update_trailer,
        ),
    )

    async def _read_devices(self, kind: Kind, part: Slice) -> AsyncIterator[Batch[Any]]:
        # Vehicles and trailers come in one list: that a search can be walked by ids is not known, that all can is.
        async for found in self._pages("Device", part):
            # A row without an id is skipped with its reason, whatever it is.
            rows = (row for row in found if "id" not in row or kind.holds(row))
            yield batch_of(rows, kind.record, state={"offset": found[-1]["id"]})

    async def _device(self, kind: Kind, source_id: str) -> Record | None:
        device = await self._one("Device", {"id": source_id})
        return kind.record(device) if device and kind.holds(device) else None

    async def _found(self, kind: Kind, change: Change, operation_key: str | None) -> Record | None:
        name = change.get(kind.name_field)
        same = await self._devices_named(kind, name) if name else []
        if operation_key is not None:
            accepted = accepted_at(operation_key)
            same = [each for each in same if accepted and (moment(each.get("activeFrom")) or _LONG_AGO) >= accepted]
        return kind.record(same[0]) if same else None

    async def _added(self, kind: Kind, change: Change, operation_key: str) -> Written:
        now = datetime.now(UTC)
        plan = new_device(kind, change, self.options, since=accepted_at(operation_key) or now, now=now)
        # Nothing at Geotab keeps two of one name apart, so it is looked first; not even a lost mark makes a second one.
        there = await self._devices_named(kind, plan.entity["name"], planned={"result": []})
        if any(is_active(each) for each in there):
            taken = f"Geotab has a {kind.word} of that name already."
            raise Rejected(taken, fields={kind.name_field: taken})
        made = await self._call("Add", "Device", entity=plan.entity)
        return await self._read_back(kind, made, plan)

    async def _set(self, kind: Kind, source_id: str, change: Change) -> Written:
        unread = {"result": [{**unread_device(kind), "id": source_id}]}
        current = await self._one("Device", {"id": source_id}, planned=unread)
        if current is None or not kind.holds(current):
            raise Rejected(f"Geotab has no such {kind.word}.")
        plan = changed_device(kind, change, current, now=datetime.now(UTC))
        if not plan.is_needed:
            return Written(record=kind.record(current), prepared=plan.prepared)
        await self._call("Set", "Device", entity=plan.entity)
        return await self._read_back(kind, source_id, plan)

    async def _read_back(self, kind: Kind, source_id: str, plan: Plan) -> Written:
        device = await self._one("Device", {"id": source_id})
        if device is None:
            raise Rejected(f"Geotab has the {kind.word} no more.")
        return Written(record=kind.record(device), prepared=plan.prepared)

    async def _devices_named(self, kind: Kind, name: str, *, planned: Mapping[str, Any] | None = None) -> list[Row]:
        found = rows_of(await self._call("Get", "Device", search={"name": name}, planned=planned), "result")
        return [each for each in found if each.get("name", "").casefold() == name.casefold() and kind.holds(each)]

    def _new(self, change: Change, operation_key: str) -> Plan:
        now = datetime.now(UTC)
        return new_user(change, self.options, since=accepted_at(operation_key) or now, now=now)

    async def _finished(self, user_id: str, plan: Plan, has: str | None, *, since: str) -> Written:
        """The rest of a write of which the first half is done: what goes wrong now must not look as if nothing were."""
        try:
            return await self._with_ruleset(user_id, plan, has, since=since)
        except ProviderError as error:
            if error.may_have_arrived:
                raise
            told = f"Geotab has the user, and the rest is still to be done: {error.detail}"
            if isinstance(error, RateLimited):
                raise _ThrottledHalfway(
                    told, retry_after=error.retry_after, status_code=error.status_code, headers=error.headers
                ) from error
            # A sign-in that no longer works is noticed by the next try, which begins by looking.
            raise NoAnswer(told, status_code=error.status_code, headers=error.headers) from error

    async def _with_ruleset(self, user_id: str, plan: Plan, has: str | None, *, since: str) -> Written:
        """The ruleset, which is a second write of its own, and the user as it is after all."""
        if plan.ruleset is not None and plan.ruleset != (has or NO_RULESET):
            ruleset = {"dateTime": since, "user": {"id": user_id}, "hosRuleSet": {"id": f"HosRuleSet{plan.ruleset}"}}
            refused = await self._call(
                "Add",
                "UserHosRuleSet",
                entity=ruleset,
                # The user is there already, so the write as a whole has not failed: the answer says which part has.
                tolerated=lambda fault: isinstance(fault.error, Rejected),
            )
            if isinstance(refused, Fault):
                for name in _RULESET_FIELDS:
                    plan.note(name, FieldOutcome.REJECTED, refused.text)
        user = await self._one("User", {"id": user_id})
        if user is None:
            raise Rejected("Geotab has the user no more.")
        return Written(record=to_user(user), prepared=plan.prepared)

    async def _made_by(self, login: str, operation_key: str) -> Row | None:
        """The user of this name if just this create has made it."""
        accepted = accepted_at(operation_key)
        user = await self._named(login)
        if user is None or accepted is None:
            return None
        since = moment(user.get("activeFrom"))
        # A server that kept whole seconds only would still be understood.
        return user if since in (accepted, accepted.replace(microsecond=0)) else None

    async def _named(self, login: str) -> Row | None:
        # A per cent sign stands for any text in a search, so what comes back is looked at; case does not count.
        found = rows_of(await self._call("Get", "User", search={"name": login}), "result")
        return next((user for user in found if user.get("name", "").casefold() == login.casefold()), None)

    async def _one(
        self, type_name: str, search: Mapping[str, Any], *, planned: Mapping[str, Any] | None = None
    ) -> Row | None:
        found = rows_of(await self._call("Get", type_name, search=search, planned=planned), "result")
        return found[0] if found else None

    async def _pages(self, type_name: str, part: Slice) -> AsyncIterator[list[Row]]:
        """Entities in the order of their ids, each page after the last entity of the page before.

        An empty page is the end. A short page is not, and neither is a full one.
        """
        offset = part.state.get("offset")
        while True:
            sort = {"sortBy": "id", "sortDirection": "asc", "offset": offset}
            found = rows_of(await self._call("Get", type_name, resultsLimit=_PAGE, sort=sort), "result")
            if not found:
                return
            yield found
            offset = found[-1]["id"]

    async def _call(
        self,
        method: str,
        type_name: str,
        *,
        planned: Mapping[str, Any] | None = None,
        tolerated: Callable[[Fault], bool] = rpc.never,
        **params: Any,
    ) -> Any:
        kind = self._kind(f"{method.lower()}-{_KINDS[type_name]}")
        tries = 0

        async def attempt(session: Session) -> Any:
            nonlocal tries
            tries += 1
            if not rpc.is_allowed(self.client.base_url, session["origin"]):
                raise SessionEnded("The operator has set another address since.")
            credentials = {
                "database": session["database"],
                "userName": session["user_name"],
                "sessionId": self.client.hide(session["session_id"]),
            }
            return await rpc.call(
                self.client,
                session["origin"],
                method,
                {"typeName": type_name, **params, "credentials": credentials},
                kind=kind,
                planned=planned,
                is_renewed=tries > 1,
                tolerated=tolerated,
            )

        return await self.in_session(attempt)

    def _kind(self, name: str) -> str | None:
        return name if name in self.definition.limits.kinds else None
