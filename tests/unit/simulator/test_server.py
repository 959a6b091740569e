"""The simulator as its customers, its tormentors and a kill -9 see it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from tests.processes import PATIENCE

from gladhand.simulator import serve

KEY = {"Authorization": "Bearer demo-key"}


class SimulatorCaller:
    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        sent = {"headers": KEY} | options
        async with self.session.request(method, self.url + path, json=body, **sent) as answer:
            raw = await answer.read()
            return answer.status, orjson.loads(raw) if answer.content_type == "application/json" and raw else raw


@pytest.fixture
async def caller() -> AsyncIterator[SimulatorCaller]:
    async with serve() as url, aiohttp.ClientSession() as session:
        yield SimulatorCaller(url, session)


async def test_without_a_known_key_nothing_opens(caller: SimulatorCaller) -> None:
    for headers in ({}, {"Authorization": "Bearer nobody"}):
        status, body = await caller.call("GET", "/api/me", headers=headers)
        assert (status, body["error"]["reason"]) == (401, "The API key is not known.")


async def test_accounts_do_not_see_each_others_drivers(caller: SimulatorCaller) -> None:
    await caller.call("PUT", "/_control/accounts", {"key": "second", "name": "Second Fleet"})
    _, driver = await caller.call("POST", "/api/drivers", {"username": "mara"})
    other = {"headers": {"Authorization": "Bearer second"}}
    assert (await caller.call("GET", f"/api/drivers/{driver['id']}", **other))[0] == 404
    assert (await caller.call("POST", "/api/drivers", {"username": "mara"}, **other))[0] == 201
    assert (await caller.call("GET", "/api/me", **other))[1] == {
        "id": "fleet:second-fleet",
        "name": "Second Fleet",
        "drivers": 1,
    }


async def test_ids_can_be_read_by_people_and_are_never_used_twice(caller: SimulatorCaller) -> None:
    bodies = [{"username": "Mara.Lind"}, {"given_name": "Mara", "family_name": "Lind"}, {"given_name": "Mära"}, {}]
    ids = [(await caller.call("POST", "/api/drivers", body))[1]["id"] for body in bodies]
    assert ids == ["user:mara-lind", "user:mara-lind-2", "user:m-ra", "user:driver"]


async def test_a_patch_keeps_what_is_absent_and_clears_what_is_null(caller: SimulatorCaller) -> None:
    _, driver = await caller.call("POST", "/api/drivers", {"given_name": "Mara", "remarks": "x"})
    status, changed = await caller.call("PATCH", f"/api/drivers/{driver['id']}", {"remarks": None})
    assert (status, changed["given_name"], changed["remarks"]) == (200, "Mara", None)


async def test_a_username_is_given_once_and_is_free_after_a_change(caller: SimulatorCaller) -> None:
    _, first = await caller.call("POST", "/api/drivers", {"username": "mara"})
    assert (await caller.call("POST", "/api/drivers", {"username": "MARA"}))[0] == 409
    assert (await caller.call("PATCH", f"/api/drivers/{first['id']}", {"username": "mara"}))[0] == 200
    await caller.call("PATCH", f"/api/drivers/{first['id']}", {"username": None})
    assert (await caller.call("POST", "/api/drivers", {"username": "mara"}))[0] == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"shoe_size": 43}, "shoe_size"),
        ({"username": "mara lind"}, "username"),
        ({"active": "yes"}, "active"),
        ({"given_name": 7}, "given_name"),
        ({"license_expires": "soon"}, "license_expires"),
        ({"duty_status": "asleep"}, "duty_status"),
        ({"remarks": "x" * 4097}, "remarks"),
        ([], None),
    ],
)
async def test_bad_fields_are_refused_by_name(caller: SimulatorCaller, body: Any, field: str | None) -> None:
    status, answer = await caller.call("POST", "/api/drivers", body)
    assert (status, answer["error"]["field"]) == (422, field)


async def test_lookups_find_by_username_and_by_external_id(caller: SimulatorCaller) -> None:
    _, driver = await caller.call("POST", "/api/drivers", {"username": "mara", "external_id": "k/1"})
    for query in ({"username": "Mara"}, {"external_id": "k/1"}):
        assert (await caller.call("GET", "/api/drivers", params=query))[1]["drivers"] == [driver]
    assert (await caller.call("GET", "/api/drivers", params={"external_id": "k/2"}))[1]["drivers"] == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("vehicles", {"year": 1066}, "year"),
        ("vehicles", {"year": 2024.5}, "year"),
        ("vehicles", {"axles": True}, "axles"),
        ("vehicles", {"use": "asleep"}, "use"),
        ("vehicles", {"length": 12}, "length"),
        ("vehicles", {"vin": "x" * 18}, "vin"),
        ("trailers", {"length": "12"}, "length"),
        ("trailers", {"length": -1}, "length"),
        ("trailers", {"username": "mara"}, "username"),
    ],
)
async def test_vehicles_and_trailers_have_rules_of_their_own(
    caller: SimulatorCaller, path: str, body: Any, field: str
) -> None:
    status, answer = await caller.call("POST", f"/api/{path}", body)
    assert (status, answer["error"]["field"]) == (422, field)


async def test_a_name_is_given_once_among_vehicles_and_may_be_a_trailers_too(caller: SimulatorCaller) -> None:
    assert (await caller.call("POST", "/api/vehicles", {"name": "Seven"}))[1]["id"] == "veh:seven"
    assert (await caller.call("POST", "/api/vehicles", {"name": "SEVEN"}))[0] == 409
    assert (await caller.call("POST", "/api/trailers", {"name": "Seven", "length": 53}))[1]["id"] == "trl:seven"
    _, found = await caller.call("GET", "/api/trailers", params={"name": "seven"})
    assert [each["length"] for each in found["trailers"]] == [53]


async def test_there_are_vehicles_to_look_at(caller: SimulatorCaller) -> None:
    _, body = await caller.call("GET", "/api/vehicles")
    assert [each["id"] for each in body["vehicles"]] == ["veh:101", "veh:102", "veh:103"]


async def test_a_client_that_sends_twice_is_given_away_by_its_external_id(caller: SimulatorCaller) -> None:
    for key in ("k1", "k1", "k2"):
        await caller.call("POST", "/api/drivers", {"external_id": key})
    _, state = await caller.call("GET", "/_control/state")
    (account,) = state["accounts"]
    assert (account["driver_count"], account["creates"]) == (3, 3)
    assert account["duplicate_external_ids"] == {"k1": 2}
    assert state["requests"] == {"total": 3, "POST /api/drivers": 3}


async def inject_fault(caller: SimulatorCaller, **order: Any) -> Any:
    status, body = await caller.call("POST", "/_control/faults", order)
    assert status == 201, body
    return body


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"kind": "throttle"}, 429),
        ({"kind": "fail"}, 500),
        ({"kind": "fail", "status": 503}, 503),
        ({"kind": "reject"}, 422),
        ({"kind": "bad_auth"}, 401),
    ],
)
async def test_an_order_hits_once_and_writes_nothing(
    caller: SimulatorCaller, order: dict[str, Any], status: int
) -> None:
    await inject_fault(caller, **order)
    assert (await caller.call("POST", "/api/drivers", {}))[0] == status
    assert (await caller.call("GET", "/api/drivers"))[1]["drivers"] == []
    assert (await caller.call("GET", "/_control/faults"))[1] == []


async def test_throttling_says_how_long(caller: SimulatorCaller) -> None:
    await inject_fault(caller, kind="throttle", retry_after=0.4)
    async with caller.session.get(f"{caller.url}/api/me", headers=KEY) as answer:
        assert answer.headers["Retry-After"] == "0.4"


async def test_a_malformed_answer_is_no_json(caller: SimulatorCaller) -> None:
    await inject_fault(caller, kind="malformed")
    with pytest.raises(orjson.JSONDecodeError):
        await caller.call("GET", "/api/me")


@pytest.mark.parametrize(("kind", "written"), [("cut_before_write", 0), ("cut_after_write", 1)])
async def test_a_cut_connection_has_written_or_not(caller: SimulatorCaller, kind: str, written: int) -> None:
    await inject_fault(caller, kind=kind, method="POST")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await caller.call("POST", "/api/drivers", {"username": "mara"})
    assert len((await caller.call("GET", "/api/drivers"))[1]["drivers"]) == written


async def test_hanging_never_answers_but_does_not_block_others(caller: SimulatorCaller) -> None:
    await inject_fault(caller, kind="hang", method="POST")
    with pytest.raises(TimeoutError):
        await caller.call("POST", "/api/drivers", {}, timeout=aiohttp.ClientTimeout(total=0.3))
    assert (await caller.call("GET", "/api/drivers"))[1]["drivers"] == []


async def test_slow_answers_are_right_and_late(caller: SimulatorCaller) -> None:
    await inject_fault(caller, kind="slow", delay=0.2)
    started = time.monotonic()
    assert (await caller.call("GET", "/api/me"))[0] == 200
    assert time.monotonic() - started >= 0.2


async def test_an_order_can_be_narrowed_counted_and_put_off(caller: SimulatorCaller) -> None:
    await inject_fault(caller, kind="fail", method="post", path="/api/drivers", after=1, count=2)
    assert (await caller.call("GET", "/api/drivers"))[0] == 200
    statuses = [(await caller.call("POST", "/api/drivers", {}))[0] for _ in range(4)]
    assert statuses == [201, 500, 500, 201]


async def test_an_order_with_a_probability_stands_until_it_is_taken_back(caller: SimulatorCaller) -> None:
    rule = await inject_fault(caller, kind="fail", probability=1)
    assert {(await caller.call("GET", "/api/me"))[0] for _ in range(5)} == {500}
    assert (await caller.call("DELETE", f"/_control/faults/{rule['id']}"))[0] == 204
    assert (await caller.call("GET", "/api/me"))[0] == 200


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"kind": "dance"},
        {"kind": "fail", "count": "2"},
        {"kind": "fail", "often": 1},
        {"kind": "fail", "status": 200},
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(caller: SimulatorCaller, order: dict[str, Any]) -> None:
    assert (await caller.call("POST", "/_control/faults", order))[0] == 422


async def test_the_page_shows_drivers_escaped_and_takes_orders(caller: SimulatorCaller) -> None:
    await caller.call("POST", "/api/drivers", {"given_name": "<b>Mara</b>"})
    form = {"kind": "throttle", "method": "POST", "count": "2"}
    async with caller.session.post(f"{caller.url}/_control/faults", data=form) as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "&lt;b&gt;Mara&lt;/b&gt;" in page
    assert "<b>Mara" not in page
    assert "demo-key" in page
    assert "1FUJHHDRKS0000000" in page
    assert "No trailers yet." in page
    assert "<td>throttle</td><td>POST</td><td>/api/</td><td>2</td>" in page


async def test_a_reset_forgets_drivers_counts_and_orders(caller: SimulatorCaller) -> None:
    await caller.call("POST", "/api/drivers", {"username": "mara"})
    await inject_fault(caller, kind="fail")
    assert (await caller.call("POST", "/_control/reset"))[0] == 204
    _, state = await caller.call("GET", "/_control/state")
    assert state["accounts"][0]["drivers"] == []
    assert state["requests"] == {"total": 0}
    assert state["faults"] == []
    assert (await caller.call("POST", "/api/drivers", {"username": "mara"}))[0] == 201


async def test_a_file_keeps_accounts_and_drivers_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "simulator.sqlite"
    async with aiohttp.ClientSession() as session:
        async with serve(storage=file) as url:
            caller = SimulatorCaller(url, session)
            await caller.call("PUT", "/_control/accounts", {"key": "second", "name": "Second"})
            _, driver = await caller.call("POST", "/api/drivers", {"username": "mara", "external_id": "k"})
            await caller.call("PATCH", f"/api/drivers/{driver['id']}", {"remarks": "kept"})
            await caller.call("POST", "/api/trailers", {"name": "Seven"})
        async with serve(storage=file) as url:
            caller = SimulatorCaller(url, session)
            _, body = await caller.call("GET", "/api/drivers", params={"external_id": "k"})
            assert [each["remarks"] for each in body["drivers"]] == ["kept"]
            _, state = await caller.call("GET", "/_control/state")
            assert [each["key"] for each in state["accounts"]] == ["demo-key", "second"]
            counts = [(each["vehicle_count"], each["trailer_count"]) for each in state["accounts"]]
            assert counts == [(3, 1), (3, 0)]


def start(port: int, file: Path) -> subprocess.Popen[bytes]:
    code = "import sys, pathlib; from gladhand.simulator import run_simulator; "
    code += "run_simulator('127.0.0.1', int(sys.argv[1]), pathlib.Path(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", code, str(port), str(file)])
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1):
            return process
        time.sleep(0.02)
    process.kill()
    raise AssertionError("the simulator did not start")


async def test_kill_9_loses_no_driver_that_was_answered(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start(port, tmp_path / "simulator.sqlite")
    answered: set[str] = set()
    async with aiohttp.ClientSession() as session:
        caller = SimulatorCaller(f"http://127.0.0.1:{port}", session)

        async def write(writer: int) -> None:
            with suppress(aiohttp.ClientError):
                for number in range(100_000):
                    status, driver = await caller.call("POST", "/api/drivers", {"username": f"d{writer}-{number}"})
                    assert status == 201
                    answered.add(driver["id"])

        writers = [asyncio.create_task(write(writer)) for writer in range(4)]
        async with asyncio.timeout(PATIENCE):
            while len(answered) <= 50:  # noqa: ASYNC110 - the requests are other tasks, there is no event
                await asyncio.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        await asyncio.gather(*writers)
        process.wait()
        process = start(port, tmp_path / "simulator.sqlite")
        try:
            _, state = await caller.call("GET", "/_control/state")
        finally:
            process.terminate()
            assert process.wait(10) == 0
    kept = {driver["id"] for driver in state["accounts"][0]["drivers"]}
    assert answered <= kept
