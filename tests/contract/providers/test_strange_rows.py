"""Answers as no document shows them: numbers that are texts, and rows with values of other kinds.

No adapter crashes. Where rows do not depend on each other, one takes nothing from the rows beside it.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.hosting.sample_player import as_json
from gladhand.integrations.hosting.samples import Sample, load_samples
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import FULL, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.session import InMemorySessionStore

#: Providers whose rows do not depend on each other, and whose documents rarely show one.
APART = frozenset({"lytx", "mapon", "vistracks", "wialon", "x-rfms", "x-trusttrack"})
SAMPLES = [
    (provider, sample)
    for provider in providers().values()
    for sample in load_samples(provider)
    if sample.verb == "read" and sample.error is None and all("response" in each for each in sample.exchanges)
]
ROWS_APART = [(provider, sample) for provider, sample in SAMPLES if provider.source_name in APART]
#: One sample of each read.
EACH_READ = list({(provider.source_name, sample.resource): (provider, sample) for provider, sample in SAMPLES}.values())
#: Those of them that list everything.
LISTS = [
    (provider, sample)
    for provider, sample in EACH_READ
    if sample.resource is not None and provider.registration.reads[sample.resource].mode is FULL
]
# No provider means anything by them. The last one is no moment, and no number that fits anywhere.
STRANGE: tuple[Any, ...] = ({}, [None], "", "7" * 5000)
STRANGE_NUMBERS = (1e308, -1e308)
MOST_REQUESTS = 100
# Fields that hold values of the row as they came.
REPEATED = frozenset({"event_metadata", "fault_code", "raw_event"})


def _name(given: Provider | Sample) -> str:
    return given.source_name if isinstance(given, Provider) else given.name.removesuffix(".json")


class LenientTransport:
    """Answers a request with the exchange that is most like it, however often it comes."""

    def __init__(self, bodies: list[Any], sample: Sample) -> None:
        self.exchanges = [(each["request"], each["response"]) for each in sample.exchanges]
        self.bodies, self.used, self.is_lost = bodies, [0] * len(bodies), False

    async def send(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        query, form = parse_qs(parts.query), parse_qs((request.body or b"").decode("utf-8", "replace"))

        def likeness(number: int) -> tuple[int, ...]:
            shown = self.exchanges[number][0]
            same = [str(value) in query.get(name, ()) for name, value in shown.get("query", {}).items()]
            same += [str(value) in form.get(name, ()) for name, value in shown.get("form", {}).items()]
            here = (shown["method"], shown["path"]) == (request.method, parts.path)
            return (here, -same.count(False), -self.used[number])

        best = max(range(len(self.bodies)), key=likeness)
        if not likeness(best)[0] or sum(self.used) > MOST_REQUESTS:
            self.is_lost = True
            return Response(status=404, headers={}, body=b"")
        self.used[best] += 1
        given, body = self.exchanges[best][1], self.bodies[best]
        written = given.get("text", "").encode() if body is None else orjson.dumps(body)
        return Response(status=given["status"], headers=given.get("headers", {}), body=written)


async def read_records(provider: Provider, sample: Sample, bodies: list[Any]) -> dict[str, Any] | None:
    """The records that the adapter reads from these answers. None if it asks for something that the sample lacks."""
    assert sample.resource is not None
    transport, sessions = LenientTransport(bodies, sample), InMemorySessionStore(sample.session)
    adapter = provider.adapter(sample.credentials, transport, options=sample.options, sessions=sessions)
    given = {name: value for name, value in sample.arguments.items() if name in ("state", "parent")}
    times = {name: sample.arguments[name] for name in ("start", "end") if name in sample.arguments}
    given |= {name: datetime.fromisoformat(text) for name, text in times.items()}
    try:
        found = await reading.collect(adapter, sample.resource, Slice(**given))
    except ProviderError:
        if transport.is_lost or provider.source_name not in APART:
            return None
        raise
    return None if transport.is_lost else {each: _plain(record) for each, record in found.by_id.items()}


def _plain(record: Record) -> Any:
    """The record without what it repeats of the provider's row."""
    whole = as_json(record)
    return {**whole, "fields": {name: value for name, value in whole["fields"].items() if name not in REPEATED}}


def bodies_of(sample: Sample) -> list[Any]:
    return [each["response"].get("body") for each in sample.exchanges]


def as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_texts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_texts(each) for each in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def lists(value: Any, *, is_inner: bool = False) -> Iterator[tuple[list[Any], bool]]:
    """The lists of objects in an answer, each with whether it is within a row of another one."""
    if isinstance(value, list):
        is_rows = bool(value) and all(isinstance(each, dict) for each in value)
        if is_rows:
            yield value, is_inner
        for each in value[:1]:
            yield from lists(each, is_inner=is_inner or is_rows)
    if isinstance(value, dict):
        for each in value.values():
            yield from lists(each, is_inner=is_inner)


def mutants(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The row with each of its values in turn, however deep, replaced by strange ones."""
    for name, value in row.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        for strange in (*STRANGE, *(STRANGE_NUMBERS if is_number else ())):
            yield {**row, name: strange}
        if isinstance(value, dict):
            yield from ({**row, name: inner} for inner in mutants(value))


@pytest.mark.parametrize(("provider", "sample"), EACH_READ, ids=_name)
async def test_strange_rows_take_nothing_from_the_rows_beside_them(provider: Provider, sample: Sample) -> None:
    whole = await read_records(provider, sample, bodies_of(sample)) or {}
    # The answers to several calls in one request are no rows.
    single = [each for each, shown in enumerate(sample.exchanges) if "core/batch" not in str(shown["request"])]
    places = [(each, place) for each in single for place, _ in enumerate(lists(bodies_of(sample)[each]))]
    for number, place in places:
        bodies = deepcopy(bodies_of(sample))
        rows, is_inner = list(lists(bodies[number]))[place]
        # The good rows come last, so that they win against strange ones with their ids.
        rows[:0] = [deepcopy(each) for each in mutants(rows[0])]
        found = await read_records(provider, sample, bodies)
        if found is None or is_inner or provider.source_name not in APART:
            continue
        for source_id, record in whole.items():
            assert found.get(source_id) == record, f"exchange {number}, list {place}"


@pytest.mark.parametrize(("provider", "sample"), ROWS_APART, ids=_name)
async def test_numbers_that_are_texts_are_read_as_numbers(provider: Provider, sample: Sample) -> None:
    whole = await read_records(provider, sample, bodies_of(sample))
    assert whole is not None
    assert await read_records(provider, sample, as_texts(bodies_of(sample))) == whole


@pytest.mark.parametrize(("provider", "sample"), LISTS, ids=_name)
async def test_a_row_of_a_list_that_is_skipped_names_its_record(provider: Provider, sample: Sample) -> None:
    """What a whole walk does not name counts as gone."""
    records = set(await read_records(provider, sample, bodies_of(sample)) or {})
    for number, _ in enumerate(sample.exchanges):
        for place, _ in enumerate(lists(bodies_of(sample)[number])):
            bodies = deepcopy(bodies_of(sample))
            rows, _ = list(lists(bodies[number]))[place]
            rows[:0] = [deepcopy(each) for each in mutants(rows[0])]
            adapter = provider.adapter(
                sample.credentials,
                LenientTransport(bodies, sample),
                options=sample.options,
                sessions=InMemorySessionStore(sample.session),
            )
            try:
                found = await reading.collect(adapter, _resource(sample), Slice())
            except ProviderError:
                continue
            named = {each.source_id for each in found.skipped if each.source_id is not None} - records
            # A part of an id would be the record's.
            assert [each for each in named if any(record.endswith(each) for record in records)] == []


def _resource(sample: Sample) -> ResourceEnum:
    assert sample.resource is not None
    return sample.resource
