"""What a page is given beside its parameters: who reads it, where it stands, and the API as that person."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.callers import PartnerCaller
from gladhand.auth.scopes import ADMIN
from gladhand.console.pages.api import ApiCalls, ApiRefusal
from gladhand.console.pages.dependencies import Data, SignedIn
from gladhand.console.pages.navigation import OPERATOR_AREA, Area
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage, render
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.orgs.partners import queries as partners


@dataclass(frozen=True)
class View:
    """One page for one person."""

    request: Request
    person: ConsoleUser
    area: Area
    api: ApiCalls
    _database: Database
    partner_id: UUID | None = None

    @property
    def partner(self) -> UUID:
        """The partner whose page it is."""
        assert self.partner_id is not None
        return self.partner_id

    def url(self, path: str = "", query: Mapping[str, Any] | None = None) -> str:
        """The address of a page of the same area."""
        given = {name: value for name, value in (query or {}).items() if value not in (None, "", [])}
        return self.area.url(path) + (f"?{urlencode(given, doseq=True)}" if given else "")

    def may(self, *scopes: str) -> bool:
        """Whether the person may do here what needs these scopes, as the partner or as the operator."""
        return frozenset(scopes) <= (self.person.scopes_at(self.area.partner_slug) or frozenset())

    def require(self, *scopes: str) -> None:
        """Refuse the page to a role that lacks one of the scopes. Raises `ApiRefusal`."""
        missing = frozenset(scopes) - self.api.caller.scopes
        if missing:
            raise ApiRefusal(403, {"message": f"Your role lacks the scope {min(missing)}."})

    @asynccontextmanager
    async def reading(self, *scopes: str) -> AsyncIterator[Db]:
        """The database, for what a page reads without the API: refused without one of the scopes, as by the API.

        What no scope is for needs all scopes of an operator. Raises `ApiRefusal`.
        """
        self.require(*(scopes or ADMIN))
        async with self._database.connection() as db:
            yield db

    def link_keys(self, keyring: Keyring) -> Keyring | None:
        """The keyring for reading links of invitations; None for a person who only reads."""
        caller = self.api.caller
        return keyring if isinstance(caller, PartnerCaller) and caller.may_have_links else None

    @property
    def operator_api(self) -> ApiCalls:
        """The API as the operator, for what partners may not change. Raises `PageNotFound` for everybody else."""
        if not self.person.is_operator:
            raise PageNotFound
        return ApiCalls(self.request, self.person.as_operator(), partner_id=self.partner_id)

    def show(self, page: ConsolePage, *, status: int = 200) -> Response:
        return render(self.request, self.person, self.area, page, status=status)

    def go(self, path: str, done: str, **query: Any) -> Response:
        """After a change: the page that shows its effect."""
        return RedirectResponse(self.url(path, {**query, "done": done}), 303)


async def _partner_view(request: Request, person: SignedIn, database: Data, slug: str) -> View:
    role = person.role_at(slug)
    if role is None:
        raise PageNotFound
    async with database.connection() as db:
        partner = await partners.find_partner_by_slug(db, slug)
    if partner is None:
        raise PageNotFound
    area = request.state.area = Area(partner.slug, partner.name)
    calls = ApiCalls(request, person.as_partner(role, partner.id, slug))
    return View(request, person, area, calls, database, partner.id)


async def _operator_view(request: Request, person: SignedIn, database: Data) -> View:
    if not person.is_operator:
        raise PageNotFound
    request.state.area = OPERATOR_AREA
    return View(request, person, OPERATOR_AREA, ApiCalls(request, person.as_operator()), database)


#: A page of the partner that the address names. Another partner's page looks like a missing one.
PartnerView = Annotated[View, Depends(_partner_view)]
#: A page of the operator. For everybody else there is none.
OperatorView = Annotated[View, Depends(_operator_view)]
