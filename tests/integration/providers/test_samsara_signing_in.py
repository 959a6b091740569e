"""Signing in to Samsara: tokens, regions, OAuth2 with refresh tokens that work once; and dry runs."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from tests.fakes.samsara import SCOPES, SamsaraFake, Token
from tests.fakes.serving import serve
from tests.integration.conftest import Connected
from tests.integration.providers.samsara_bench import APP, REDIRECT, TOKEN, USER, SamsaraBench, benches, change, dana

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.sdk.errors import AuthFailed, NoAnswer, NotAllowed, Rejected, ServerFailed, SessionEnded
from gladhand.sdk.masking import MASK
from gladhand.sdk.oauth2 import authorize_address
from gladhand.sdk.session import InMemorySessionStore, Session, SignIn


def test_the_form_names_every_right_that_samsara_asks_for() -> None:
    told = " ".join(providers()["samsara"].definition.where_to_find.split())
    assert {right for right in SCOPES if right not in told} == set()


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as bench:
        yield bench


@pytest.fixture
async def europe() -> AsyncIterator[SamsaraFake]:
    async with serve(SamsaraFake()) as fake:
        yield fake


class SharedSession(InMemorySessionStore):
    """What several adapters of one connection share: one of them renews at a time."""

    def __init__(self, held: Session) -> None:
        super().__init__(held)
        self.turn = asyncio.Lock()

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        async with self.turn:
            return await super().renew(used, sign_in)


def signed_in(bench: SamsaraBench) -> dict[str, Any]:
    """The credentials of a fleet that has just come back with a code."""
    bench.fake.add_app(APP["client_id"], APP["client_secret"], REDIRECT)
    return {**APP, "auth_code": bench.fake.oauth.new_code(APP["client_id"])}


# ---------------------------------------------------------------------- tokens and regions


async def test_a_token_opens_its_organization(bench: SamsaraBench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name) == ("70001", "Example Haulage LLC")
    assert account.host == bench.fake.url.removeprefix("http://")


async def test_a_wrong_token_is_refused(bench: SamsaraBench) -> None:
    with pytest.raises(AuthFailed) as caught:
        await calls.verify(bench.adapter({"token": "samsara_api_WRONG"}))
    assert caught.value.makes_stale
    assert "samsara_api_WRONG" not in caught.value.detail


async def test_a_token_without_the_right_to_read_the_organization_is_known_by_itself(bench: SamsaraBench) -> None:
    bench.fake.tokens["narrow"] = Token(bench.fake.organization.id, SCOPES - {"Read Org Information"})
    bench.fake.tokens["useless"] = Token(bench.fake.organization.id, frozenset({"Read Vehicles"}))
    first, second = [await calls.verify(bench.adapter({"token": "narrow"})) for _ in range(2)]
    assert first == second
    assert "narrow" not in first.id
    with pytest.raises(NotAllowed):
        await calls.verify(bench.adapter({"token": "useless"}))


async def test_the_region_that_knows_the_token_is_found_and_kept(bench: SamsaraBench, europe: SamsaraFake) -> None:
    europe.tokens = {"of europe": Token(europe.organization.id)}
    adapter = bench.regional({"token": "of europe"}, us=bench.fake.url, eu=europe.url)
    account = await calls.verify(adapter)
    assert account.host == europe.url.removeprefix("http://")
    asked = len(bench.fake.seen)
    await calls.create(adapter, USER, dana(), operation_key="key-1")
    assert len(europe.organization.drivers) == 1
    assert len(bench.fake.seen) == asked == 1


async def test_a_token_that_no_region_knows_is_refused(bench: SamsaraBench, europe: SamsaraFake) -> None:
    with pytest.raises(AuthFailed, match="regions"):
        await calls.verify(bench.regional({"token": "of nobody"}, us=bench.fake.url, eu=europe.url))


async def test_a_region_that_does_not_answer_leaves_the_question_open(bench: SamsaraBench, europe: SamsaraFake) -> None:
    europe.faults.fail = 1
    with pytest.raises(ServerFailed):
        await calls.verify(bench.regional({"token": "of canada"}, us=bench.fake.url, eu=europe.url))


async def test_the_region_that_the_fleet_has_chosen_is_the_only_one_asked(
    bench: SamsaraBench, europe: SamsaraFake
) -> None:
    wrong = {**TOKEN, "url": europe.url}
    europe.tokens.clear()
    with pytest.raises(AuthFailed):
        await calls.verify(bench.regional(wrong, us=bench.fake.url, eu=europe.url))
    assert bench.fake.seen == []


async def test_a_token_goes_to_no_address_that_is_not_samsaras(bench: SamsaraBench) -> None:
    with pytest.raises(Rejected, match="not an address of Samsara"):
        bench.regional({**TOKEN, "url": "https://api.samsara.example"}, us=bench.fake.url)


async def test_a_token_that_was_withdrawn_ends_the_session_of_its_region(
    bench: SamsaraBench, europe: SamsaraFake
) -> None:
    adapter = bench.regional(TOKEN, us=bench.fake.url, eu=europe.url)
    await calls.verify(adapter)
    for fake in (bench.fake, europe):
        fake.tokens.clear()
    with pytest.raises(AuthFailed, match="regions"):
        await calls.create(adapter, USER, dana(), operation_key="key-1")


# ---------------------------------------------------------------------- OAuth2


async def test_a_fleet_signs_in_at_samsara_and_comes_back_with_a_code(bench: SamsaraBench) -> None:
    adapter = bench.adapter(signed_in(bench))
    definition = adapter.definition.oauth2
    assert definition is not None
    address = authorize_address(definition, client_id="hub", redirect_uri=REDIRECT, state="s-1")
    async with bench.session.get(address, allow_redirects=False) as answer:
        assert answer.status == 302
        back = answer.headers["Location"]
    assert back.startswith(f"{REDIRECT}?code=")
    assert back.endswith("&state=s-1")
    assert (await calls.verify(adapter)).id == "70001"


async def test_a_code_works_once_and_the_session_lasts(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    await calls.create(bench.adapter(credentials, sessions=sessions), USER, dana(), operation_key="key-1")
    assert bench.fake.oauth.granted == 1
    with pytest.raises(AuthFailed):
        await calls.verify(bench.adapter(credentials))


async def test_an_access_token_that_is_no_longer_taken_is_renewed_and_the_request_sent_again(
    bench: SamsaraBench,
) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    first = sessions.held
    bench.fake.oauth.expire()
    await calls.create(bench.adapter(credentials, sessions=sessions), USER, dana(), operation_key="key-1")
    assert sessions.held["refresh_token"] != first["refresh_token"]
    assert len(bench.fake.organization.drivers) == 1


async def test_a_session_that_is_about_to_end_is_renewed_before_it_is_used(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    bench.fake.oauth.seconds = 30
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    assert bench.fake.oauth.granted == 2
    assert [each.path for each in bench.fake.seen].count("/me") == 2


async def test_two_that_renew_at_the_same_time_use_one_refresh_token(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), SharedSession({})
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    bench.fake.oauth.expire()
    granted = bench.fake.oauth.granted
    await asyncio.gather(
        *(
            calls.create(
                bench.adapter(credentials, sessions=sessions),
                USER,
                dana(username=f"dana{number}"),
                operation_key=f"key-{number}",
            )
            for number in range(4)
        )
    )
    assert (bench.fake.oauth.granted - granted, bench.fake.oauth.refused) == (1, 0)
    assert len(bench.fake.organization.drivers) == 4


async def test_a_refresh_whose_answer_was_lost_uses_the_grace_that_there_is(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    bench.fake.oauth.grace = True
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    bench.fake.oauth.expire()
    bench.fake.faults.matches = lambda request: request.path == "/oauth2/token"
    bench.fake.faults.cut_after = 1
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    assert bench.fake.oauth.refused == 0


async def test_a_refresh_whose_answer_was_lost_for_good_means_signing_in_again(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    bench.fake.oauth.expire()
    bench.fake.faults.matches = lambda request: request.path == "/oauth2/token"
    bench.fake.faults.cut_after = 1
    with pytest.raises(AuthFailed, match="sign in") as caught:
        await calls.verify(bench.adapter(credentials, sessions=sessions))
    assert not isinstance(caught.value, SessionEnded)


async def test_a_fleet_that_has_withdrawn_its_consent_has_to_sign_in_again(bench: SamsaraBench) -> None:
    credentials, sessions = signed_in(bench), InMemorySessionStore()
    await calls.verify(bench.adapter(credentials, sessions=sessions))
    bench.fake.oauth.forget()
    with pytest.raises(AuthFailed) as caught:
        await calls.create(bench.adapter(credentials, sessions=sessions), USER, dana(), operation_key="key-1")
    assert caught.value.makes_stale
    assert "refresh-token" not in caught.value.detail


async def test_an_application_with_a_wrong_secret_gets_no_token(bench: SamsaraBench) -> None:
    credentials = {**signed_in(bench), "client_secret": "wrong secret"}
    with pytest.raises(AuthFailed) as caught:
        await calls.verify(bench.adapter(credentials))
    assert "wrong secret" not in caught.value.detail


async def test_signing_in_that_is_not_answered_is_tried_again_later(bench: SamsaraBench) -> None:
    bench.fake.faults.cut_before = 2
    with pytest.raises(NoAnswer):
        await calls.verify(bench.adapter(signed_in(bench)))


async def test_many_adapters_of_one_stored_connection_use_one_refresh_token(
    bench: SamsaraBench, database: Database, keyring: Keyring, connected: Connected
) -> None:
    credentials = signed_in(bench)

    async def look() -> None:
        stored = DatabaseSessionStore(database, keyring, connected.fleet_id, UUID(connected.connection_id))
        await reading.collect(bench.adapter(credentials, sessions=stored), USER)

    await asyncio.gather(*(look() for _ in range(6)))
    assert (bench.fake.oauth.granted, bench.fake.oauth.refused) == (1, 0)
    bench.fake.oauth.expire()
    await asyncio.gather(*(look() for _ in range(6)))
    assert (bench.fake.oauth.granted, bench.fake.oauth.refused) == (2, 0)


# ---------------------------------------------------------------------- dry runs


async def test_a_dry_run_shows_the_request_without_the_password_and_sends_nothing(bench: SamsaraBench) -> None:
    adapter = bench.adapter(transport=DryRunTransport())
    (request,) = await calls.dry_run(adapter, USER, dana(notes="x"))
    assert (request.method, request.url) == ("POST", f"{bench.fake.url}/fleet/drivers")
    assert request.headers["Authorization"] == f"Bearer {MASK}"
    assert request.body["password"] == MASK
    assert (request.body["name"], request.body["notes"]) == ("Dana Example", "x")
    assert bench.fake.seen == []


async def test_a_dry_run_of_an_inactive_driver_shows_both_requests(bench: SamsaraBench) -> None:
    adapter = bench.adapter(transport=DryRunTransport())
    first, second = await calls.dry_run(adapter, USER, dana(is_active=False))
    assert (first.method, second.method) == ("POST", "PATCH")
    assert second.body == {"driverActivationStatus": "deactivated"}


async def test_a_dry_run_of_an_update_shows_what_is_read_before(bench: SamsaraBench) -> None:
    adapter = bench.adapter(transport=DryRunTransport())
    shown = await calls.dry_run(adapter, USER, change(employee_number="EMP-1"), source_id="driver:88668")
    assert [each.method for each in shown] == ["GET", "PATCH"]
    assert shown[-1].body == {"externalIds": {"employeeNumber": "EMP-1"}}


async def test_a_dry_run_that_has_to_sign_in_shows_no_secret(bench: SamsaraBench) -> None:
    credentials = signed_in(bench)
    adapter = bench.adapter(credentials, transport=DryRunTransport())
    shown = await calls.dry_run(adapter, USER, dana())
    assert [each.url.removeprefix(bench.fake.url) for each in shown] == ["/oauth2/token", "/fleet/drivers"]
    text = json.dumps([[each.url, each.headers, each.body] for each in shown])
    for secret in (credentials["auth_code"], "app secret/1", "app+secret", "access-token", "refresh-token"):
        assert secret not in text
    assert bench.fake.seen == []


async def test_a_dry_run_refuses_what_the_write_would_refuse(bench: SamsaraBench) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.dry_run(bench.adapter(transport=DryRunTransport()), USER, dana(username="a b"))
    assert caught.value.fields.keys() == {"username"}
