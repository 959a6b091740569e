"""The Geotab client: one session per connection, pages and failures.

Every user signs in at one address. The answer names the server that currently holds the database.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from gladhand.providers.geotab import rpc
from gladhand.providers.geotab.rpc import RpcFault
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import GeotabCredentials
from gladhand.sdk.errors import NotAllowed, Rejected, SessionEnded
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.session import Session

# Far below 5,000 records, where Geotab truncates answers silently.
_PAGE = 1000
# Where a word begins in the name of a type: UserHosRuleSet, DVIRLog.
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class GeotabApi(Adapter):
    """One Geotab database, as seen by one of its users."""

    def ready(self) -> None:
        self._hidden_types = set[str]()

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new session does not depend on the old one
        # Sign-in always starts here. The answer names the server that currently holds the database.
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
            "origin": rpc.directed_origin(home, answer["path"]),
            "session_id": got["sessionId"],
            "database": got["database"],
            "user_name": got["userName"],
        }

    async def verify(self) -> ProviderAccount:
        # A stored session would prove nothing about the password.
        session = await self.sessions.renew(await self.sessions.current(), self.sign_in)
        await self.call("Get", "User", resultsLimit=1)
        return ProviderAccount(id=session["database"].lower(), name=session["database"])

    async def find_one(
        self, type_name: str, search: Mapping[str, Any], *, planned: Mapping[str, Any] | None = None
    ) -> Row | None:
        """One entity; None if there is none."""
        found = await self.search(type_name, search, planned=planned)
        return found[0] if found else None

    async def one_or_none(self, type_name: str, id_: str) -> Row | None:
        """One entity by its id. None also if Geotab refuses it, and if the account may not see its type."""
        if self.is_hidden(type_name):
            return None
        try:
            return await self.find_one(type_name, {"id": id_})
        except NotAllowed:
            self._hidden_types.add(type_name)
        except Rejected:
            # Such as an id that the database does not take.
            pass
        return None

    def is_hidden(self, type_name: str) -> bool:
        """Whether Geotab has said that the account may not see this type."""
        return type_name in self._hidden_types

    async def search(
        self, type_name: str, search: Mapping[str, Any], *, planned: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """The entities that match a search."""
        return rows_of(await self.call("Get", type_name, search=search, planned=planned), "result")

    async def pages(self, type_name: str, part: Slice) -> AsyncIterator[list[Row]]:
        """Entities ordered by id. Each page starts after the last entity of the previous page.

        Only an empty page marks the end. A short page does not.
        """
        offset = part.state.get("offset")
        while True:
            sort = {"sortBy": "id", "sortDirection": "asc", "offset": offset}
            found = rows_of(await self.call("Get", type_name, resultsLimit=_PAGE, sort=sort), "result")
            if not found:
                return
            yield found
            offset = found[-1]["id"]

    async def count_of(self, type_name: str) -> int | None:
        """How many entities of a type there are, which a whole walk has to find. None if Geotab does not say it."""
        found = await self.call("GetCountOf", type_name, tolerated=lambda fault: isinstance(fault.error, Rejected))
        return found if isinstance(found, int) else None

    async def call(
        self,
        method: str,
        type_name: str,
        *,
        planned: Mapping[str, Any] | None = None,
        tolerated: Callable[[RpcFault], bool] = rpc.never,
        timeout: float = 0,
        **params: Any,
    ) -> Any:
        kind = self._kind(f"{_slug(method)}-{_slug(type_name)}")
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
                timeout=timeout,
            )

        return await self.in_session(attempt)

    def _kind(self, name: str) -> str | None:
        return name if name in self.definition.limits.kinds else None


def _slug(name: str) -> str:
    """Such as `user-hos-rule-set` for `UserHosRuleSet`."""
    return _WORD.sub("-", name).lower()
