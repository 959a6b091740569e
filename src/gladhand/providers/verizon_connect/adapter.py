"""Verizon Connect Reveal: a token for the integration user, drivers known by their number, writes that answer nothing.

From Reveal's public documents: signing in, the headers, the paths, what lists hold. Assumed: that a driver alone is
shown as in a list; that a PUT replaces the whole driver, so that it is read first; that 403 means a right which the
integration user lacks; and that errors have a `Message`. Answers to writes are not looked at: the driver is read back
instead.
"""

from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from gladhand.providers.verizon_connect.mapping import (
    DRIVERS,
    NUMBER,
    READ_ONLY,
    inner,
    is_ours,
    number_of,
    prepare_change,
    prepare_new,
    settle,
    to_driver,
    to_vehicle,
)
from gladhand.resources.base import Change
from gladhand.resources.user import USER, UserFields
from gladhand.resources.vehicle import VEHICLE, VehicleFields
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, Malformed, NoAnswer, NotAllowed, ProviderError, Rejected, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.reading import FULL, Batch, Read, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session
from gladhand.sdk.writing import Write, Written

_DRIVERS, _VEHICLES, _USERS = "/cmd/v1/drivers", "/cmd/v1/vehicles", "/cmd/v1/users"


class VerizonConnectAdapter(Adapter):
    """One account of Reveal, as its integration user sees it."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        return definition.region_address(credentials.get("url"))

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - each token is got in the same way
        pair = f"{self.credentials['username']}:{self.credentials['password']}"
        basic = self.client.hide(b64encode(pair.encode()).decode())
        response = await self.client.request(
            "GET", "/token", headers={"Authorization": f"Basic {basic}"}, planned={"token": "as-it-is-given"}
        )
        if not response.ok:
            raise self._failure(response)
        return {"token": self.client.hide(_token(response))}

    async def verify(self) -> ProviderAccount:
        # The token proves the user and the password, and only a request with it proves the app id.
        try:
            await self._ask("GET", _USERS)
        except NotAllowed as error:
            raise AuthFailed(error.detail, status_code=error.status_code, headers=error.headers) from None
        app_id = str(self.credentials["auth_code"]).strip()
        return ProviderAccount(id=app_id, host=self.client.base_url.partition("://")[2])

    async def read_users(self, part: Slice) -> AsyncIterator[Batch[UserFields]]:  # noqa: ARG002 - there are no pages
        rows = await self._rows(_DRIVERS)
        # The fleet need not give numbers, and a driver without one cannot be addressed.
        yield batch_of((row for row in rows if inner(row, "Driver").get(NUMBER)), to_driver, id_key=NUMBER)

    async def get_user(self, source_id: str) -> Record | None:
        row = await self._driver(source_id)
        return None if row is None else to_driver(row)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        number = number_of(change)
        row = await self._driver(number) if number is not None else None
        if row is None or (
            operation_key is not None and not is_ours(inner(row, "Driver"), prepare_new(change), operation_key)
        ):
            return None
        return to_driver(row)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:  # noqa: ARG002 - no place for it
        made = prepare_new(change)
        await self._ask("POST", _DRIVERS, json=made.body)
        record = to_driver(await self._read_back(made.body[NUMBER]))
        return Written(record=record, prepared=made)

    async def update_user(self, source_id: str, change: Change) -> Written:
        made = prepare_change(change, source_id)
        row = await self._driver(source_id, planned={"Driver": {NUMBER: source_id}})
        if row is None:
            raise Rejected(f"Reveal has no driver {source_id}.")
        before = inner(row, "Driver")
        whole = {name: value for name, value in before.items() if name not in READ_ONLY} | made.body
        if any(before.get(name) != value for name, value in made.body.items()):
            await self._ask("PUT", _path(source_id), json=whole)
            row = await self._read_back(source_id)
        settle(made, before, inner(row, "Driver"))
        return Written(record=to_driver(row), prepared=made)

    async def read_vehicles(self, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG002 - no pages
        rows = await self._rows(_VEHICLES)
        with_number = (row for row in rows if inner(row, "Vehicle").get("VehicleNumber"))
        yield batch_of(with_number, to_vehicle, id_key="VehicleNumber")

    reads = (
        Read(
            USER,
            read_users,
            mode=FULL,
            every=minutes(15),
            shows=(
                "employee_number",
                "username",
                "first_name",
                "last_name",
                "user_email",
                "phone_number",
                "is_driver",
                "is_active",
                "status",
            ),
        ),
        Read(
            VEHICLE,
            read_vehicles,
            mode=FULL,
            every=hours(1),
            shows=("vehicle_name", "oem", "model_type", "model_year", "vin", "license_plate_number"),
        ),
    )
    writes = (Write(USER, DRIVERS, create=create_user, find=find_user, get=get_user, update=update_user),)

    async def _driver(self, number: str, *, planned: Any = None) -> Row | None:
        response = await self._ask("GET", _path(number), missing=True, planned=planned)
        return None if response.status == 404 else response.object()

    async def _read_back(self, number: str) -> Row:
        """The driver after a write that went well. Whatever fails now, the write has not."""
        try:
            row = await self._driver(number)
        except ProviderError as error:
            raise NoAnswer(
                f"It was written, and could not be read back: {error.detail}",
                status_code=error.status_code,
                headers=error.headers,
            ) from None
        if row is None:
            raise NoAnswer("It was written, and is not there yet when it is read back.")
        return row

    async def _rows(self, path: str) -> list[Row]:
        return (await self._ask("GET", path)).rows()

    async def _ask(
        self, method: str, path: str, *, json: Any = None, missing: bool = False, planned: Any = None
    ) -> Response:
        """Send one request. Raises what a bad answer stands for, unless the record is allowed to be `missing`."""

        async def send(session: Session) -> Response:
            token = self.client.hide(session["token"])
            headers = {
                "Authorization": f"Atmosphere atmosphere_app_id={self.credentials['auth_code'].strip()}, Bearer {token}"
            }
            response = await self.client.request(method, path, headers=headers, json=json, planned=planned)
            if response.ok or (missing and response.status == 404):
                return response
            raise self._failure(response, in_session=True)

        return await self.in_session(send)

    def _failure(self, response: Response, *, in_session: bool = False) -> ProviderError:
        said, headers = response.said("Message") or response.said("message"), response.headers
        if in_session and response.status == 401:
            return SessionEnded(self.client.redact(said) or "The token has ended.", status_code=401, headers=headers)
        if in_session and response.status == 403:
            text = self.client.redact(said) or "The integration user lacks a right that this takes."
            return NotAllowed(text, status_code=403, headers=headers)
        return self.client.failure(response, said)


def _path(number: str) -> str:
    return f"{_DRIVERS}/{quote(number, safe='')}"


def _token(response: Response) -> str:
    """Plain text as a rule; some callers see JSON."""
    text = response.text.strip()
    token = str(response.object()["token"]) if text.startswith("{") else text.strip('"')
    if not token or "<" in token or any(each.isspace() for each in token):
        raise Malformed("Reveal's answer is no token.", status_code=response.status, headers=response.headers)
    return token
