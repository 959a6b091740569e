"""The page of the simulator's bad days: what it shows, what it changes by the simulator's own API, and for whom."""

from uuid import uuid4

import pytest
from aiohttp import ClientSession
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.console.pages.problems import PageNotFound
from gladhand.console.simulator.control import SimulatorAway, SimulatorControl
from gladhand.console.simulator.effects import SEEN
from gladhand.core.db import Database
from gladhand.local.stack import free_port
from gladhand.simulator.bad_days import BAD_DAYS
from gladhand.simulator.fault_injection import KINDS

PAGE = "/console/operator/simulator"


def test_the_page_says_of_all_that_can_go_wrong_where_it_is_seen():
    assert SEEN.keys() == KINDS.keys() | BAD_DAYS.keys()


async def test_an_operator_injects_a_fault_sees_what_comes_of_it_and_removes_it(
    operator: ConsoleBrowser, connected: Connected, database: Database
):
    shown = (await operator.get(PAGE)).text
    assert f'href="{PAGE}"' in (await operator.get("/console/operator/providers")).text
    # Who has the key of an account acts for it: the page has its id.
    account = (await connected.account.state())["id"]
    assert (f'value="{account}"' in shown, connected.account.key in shown) == (True, False)
    made = await operator.submit(f"{PAGE}/faults", kind="reject", account=account, method="POST", count="", delay="")
    assert (made.status, "until it is removed" in made.text) == (200, True), made.text
    refused = await connected.create(is_sync=True, first_name="Anna", username=uuid4().hex)
    assert "The simulator was told to refuse this." in str(refused.body)
    [fault] = await connected.account.faults()
    removed = await operator.submit(f"{PAGE}/faults/{fault['id']}/remove")
    assert f"/faults/{fault['id']}/remove" in made.text
    assert f"/faults/{fault['id']}/remove" not in removed.text
    assert await connected.account.faults() == []
    async with database.connection() as db:
        rows = await db.execute(
            "select action, details from rights_change where action like 'console.simulator.%' order by id desc limit 2"
        )
        noted = await rows.fetchall()
    assert [row["action"] for row in noted] == ["console.simulator.fault_removed", "console.simulator.fault_injected"]
    assert connected.account.key not in str(noted)


async def test_a_bad_day_changes_rows_and_a_wrong_order_says_why(operator: ConsoleBrowser, connected: Connected):
    account, control = (await connected.account.state())["id"], connected.account.simulator
    order = {"kind": "late", "account": account, "minutes": "5", "delay_minutes": "10"}
    assert (await operator.submit(f"{PAGE}/bad-days", **order)).status == 200
    [held] = (await control.get(f"/_control/amendments?account={connected.account.key}")).body
    assert (held["kind"], round(held["release"] - held["end"])) == ("hold", 600)
    wrong = await operator.submit(f"{PAGE}/bad-days", kind="edit", account=account, resource="nonsense", count="1")
    assert (wrong.status, "The simulator says: resource is one of" in wrong.text) == (422, True)
    for values in ({"count": "many"}, {"count": "nan"}, {"count": "1", "account": "nobody"}):
        assert (await operator.submit(f"{PAGE}/faults", kind="fail", **values)).status == 422
    assert (await operator.submit(f"{PAGE}/faults", kind="slow", delay="inf")).status == 422


@pytest.mark.parametrize(("is_set", "error"), [(False, PageNotFound), (True, SimulatorAway)])
async def test_a_simulator_that_is_away_or_not_set_is_told_apart(is_set: bool, error: type[Exception]):
    async with ClientSession() as session:
        simulator = SimulatorControl(f"http://127.0.0.1:{free_port()}" if is_set else None, session)
        with pytest.raises(error):
            await simulator.get("/state")
