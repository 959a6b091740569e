"""Traces: a collector gets one for all that follows from a request, and it holds nothing secret."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from tests.conftest import Process, Sink, serving, settings, until, working
from tests.fakes.collector import CollectedSpan, CollectorFake
from tests.fakes.serving import serve
from tests.integration.conftest import Connected
from tests.own_installation import database_url

from gladhand.core.tracing import can_export
from gladhand.local.stack import free_port

# Other workers would do part of the work and export nothing.
__all__ = ["database_url"]

pytestmark = pytest.mark.timeout(120)

METRICS_TOKEN = "a-token-for-the-metrics"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN_ID = "00f067aa0ba902b7"


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "processes"


@pytest.fixture(scope="module")
def collector_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, simulator: str, collector_port: int) -> dict[str, str]:
    return settings(
        database_url,
        encryption_keys,
        GLADHAND_SIMULATOR_URL=simulator,
        GLADHAND_EXECUTION_CONCURRENCY="4",
        GLADHAND_METRICS_TOKEN=METRICS_TOKEN,
        GLADHAND_LOG_FORMAT="json",
        GLADHAND_LOG_LEVEL="info",
        GLADHAND_TRACES_URL=f"http://127.0.0.1:{collector_port}/",
        OTEL_BSP_SCHEDULE_DELAY="100",
    )


@pytest.fixture(scope="module")
def server(environment: dict[str, str], logs: Path) -> Iterator[str]:
    with serving(environment, logs) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str, logs: Path) -> Iterator[Process]:
    with working(environment, logs) as process:
        yield process


@pytest.fixture
async def collector(collector_port: int) -> AsyncIterator[CollectorFake]:
    async with serve(CollectorFake(), port=collector_port) as fake:
        yield fake


async def test_one_trace_leads_from_a_request_to_the_provider_and_to_the_webhooks(
    collector: CollectorFake, connected: Connected, worker: Process, sink: Sink, server: str, logs: Path
) -> None:
    for name in ("user.added", "resource_operation.*"):
        assert (
            await connected.api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": name})
        ).status == 200
    made = await connected.api.request(
        "POST",
        "/v2/telematics/users",
        json={"connection_id": connected.connection_id, "username": "ann", "first_name": "Ann", "last_name": "Lee"},
        headers={"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"},
    )
    assert made.status == 202, made.body
    names = ("resource_operation.created", "resource_operation.succeeded", "user.added")
    received = [(await sink.wait_for(name))[0] for name in names]
    # What one partner writes, another may hear of.
    assert not any("traceparent" in {name.lower() for name in each.headers} for each in received)

    await until(lambda: len([s for s in collector.of_trace(TRACE_ID) if s.name == "delivery.attempt"]) >= 3, "spans")
    spans = collector.of_trace(TRACE_ID)
    [request] = _named(spans, "POST /v2/telematics/users")
    assert (request.parent_id, request.service) == (SPAN_ID, "gladhand-server")
    assert request.attributes["http.response.status_code"] == "202"
    [attempt] = _named(spans, "operation.attempt")
    assert (attempt.parent_id, attempt.service) == (request.span_id, "gladhand-worker")
    assert attempt.attributes["gladhand.operation_id"] == made.body["id"]
    [call] = _named(spans, "POST")
    assert call.parent_id == attempt.span_id
    assert (call.attributes["server.address"], call.attributes["http.response.status_code"]) == ("127.0.0.1", "201")
    deliveries = _named(spans, "delivery.attempt")
    assert {each.attributes["gladhand.event_name"] for each in deliveries} == set(names)
    assert {each.parent_id for each in deliveries} == {request.span_id}
    assert not any(each.is_failed for each in spans)

    text = await asyncio.to_thread(logs.read_text)
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    events = {line["event"] for line in lines if line.get("trace_id") == TRACE_ID}
    assert events >= {"request.done", "operation.succeeded"}
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}", "Accept": "application/openmetrics-text;version=1.0.0"}
        async with session.get(f"{server}/metrics", headers=headers) as answer:
            assert answer.content_type == "application/openmetrics-text"
            assert f'# {{trace_id="{TRACE_ID}"}}' in await answer.text()


async def test_a_run_of_a_schedule_is_a_trace(
    collector: CollectorFake, connect: Callable[..., Awaitable[Connected]], worker: Process
) -> None:
    fleet = await connect(trucks=1, permissions={"vehicle": "read"})
    runs: list[CollectedSpan] = []

    def has_run() -> bool:
        runs[:] = [
            span
            for span in _named(collector.spans, "execution.run")
            if span.attributes["gladhand.resource"] == "vehicle" and _named(collector.of_trace(span.trace_id), "GET")
        ]
        return bool(runs)

    await until(has_run, "a run")
    schedules = await fleet.api.get(f"/v2/integrations/connections/{fleet.connection_id}/schedules")
    assert runs[0].attributes["gladhand.schedule_id"] in {each["id"] for each in schedules.body["items"]}
    assert runs[0].parent_id == ""


async def test_spans_hold_nothing_secret(collector: CollectorFake, connected: Connected, worker: Process) -> None:
    invitation = await connected.api.post("/v2/orgs/invitations", {"fleet_ref": f"T {uuid4().hex[:8]}"})
    link = invitation.body["id"]
    assert (await connected.api.get(f"/v2/orgs/invitations/{link}")).status == 200
    written = await connected.create(is_sync=True, username="bob", first_name="Bob", last_name="Low")
    assert written.status == 200, written.body
    await until(lambda: bool(_named(collector.spans, "GET /v2/orgs/invitations/{invitation_id}")), "its span")
    await until(lambda: any("operation_id" in str(span.attributes) for span in collector.spans), "the write's span")
    text = str(collector.spans)
    for secret in (link, connected.account.key, connected.account.key[4:20]):
        assert secret not in text


async def test_a_share_of_nothing_and_a_collector_that_is_away_change_no_answer(
    environment: dict[str, str], collector: CollectorFake
) -> None:
    for own in ({"GLADHAND_TRACES_SHARE": "0"}, {"GLADHAND_TRACES_URL": f"http://127.0.0.1:{free_port()}"}):
        collector.spans.clear()
        with serving(environment | own) as url:
            async with aiohttp.ClientSession() as session:
                headers = {"traceparent": f"00-{uuid4().hex}-{SPAN_ID}-01"}
                for sent in (headers, {"traceparent": "00-zz-zz-zz"}, {"traceparent": "\xff" * 3000}, {}):
                    async with session.get(f"{url}/v2/orgs/invitations/{uuid4()}", headers=sent) as answer:
                        assert answer.status == 404
        assert _named(collector.spans, "GET /v2/orgs/invitations/{invitation_id}") == []


def test_what_is_not_installed_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_export()
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    assert not can_export()


def _named(spans: list[CollectedSpan], name: str) -> list[CollectedSpan]:
    return [span for span in spans if span.name == name]
