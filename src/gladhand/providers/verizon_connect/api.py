"""The Reveal client: a token for the integration user, and errors.

Sign-in, headers and paths come from Reveal's public documents. Two facts are assumed: 403 means that the integration
user lacks a right, and errors have a `Message`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import timestamp
from gladhand.sdk.credential_kinds import ApiBasicCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, Malformed, NotAllowed, ProviderError, Rejected, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Skipped
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session

USERS: Final = "/cmd/v1/users"
DRIVERS: Final = "/cmd/v1/drivers"
VEHICLES: Final = "/cmd/v1/vehicles"
#: What identifies vehicles and drivers. A fleet may leave it empty: such a record cannot be asked for.
VEHICLE_NUMBER: Final = "VehicleNumber"
DRIVER_NUMBER: Final = "DriverNumber"
_TOKEN_SECONDS = 20 * 60


class RevealApi(Adapter):
    """One Reveal account, as seen by its integration user."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        return definition.region_address(credentials.get("url"))

    def ready(self) -> None:
        self.login = self.credentials.of_kind(ApiBasicCredentials)
        self.app_id = (self.login.auth_code or "").strip()

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - every token is requested in the same way
        proof = {"Authorization": self.client.basic(self.login.username, self.login.password)}
        response = await self.client.request("GET", "/token", headers=proof, planned={"token": "as-it-is-given"})
        if not response.ok:
            raise self._failure(response)
        return {"token": self.client.hide(_token(response)), "expires_at": timestamp() + _TOKEN_SECONDS}

    async def verify(self) -> ProviderAccount:
        # The token proves the user and the password. Only a request with the token proves the app id.
        try:
            await self.ask("GET", USERS)
        except NotAllowed as error:
            raise AuthFailed(error.full_text, status_code=error.status_code, headers=error.headers) from None
        return ProviderAccount(id=self.app_id, host=self.client.base_url.partition("://")[2])

    async def rows(self, path: str) -> list[Row]:
        return (await self.ask("GET", path)).rows()

    async def vehicle_numbers(self) -> list[str]:
        """The numbers of all vehicles that have one, in order."""
        rows = [entity(row, "Vehicle") for row in await self.rows(VEHICLES)]
        return sorted({number for row in rows if (number := row.text(VEHICLE_NUMBER)) is not None})

    async def found(
        self, number: str, path: str, query: Mapping[str, str] | None = None
    ) -> tuple[Response | None, list[Skipped]]:
        """What there is of the vehicle, driver or asset with this number. None if Reveal has nothing of it.

        One that Reveal refuses, since it knows it no longer, is skipped with the reason: it costs no other.
        """
        try:
            response = await self.ask("GET", path, query=query, missing=True)
        except Rejected as error:
            if error.status_code != 400:
                raise
            return None, [Skipped(number, error.full_text)]
        return (None if response.status == 404 else response), []

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Any = None,
        writes: bool | None = None,
        missing: bool = False,
        planned: Any = None,
    ) -> Response:
        """Send one request. Raises the error that a bad answer stands for, unless the record may be `missing`.
        `writes` as in `ProviderClient.request`."""

        async def send(session: Session) -> Response:
            token = self.client.hide(session["token"])
            headers = {"Authorization": f"Atmosphere atmosphere_app_id={self.app_id}, Bearer {token}"}
            response = await self.client.request(
                method, path, query=query, headers=headers, json=json, writes=writes, planned=planned
            )
            if response.ok or (missing and response.status == 404):
                return response
            raise self._failure(response, in_session=True)

        return await self.in_session(send)

    def _failure(self, response: Response, *, in_session: bool = False) -> ProviderError:
        reason, headers = response.text_at("Message") or response.text_at("message"), response.headers
        is_no_token = response.status == 401 or (response.status == 400 and _speaks_of_a_token(response))
        if in_session and is_no_token:
            return SessionEnded(
                self.client.redact(reason) or "The token has ended.", status_code=response.status, headers=headers
            )
        denied = "The integration user lacks a right that this takes." if in_session else ""
        return self.client.failure(response, reason, denied=denied)


def part_of_path(number: str) -> str:
    """A number as it stands in an address. Reveal wants hyphens encoded, too."""
    return quote(number, safe="").replace("-", "%2D")


def utc(moment: datetime) -> str:
    """A time in an address."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _speaks_of_a_token(response: Response) -> bool:
    # An ill-formed token is answered in plain text, and not with 401.
    return "token" in response.text.casefold() and not response.text.lstrip().startswith(("{", "["))


def _token(response: Response) -> str:
    """The token in an answer: usually plain text, JSON for some callers."""
    text = response.text.strip()
    token = str(response.object().required_text("token")) if text.startswith("{") else text.strip('"')
    if not token or "<" in token or any(character.isspace() for character in token):
        raise Malformed("Reveal's answer is no token.", status_code=response.status, headers=response.headers)
    return token


def entity(row: Row, name: str) -> Row:
    """The entity in a row: next to its links, or the row itself."""
    return row.row(name) or row


def present(extras: Mapping[str, Any]) -> dict[str, Any] | None:
    """The extras that have a value."""
    return {name: value for name, value in extras.items() if value is not None} or None
