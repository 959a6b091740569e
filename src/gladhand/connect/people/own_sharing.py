"""What a fleet shares, for its people: who gets what since when, connections, the history, and the changes of them.

Changes go through the services of the API, with the caller that the person's role makes.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.audit import queries as audit
from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import ChangeFilter
from gladhand.auth.callers import FleetCaller
from gladhand.auth.people import queries as people
from gladhand.auth.people.roles import Role
from gladhand.connect.pages import messages
from gladhand.connect.pages.access import refused_page
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.movement import movement_form, parse_movement
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import page
from gladhand.connect.pages.shared import SharedWith
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths
from gladhand.connect.people.account import CurrentAccount, PersonAccount, SubmittedForm
from gladhand.connect.people.history import HistoryLine, history_line
from gladhand.connect.sharing.service import Change, SharingOverview, end, load_sharing, pause, resume
from gladhand.core.clock import now, wire_time
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Address
from gladhand.core.keyset import Cursor
from gladhand.core.next_page import CONSOLE
from gladhand.core.problems import Conflict, Forbidden
from gladhand.core.responses import JSON
from gladhand.orgs.agreements import service as agreements
from gladhand.orgs.agreements.fleet_queries import FleetAgreement, find_agreement_of_fleets

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_HISTORY_LINES = 50
_EXPORTED_LINES = 1000
_CHANGES: Mapping[str, Change] = {"pause": pause, "activate": resume, "end": end}


@dataclass(frozen=True)
class FleetOnPage:
    """One fleet of the person, with all that the page shows of it."""

    id: UUID
    name: str
    sharing: SharingOverview
    roles: list[Role]
    changes: list[dict[str, Any]] = field(default_factory=list)

    def role_for(self, shared: SharedWith) -> Role | None:
        """The role that manages what this partner gets."""
        return _manager(self.roles, shared.agreement)

    @property
    def history(self) -> list[HistoryLine]:
        names = {each.agreement.partner_id: each.agreement.partner_name for each in self.sharing.partners}
        return [line for change in self.changes if (line := history_line(change, names)) is not None]


@router.get(paths.MY_DATA)
async def show_my_data(account: CurrentAccount, database: Data, done: str = "") -> Response:
    """`done` is the id of an agreement that the person has just changed."""
    if account.signed_in is None:
        return RedirectResponse(paths.SIGN_IN, 303)
    fleets = await _fleets(account, database)
    if not fleets and await _may_open_console(account, database):
        return RedirectResponse(CONSOLE, 303)
    return page(
        account.visit,
        "own_sharing.html",
        fleets=fleets,
        changed=_shared_with(fleets, done),
        person=account.signed_in,
        page_path=paths.MY_DATA,
        paths=paths,
    )


@router.get(paths.MY_DATA + "/export")
async def export(account: CurrentAccount, database: Data) -> Response:
    """All that is known of the consents of the person's fleets, as JSON."""
    fleets = await _fleets(account, database, lines=_EXPORTED_LINES)
    content = {
        "exported_at": wire_time(now()),
        "person": account.person.email,
        "fleets": [_exported(fleet) for fleet in fleets],
    }
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "no-store"}
    return JSON(orjson.dumps(content, option=orjson.OPT_INDENT_2), headers=headers)


@router.get(paths.MY_DATA + "/end/{agreement_id}")
async def confirm_end(agreement_id: UUID, account: CurrentAccount, database: Data) -> Response:
    """Asks first, because an end is for good."""
    agreement, _role = await _find(account, database, agreement_id)
    return page(account.visit, "own_sharing_end.html", agreement=agreement, page_path=paths.MY_DATA, paths=paths)


@router.get(paths.MY_DATA + "/movement/{agreement_id}")
async def show_movement(agreement_id: UUID, account: CurrentAccount, database: Data) -> Response:
    """What the partner sees while drivers do not work."""
    agreement, _role = await _find(account, database, agreement_id)
    return page(
        account.visit,
        "movement.html",
        agreement=agreement,
        form=movement_form(agreement.movement_privacy),
        action=f"{paths.MY_DATA}/movement/{agreement_id}",
        back=paths.MY_DATA,
        page_path=paths.MY_DATA,
        paths=paths,
    )


@router.post(paths.MY_DATA + "/movement/{agreement_id}")
async def protect_movement(agreement_id: UUID, submission: SubmittedForm, database: Data, address: Address) -> Response:
    """A role that came with the partner's link can only protect more: the partner may have registered, too."""
    account = submission.account
    agreement, role = await _find(account, database, agreement_id)
    caller = role.caller(account.person.person_id)
    assert isinstance(caller, FleetCaller), "roles for fleets make callers for fleets"
    if (privacy := parse_movement(submission.values)) is not None:
        actor = Actor.of(caller, address)
        with suppress(Conflict, Forbidden), refused_page(agreement.partner_name, None):
            async with database.transaction() as db:
                await agreements.protect_movement(db, caller, actor, agreement_id, privacy)
    return RedirectResponse(paths.MY_DATA, 303)


@router.post(paths.MY_DATA + "/agreements/{agreement_id}/{change}")
async def change_agreement(
    agreement_id: UUID, change: str, submission: SubmittedForm, database: Data, address: Address
) -> Response:
    """A second submission finds it done. What somebody else has decided meanwhile is shown."""
    account = submission.account
    agreement, role = await _find(account, database, agreement_id)
    if change not in _CHANGES:
        raise ShowMessage(messages.page_not_found(), 404)
    caller = role.caller(account.person.person_id)
    assert isinstance(caller, FleetCaller), "roles for fleets make callers for fleets"
    with suppress(Conflict, Forbidden), refused_page(agreement.partner_name, None):
        async with database.transaction() as db:
            await _CHANGES[change](db, caller, Actor.of(caller, address), agreement_id)
    return RedirectResponse(f"{paths.MY_DATA}?done={agreement_id}", 303)


def _shared_with(fleets: Iterable[FleetOnPage], agreement_id: str) -> SharedWith | None:
    shared = (each for fleet in fleets for each in fleet.sharing.partners)
    return next((each for each in shared if str(each.agreement.id) == agreement_id), None)


async def _may_open_console(account: PersonAccount, database: Database) -> bool:
    async with database.connection() as db:
        return any(role.opens_console for role in await people.list_roles(db, account.person.person_id))


async def _find(account: PersonAccount, database: Database, agreement_id: UUID) -> tuple[FleetAgreement, Role]:
    """An agreement that the person manages, with the role. Raises `ShowMessage`, also for those of others."""
    async with database.connection() as db:
        roles = await people.list_roles(db, account.person.person_id)
        fleet_ids = {role.fleet_id for role in roles if role.fleet_id is not None}
        agreement = await find_agreement_of_fleets(db, fleet_ids, agreement_id)
    role = _manager(roles, agreement) if agreement else None
    if agreement is None or role is None:
        raise ShowMessage(messages.page_not_found(), 404)
    return agreement, role


def _manager(roles: Iterable[Role], agreement: FleetAgreement) -> Role | None:
    """The role at the fleet that manages what the partner gets: one that came with the partner's link, or with none.
    One that the partner cannot hold comes first."""
    found = (role for role in roles if role.fleet_id == agreement.fleet_id)
    managing = [role for role in found if role.invited_by in (None, agreement.partner_id)]
    return max(managing, key=lambda role: role.is_the_fleet, default=None)


async def _fleets(account: PersonAccount, database: Database, *, lines: int = _HISTORY_LINES) -> list[FleetOnPage]:
    async with database.connection() as db:
        roles = await people.list_roles(db, account.person.person_id)
        by_fleet: dict[UUID, list[Role]] = {}
        for role in roles:
            if role.fleet_id is not None:
                by_fleet.setdefault(role.fleet_id, []).append(role)
        return [await _fleet(db, fleet_id, held, lines) for fleet_id, held in by_fleet.items()]


async def _fleet(db: Db, fleet_id: UUID, roles: list[Role], lines: int) -> FleetOnPage:
    rows = await audit.list_changes(db, ChangeFilter(fleet_id=fleet_id), cursor=Cursor(), size=lines)
    changes = [orjson.loads(json) for _, json in rows[:lines]]
    sharing = await load_sharing(db, fleet_id)
    return FleetOnPage(fleet_id, roles[0].name or "", sharing, roles, changes)


def _exported(fleet: FleetOnPage) -> dict[str, Any]:
    names = {each.agreement.partner_id: each.agreement.partner_name for each in fleet.sharing.partners}
    return {
        "id": fleet.id,
        "name": fleet.name,
        "share_agreements": [
            {
                "id": each.agreement.id,
                "partner": each.agreement.partner_name,
                "status": each.agreement.status,
                "paused_by": each.agreement.paused_by,
                "scopes": each.agreement.scopes,
                "movement_privacy": each.agreement.movement_privacy or {},
                "effective_date": wire_time(each.agreement.begins_at),
                "expiration_date": each.agreement.ends_at and wire_time(each.agreement.ends_at),
            }
            for each in fleet.sharing.partners
        ],
        "connections": [
            {
                "id": each.provider.id,
                "provider": each.provider.name,
                "account": each.provider.account,
                "works": each.provider.works,
                "last_read_at": each.last_read_at and wire_time(each.last_read_at),
            }
            for each in fleet.sharing.connections
        ],
        "history": [
            {
                "at": change["created_at"],
                "action": change["action"],
                "by": change["actor_kind"],
                "partner": names.get(UUID(change["partner_id"])) if change["partner_id"] else None,
                "details": change["details"],
            }
            for change in fleet.changes
        ],
    }
