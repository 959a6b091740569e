"""The second step of signing in: a code of an app, which works once, or a recovery code."""

import re
from typing import Any

import pytest
from pyotp import TOTP
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, LoginApp, MadePerson, returned, sign_in

from gladhand.core import clock


@pytest.fixture
async def person(make_person: Any) -> MadePerson:
    made: MadePerson = await make_person()
    return made


def code_of(key: str, steps: int = 0) -> str:
    return TOTP(key).at(int(clock.now().timestamp()) + 30 * steps)


async def turn_on(visitor: Visitor, person: MadePerson) -> tuple[str, list[str]]:
    """The key of the app, and the recovery codes."""
    await sign_in(visitor, await visitor.open("/account/sign-in"), person.email)
    page = await visitor.open("/account/security")
    assert (await visitor.submit(page, "/account/security", password="not mine")).status == 422
    page = await visitor.submit(page, "/account/security", password=PASSWORD)
    found = re.search(r"secret=([A-Z2-7]+)", page.html)
    assert found is not None
    # A slip costs neither the password nor the key that the app has.
    page = await visitor.submit(page, "/account/security/confirm", code="000000")
    assert (page.status, page.heading) == (422, "Turn on the second step")
    assert found[1] not in page.html
    page = await visitor.submit(page, "/account/security/confirm", code=code_of(found[1]))
    assert page.heading == "Your recovery codes"
    codes = re.findall(r'<code class="key">([0-9a-f]{16})</code>', page.html)
    assert len(set(codes)) == 8
    page = await visitor.open("/my-data")
    await visitor.submit(page, "/console/sign-out" if page.url.path.startswith("/console") else "/account/sign-out")
    return found[1], codes


async def enter_password(visitor: Visitor, person: MadePerson) -> ConnectPage:
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), person.email)
    assert page.heading == "Second step"
    return page


async def test_the_password_alone_opens_nothing(visitor, person):
    key, codes = await turn_on(visitor, person)
    page = await enter_password(visitor, person)
    assert (await visitor.open("/my-data")).heading == "Sign in"
    assert (await visitor.open("/account/security")).heading == "Sign in"
    for wrong in ("", "123456", code_of(key), codes[0][:-1]):
        # The code of the confirmation was used.
        assert (await visitor.submit(page, "/account/second-step", code=wrong)).status == 422
    later = code_of(key, 1)
    page = await visitor.submit(page, "/account/second-step", code=f"{later[:3]} {later[3:]}")
    assert page.heading == "What you share"

    await visitor.submit(page, "/account/sign-out")
    page = await enter_password(visitor, person)
    assert (await visitor.submit(page, "/account/second-step", code=later)).status == 422


async def test_a_recovery_code_works_once(visitor, person):
    _, codes = await turn_on(visitor, person)
    page = await enter_password(visitor, person)
    page = await visitor.submit(page, "/account/second-step", code=codes[3].upper())
    assert page.heading == "What you share"
    await visitor.submit(page, "/account/sign-out")
    page = await enter_password(visitor, person)
    assert (await visitor.submit(page, "/account/second-step", code=codes[3])).status == 422
    page = await visitor.submit(page, "/account/second-step", code=codes[4])
    page = await visitor.open("/account/security")
    await visitor.submit(page, "/account/security", password=PASSWORD)
    await visitor.submit(await visitor.open("/my-data"), "/account/sign-out")
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), person.email)
    assert page.heading == "What you share"


async def test_codes_are_limited_like_passwords(visitor, person):
    await turn_on(visitor, person)
    page = await enter_password(visitor, person)
    answers = [(await visitor.submit(page, "/account/second-step", code="111111")).status for _ in range(12)]
    # Two attempts were used up while it was turned on.
    assert answers == [422] * 8 + [429] * 4


async def test_an_application_waits_for_the_second_step(visitor, app: LoginApp, partner_person):
    key, _ = await turn_on(visitor, partner_person)
    page = await sign_in(visitor, await visitor.open(app.authorization_url()), partner_person.email)
    assert page.heading == "Second step"
    waiting = await visitor.open(app.authorization_url(prompt="none"))
    assert returned(waiting)["error"] == "login_required"
    page = await visitor.submit(page, "/account/second-step", code=code_of(key, 1))
    assert "code" in returned(page)
