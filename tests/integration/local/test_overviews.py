"""What an operator lists on the command line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture, Sink
from tests.integration.conftest import Connected
from typer.testing import CliRunner

from gladhand.cli import main

Run = Callable[..., Awaitable[str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """Runs one command in this process, in a thread, because it starts an event loop of its own."""
    monkeypatch.setenv("GLADHAND_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "300")

    async def command(*arguments: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, main.build(list(arguments[:1])), list(arguments))
        assert done.exit_code == 0, done.output
        return done.output

    return command


def line_with(text: str, output: str) -> str:
    return next(line for line in output.splitlines() if text in line)


async def test_fleets_connections_and_invitations_are_listed(
    connected: Connected, partner: PartnerFixture, run: Run
) -> None:
    fleets = await run("fleet", "list", "--partner", partner.slug)
    assert f"{partner.slug}:{connected.fleet_ref}" in line_with(str(connected.fleet_id), fleets)

    connections = await run("connections", "list", "--partner", partner.slug, "--status", "active")
    assert "catena_simulator" in line_with(connected.connection_id, connections)
    assert connected.account.key not in connections
    assert connected.connection_id not in await run("connection", "list", "--status", "deleted")

    shown: dict[str, Any] = (await connected.api.get(f"/v2/orgs/fleets/{connected.fleet_id}")).body
    listed = await run("invitation", "list", "--fleet-ref", connected.fleet_ref)
    assert "accepted" in line_with(str(connected.fleet_id), listed)
    assert shown["invitation_id"] not in listed


async def test_partners_are_listed_and_shown_with_their_clients(partner: PartnerFixture, run: Run) -> None:
    assert str(partner.id) in line_with(partner.slug, await run("partner", "list"))
    shown = await run("partner", "show", partner.slug)
    assert f"partner_id: {partner.id}" in shown
    assert partner.client_id in shown


async def test_the_audit_trail_is_listed_with_the_redirect_schemes_of_a_partner(
    connected: Connected, partner: PartnerFixture, make_partner: Callable[..., Awaitable[PartnerFixture]], run: Run
) -> None:
    other = await make_partner()
    assert (await run("partner", "redirect-schemes", partner.slug, "myapp", "com.acme.app")).split() == [
        "myapp",
        "com.acme.app",
    ]
    assert (await run("partner", "redirect-schemes", partner.slug)).split() == ["myapp", "com.acme.app"]
    assert await run("partner", "redirect-schemes", partner.slug, "--clear") == ""
    await run("partner", "redirect-schemes", other.slug, "others")

    async def listed(*options: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (await run("audit", "list", *options)).splitlines()]

    cleared, added, *before = await listed("--partner", partner.slug)
    for change, schemes in ((cleared, []), (added, ["myapp", "com.acme.app"])):
        assert (change["action"], change["actor_kind"]) == ("partner.redirect_schemes", "operator")
        assert (change["partner_id"], change["details"]) == (str(partner.id), {"redirect_schemes": schemes})
    assert before[-1]["action"] == "partner.created"
    of_fleet = await listed("--fleet", str(connected.fleet_id))
    assert {each["fleet_id"] for each in of_fleet} == {str(connected.fleet_id)}
    assert "invitation.accepted" in {each["action"] for each in of_fleet}
    newest = await listed("--limit", "1")
    assert [each["partner_id"] for each in newest] == [str(other.id)]


async def test_a_test_event_is_sent_to_one_subscription(api: Api, sink: Sink, worker: object, run: Run) -> None:
    made = (await api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": "user.added"})).body
    sent = await run("webhooks", made["id"], "--test")
    (received,) = await sink.wait_for("user.added")
    assert received.headers["X-Gladhand-Test"] == "true"
    assert received.body["id"] in sent


@pytest.mark.parametrize("option", ["--status=activ", "--partner=nobody"])
async def test_subscriptions_of_an_unknown_status_or_partner_are_refused(run: Run, option: str) -> None:
    with pytest.raises(AssertionError, match=option.partition("=")[2]):
        await run("webhooks", option)
    assert "webhook" in await run("webhooks", "--status=active")
