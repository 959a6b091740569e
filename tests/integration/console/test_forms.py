"""Which forms a narrowed role sees: those that the server would take from it, and no others."""

import re
from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass

import pytest
from tests.conftest import Api, PartnerFixture
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser, MakePerson, at, enter

from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment, scopes_of
from gladhand.core.db import Database

_FORM = re.compile(r'<form method="post" action="([^"]+)" class="change">(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')

pytestmark = pytest.mark.timeout(240)


@dataclass(frozen=True)
class ShownForm:
    """A form as a page has it."""

    action: str
    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, page: str) -> "Iterator[ShownForm]":
        for action, fields in _FORM.findall(page):
            values = [pair for pair in _HIDDEN.findall(fields) if pair[0] != "form_token"]
            yield cls(action, tuple(values))


async def forms_on(reader: ConsoleBrowser, pages: Collection[str]) -> set[ShownForm]:
    found: set[ShownForm] = set()
    for page in pages:
        answer = await reader.get(page)
        assert (page, answer.status) == (page, 200)
        found |= set(ShownForm.of(answer.text))
    return found


@dataclass(frozen=True)
class Narrowing:
    """A person who loses one scope after the other, and the forms that each of them hides."""

    visitor: ConsoleBrowser
    database: Database
    person: Person
    held: frozenset[str]

    async def keep(self, scopes: Collection[str]) -> None:
        async with self.database.connection() as db:
            statement = "update person_role set scopes = %s where person_id = %s"
            await db.execute(statement, (list(scopes), self.person.id))

    async def hidden(
        self, pages: Collection[str], scopes: Collection[str]
    ) -> tuple[dict[str, set[ShownForm]], set[ShownForm]]:
        """The forms that a role without the scope does not see, and all forms. What a worker changes meanwhile is none
        of them: the whole role sees each form before and after."""
        seen: dict[str, set[ShownForm]] = {}
        before = await forms_on(self.visitor, pages)
        for scope in scopes:
            await self.keep(self.held - {scope})
            seen[scope] = await forms_on(self.visitor, pages)
        await self.keep(self.held)
        lasting = before & await forms_on(self.visitor, pages)
        return {scope: lasting - forms for scope, forms in seen.items()}, lasting

    async def assert_refused(self, scope: str, forms: Collection[ShownForm], **values: str) -> None:
        """None of the forms is taken from a role without the scope."""
        await self.keep(self.held - {scope})
        for form in forms:
            refused = await self.visitor.submit(form.action, **dict(form.values), **values)
            assert (form.action, refused.status, scope in refused.text) == (form.action, 403, True)


@pytest.fixture
async def pages(
    connected: Connected,
    connect: Callable[..., Awaitable[Connected]],
    partner: PartnerFixture,
    admin: Api,
    database: Database,
) -> list[str]:
    """Pages of the partner with all forms: an endpoint that has stopped, a broken connection, a failed write.

    None of them changes by itself: a worker leaves the writes of a broken connection alone, and reads of another one.
    """
    api, at_partner, broken = connected.api, f"/v2/orgs/partners/{partner.id}", await connect()
    hook = await api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": "http://127.0.0.1:9/"})
    written = await broken.created(first_name="Anna", username=f"a.{broken.fleet_ref}")
    schedules = await api.get(f"/v2/integrations/connections/{connected.connection_id}/schedules")
    await api.post("/v2/orgs/invitations", {"fleet_ref": "one more"})
    await admin.post(f"{at_partner}/embed-keys", {"name": "site", "origins": ["https://partner.example"]})
    async with database.transaction() as db:
        await db.execute("update webhook set status = 'stale' where id = %s", (hook.body["id"],))
        await db.execute("update connection set status = 'stale' where id = %s", (broken.connection_id,))
        await db.execute("update resource_operation set status = 'failed' where id = %s", (written["id"],))
    here = f"/console/partners/{partner.slug}"
    below = (
        *("", "/invitations", "/invitations/of?fleet_ref=one%20more", "/webhooks", f"/webhooks/{hook.body['id']}"),
        *("/branding", "/clients", "/people", f"/fleets/{connected.fleet_id}"),
        *(f"/connections/{broken.connection_id}", f"/operations/{broken.connection_id}/{written['id']}"),
        f"/connections/{connected.connection_id}/schedules/{schedules.body['items'][0]['id']}",
    )
    return [here + path for path in below]


async def test_a_partners_narrowed_role_sees_the_forms_that_it_may_send(
    visitor: ConsoleBrowser, make_person: MakePerson, database: Database, partner: PartnerFixture, pages: list[str]
):
    me = await make_person(at(partner))
    await make_person(at(partner, PersonRoleEnum.PARTNER_READER))
    await enter(visitor, me)
    role = Narrowing(visitor, database, me, scopes_of(PersonRoleEnum.PARTNER_ADMIN))
    reading = {scope for scope in role.held if scope.endswith(":read")}
    needs, every_form = await role.hidden(pages, sorted(role.held - reading))
    for scope, forms in needs.items():
        await role.assert_refused(scope, forms)
    # Each form hangs on one scope, and each scope but one that only the operator's API knows has a form.
    assert sum(map(len, needs.values())) == len(every_form)
    assert {scope for scope, forms in needs.items() if not forms} == {"share-agreement:delete"}
    # What ends something comes last, so that the other forms still have it.
    for scope in sorted(needs, key=lambda each: (each.endswith(":delete"), each)):
        await role.keep(reading | {scope})
        for form in needs[scope]:
            taken = await visitor.submit(form.action, **dict(form.values))
            # No role does more to a client than it may do itself; that refusal names other scopes.
            is_refused = taken.status == 403 and scope in taken.text
            assert (scope, form.action, is_refused) == (scope, form.action, False)


async def test_a_narrowed_operator_sees_the_forms_that_it_may_send(
    visitor: ConsoleBrowser, make_person: MakePerson, database: Database, pages: list[str]
):
    me = await make_person(RoleAssignment(PersonRoleEnum.ADMIN))
    await enter(visitor, me)
    role = Narrowing(visitor, database, me, scopes_of(PersonRoleEnum.ADMIN))
    shown = [*pages[-3:], *(f"/console/operator/{name}" for name in ("partners", "clients", "people"))]
    least = {"schedule:update": 3, "partner:create": 1, "partner:update": 4}
    needs, _ = await role.hidden(shown, least)
    for scope, forms in needs.items():
        assert (scope, len(forms) >= least[scope]) == (scope, True)
        await role.assert_refused(scope, forms, seconds="900")


async def test_a_role_without_links_sees_no_link_of_an_invitation(
    visitor: ConsoleBrowser, make_person: MakePerson, database: Database, partner: PartnerFixture, pages: list[str]
):
    me = await make_person(at(partner))
    await enter(visitor, me)
    [page] = [each for each in pages if "/invitations/of" in each]
    assert "Copy link" in (await visitor.get(page)).text
    role = Narrowing(visitor, database, me, scopes_of(PersonRoleEnum.PARTNER_ADMIN))
    await role.keep(role.held - {"invitation:create"})
    shown = (await visitor.get(page)).text
    assert "Withdraw" in shown
    assert "Copy link" not in shown
