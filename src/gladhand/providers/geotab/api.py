"""How Geotab is called: a session for every connection, and its pages and failures.

Everybody signs in at one address; the answer names the server on which the database is today.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from gladhand.providers.geotab import rpc
from gladhand.providers.geotab.rpc import RpcFault
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import GeotabCredentials
from gladhand.sdk.errors import SessionEnded
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.session import Session

# Far below the 5,000 records at which Geotab cuts an answer without a word.
_PAGE = 1000
_KINDS = {"User": "user", "UserHosRuleSet": "user-hos-rule-set", "Device": "device"}


class GeotabApi(Adapter):
    """One database of Geotab, as one of its users sees it."""

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new one owes nothing to the old one
        # Everybody begins here; the answer names the server on which the database is today.
        home = self.client.base_url
        login = self.credentials.of_kind(GeotabCredentials)
        given = {"database": login.database, "userName": login.username, "password": login.password}
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
        await self.call("Get", "User", resultsLimit=1)
        return ProviderAccount(id=session["database"].lower(), name=session["database"])

    async def one(
        self, type_name: str, search: Mapping[str, Any], *, planned: Mapping[str, Any] | None = None
    ) -> Row | None:
        """One entity; None if there is none."""
        found = await self.search(type_name, search, planned=planned)
        return found[0] if found else None

    async def search(
        self, type_name: str, search: Mapping[str, Any], *, planned: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """The entities that a search finds."""
        return rows_of(await self.call("Get", type_name, search=search, planned=planned), "result")

    async def pages(self, type_name: str, part: Slice) -> AsyncIterator[list[Row]]:
        """Entities in the order of their ids, each page after the last entity of the page before.

        An empty page is the end. A short page is not, and neither is a full one.
        """
        offset = part.state.get("offset")
        while True:
            sort = {"sortBy": "id", "sortDirection": "asc", "offset": offset}
            found = rows_of(await self.call("Get", type_name, resultsLimit=_PAGE, sort=sort), "result")
            if not found:
                return
            yield found
            offset = found[-1]["id"]

    async def call(
        self,
        method: str,
        type_name: str,
        *,
        planned: Mapping[str, Any] | None = None,
        tolerated: Callable[[RpcFault], bool] = rpc.never,
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
