"""One-time links, sessions, their ends, and forms that other sites send."""

from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.crypto import hash_secret
from gladhand.core.db import Database

COOKIE = "gladhand_account"
_UNUSED_FOR = """
update person_session set console_seen_at = coalesce(console_seen_at, created_at) - %s::interval where cookie_hash = %s
"""


def cookie_of(reader: ConsoleBrowser) -> str:
    return next(each.value for each in reader.session.cookie_jar if each.key == COOKIE)


async def changes_of(database: Database, **where: object) -> list[str]:
    """The actions of the audit trail about a subject, oldest first."""
    async with database.connection() as db:
        rows = await db.execute(
            "select action from rights_change where partner_id is not distinct from %(partner_id)s order by created_at",
            where,
        )
        return [row["action"] for row in await rows.fetchall()]


async def test_without_a_session_every_page_leads_to_the_sign_in_and_back(visitor, make_code, partner):
    shown = await visitor.get(f"/console/partners/{partner.slug}/explorer?x=1")
    assert shown.path.startswith("/console/sign-in?next=")
    assert f'value="/console/partners/{partner.slug}/explorer?x=1"' in shown.text

    code = await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id)
    back = f"/console/partners/{partner.slug}/explorer?x=1"
    assert (await visitor.send("/console/sign-in", code=code, next=back)).path == back


async def test_a_link_opens_one_session_only_once(visitor, sign_in, make_code, partner):
    code = await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id)
    assert (await visitor.get("/console/sign-in")).status == 200  # a GET does not use it up
    assert (await visitor.send("/console/sign-in", code=code, next="/console/x")).path == "/console/x"
    other = await sign_in(PersonRoleEnum.ADMIN)
    second = await other.send("/console/sign-in", code=code)
    assert second.status == 403
    assert "opens nothing" in second.text


async def test_an_old_or_invented_code_opens_nothing(visitor, make_code):
    old = await make_code(PersonRoleEnum.ADMIN, lasts=timedelta(seconds=-1))
    for code in (old, "invented", ""):
        assert (await visitor.send("/console/sign-in", code=code)).status == 403
    assert (await visitor.get("/console")).path.startswith("/console/sign-in")


async def test_the_whole_link_may_be_pasted(visitor, make_code, server):
    code = await make_code(PersonRoleEnum.ADMIN)
    shown = await visitor.send("/console/sign-in", code=f"{server}/console/sign-in#{code}", next="/console/x")
    assert shown.path == "/console/x"


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "/v2/orgs", "/console\\@x", ""])
async def test_after_the_sign_in_only_pages_of_the_console_follow(visitor, make_code, path):
    code = await make_code(PersonRoleEnum.ADMIN)
    async with visitor.session.post(
        f"{visitor.server}/console/sign-in", data={"code": code, "next": path}, allow_redirects=False
    ) as answer:
        assert answer.status == 303
        assert answer.headers["Location"] == "/console"


async def test_the_cookie_is_for_the_server_alone_and_no_table_has_it(operator, database):
    cookie = next(each for each in operator.session.cookie_jar if each.key == COOKIE)
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    async with database.connection() as db:
        rows = await (await db.execute("select s::text as line, cookie_hash from person_session s")).fetchall()
    assert hash_secret(cookie.value) in [bytes(row["cookie_hash"]) for row in rows]
    assert not any(cookie.value in row["line"] for row in rows)


async def test_a_form_of_somebody_whose_session_is_gone_says_so(engineer, partner):
    page = await engineer.get(f"/console/partners/{partner.slug}/clients")
    engineer.session.cookie_jar.clear()
    shown = await engineer.send(f"/console/partners/{partner.slug}/clients", name="bus-1")
    assert (page.status, shown.status) == (200, 401)
    assert "nothing was changed" in shown.text
    assert "Sign in with e-mail and password" in shown.text


async def test_sign_out_does_not_ask_somebody_to_sign_in_whose_session_is_gone(visitor):
    left = await visitor.send("/console/sign-out")
    assert (left.status, left.path) == (200, "/console/sign-in")
    assert "not signed in any more" not in left.text


async def test_sign_out_ends_the_session_on_the_server(operator, visitor):
    token = cookie_of(operator)
    assert (await operator.submit("/console/sign-out")).path == "/console/sign-in"
    shown = await visitor.get("/console", headers={"Cookie": f"{COOKIE}={token}"})
    assert shown.path.startswith("/console/sign-in")


@pytest.mark.parametrize(
    "change",
    [
        "console_seen_at = clock_timestamp() - interval '3 hours'",
        "created_at = clock_timestamp() - interval '13 hours'",
        "expires_at = clock_timestamp()",
        "ended_at = clock_timestamp()",
    ],
)
async def test_a_session_ends_when_nobody_uses_it_and_at_its_latest_end(operator, database, change):
    assert (await operator.get("/console/nothing")).status == 404
    async with database.connection() as db:
        await db.execute(
            f"update person_session set {change} where cookie_hash = %s", (hash_secret(cookie_of(operator)),)
        )
    assert (await operator.get("/console/nothing")).path.startswith("/console/sign-in")


async def test_a_used_session_goes_on(operator, database):
    token_hash = hash_secret(cookie_of(operator))
    async with database.connection() as db:
        await db.execute(_UNUSED_FOR, ("90 minutes", token_hash))
        await operator.get("/console/nothing")
        row = await (
            await db.execute(
                "select console_seen_at > clock_timestamp() - interval '1 minute' as is_now from person_session "
                "where cookie_hash = %s",
                (token_hash,),
            )
        ).fetchone()
    assert row is not None
    assert row["is_now"]


async def test_a_page_that_refreshes_itself_does_not_keep_the_session(operator, database):
    token_hash = hash_secret(cookie_of(operator))
    async with database.connection() as db:
        await db.execute(_UNUSED_FOR, ("119 minutes", token_hash))
        assert (await operator.get("/console/operator", headers={"HX-Request": "true"})).status == 200
        await db.execute(_UNUSED_FOR, ("2 minutes", token_hash))
    # The script then loads the page of the sign-in.
    async with operator.session.get(
        f"{operator.server}/console/operator", headers={"HX-Request": "true"}, allow_redirects=False
    ) as answer:
        assert answer.status == 204
        assert answer.headers["HX-Redirect"].startswith("/console/sign-in")


async def test_a_form_needs_the_token_of_its_session(operator, sign_in):
    other = await sign_in(PersonRoleEnum.ADMIN)
    for token in ("", "invented"):
        assert (await operator.send("/console/sign-out", form_token=token)).status == 403
    page = (await other.get("/console/nothing")).text
    foreign = page.split('name="form_token" value="')[1].split('"')[0]
    assert (await operator.send("/console/sign-out", form_token=foreign)).status == 403
    assert (await operator.get("/console/nothing")).status == 404


async def test_a_form_of_another_site_is_refused(operator, visitor, make_code):
    page = (await operator.get("/console/nothing")).text
    token = page.split('name="form_token" value="')[1].split('"')[0]
    code = await make_code(PersonRoleEnum.ADMIN)
    # Browsers without `Sec-Fetch-Site` send an `Origin` with a form.
    for elsewhere in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": operator.server},
        {"Origin": "https://elsewhere.example"},
        {"Origin": f"{operator.server}.elsewhere.example"},
        {"Origin": "null"},
    ):
        assert (await operator.send("/console/sign-out", form_token=token, headers=elsewhere)).status == 403
        assert (await visitor.send("/console/sign-in", code=code, headers=elsewhere)).status == 403
    ours = {"Origin": visitor.server}
    assert (await visitor.send("/console/sign-in", code=code, next="/console/x", headers=ours)).path == "/console/x"
    assert (await operator.send("/console/sign-out", form_token=token, headers=ours)).path == "/console/sign-in"


async def test_a_suspended_partners_sessions_and_links_open_nothing(
    engineer: ConsoleBrowser,
    operator: ConsoleBrowser,
    visitor: ConsoleBrowser,
    make_code: Any,
    partner: PartnerFixture,
    admin: Api,
):
    here, properties = f"/console/partners/{partner.slug}", f"/v2/orgs/partners/{partner.id}/properties"
    code = await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id)
    assert (await engineer.get(here)).path == here
    made = await admin.post(properties, [{"key": "account_status", "value": "suspended"}])
    assert made.status == 201, made.body
    assert (await engineer.get(here)).path.startswith("/console/sign-in")
    assert (await visitor.send("/console/sign-in", code=code)).status == 403
    assert (await operator.get(here)).path == here

    assert (await admin.delete(f"{properties}/{made.body[0]['id']}")).status == 204
    assert (await engineer.get(here)).path == here
    assert (await visitor.send("/console/sign-in", code=code, next=here)).path == here


async def test_pages_let_nothing_in_and_are_stored_nowhere(operator):
    headers = (await operator.get("/console/nothing")).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


async def test_the_audit_trail_has_the_link_the_sign_in_and_the_sign_out(engineer, partner, database):
    await engineer.submit("/console/sign-out")
    assert (await changes_of(database, partner_id=partner.id))[-3:] == [
        "console.link_created",
        "console.signed_in",
        "console.signed_out",
    ]


async def test_a_deleted_partner_has_no_console(engineer, partner, admin):
    assert (await admin.delete(f"/v2/orgs/partners/{partner.id}")).status == 204
    assert (await engineer.get("/console/nothing")).path.startswith("/console/sign-in")


async def test_a_caller_in_a_header_is_no_caller(anyone):
    """Only the server itself can put a caller into the scope of a call."""
    answer = await anyone.get("/v2/orgs/fleets", headers={"gladhand.caller": "x", "Gladhand-Caller": "x"})
    assert answer.status == 401
