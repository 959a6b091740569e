"""Records that fill a list, and the order that Python gives them."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.integration.records.conftest import Ingest, incoming
from tests.strategies import pages

from gladhand.core import clock
from gladhand.records.incoming import IncomingRecord
from gladhand.resources.models import plain_type
from gladhand.resources.resource import Resource


def rank(annotation: Any) -> Callable[[Any], tuple[Any, ...]]:
    """How values of a field of an answer are ordered: null, then by the value's own type; text by its bytes."""
    kind = plain_type(annotation)
    has_order = kind in (date, datetime, UUID, bool, int, float, Decimal)
    read = TypeAdapter(kind).validate_python if has_order else _as_text
    return lambda value: () if value is None else (read(value),)


def _as_text(value: Any) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # Lists are sorted by the beginning of a text.
    return text[:199].encode()


def pass_over_the_simplest(data: st.DataObject) -> None:
    """Hypothesis begins with an example in which every value is null or empty. It tells nothing of an order."""
    assume(data.draw(st.integers(0, 2**32)) != 0)


async def fill(ingest: Ingest, resource: Resource, data: st.DataObject) -> int:
    """Records of two fleets, some equal in most fields, at few different times; how many there are."""
    pass_over_the_simplest(data)
    elsewhere, size = await ingest.another_fleet(), 0
    times = st.none() | st.sampled_from([clock.now().replace(hour=12) - timedelta(days=days) for days in (21, 22, 23)])
    for source in (ingest, elsewhere):
        page = [
            IncomingRecord(
                source_id=record.source_id,
                fields=record.fields,
                source_data=record.source_data,
                extras=data.draw(st.none() | st.just({"dot_id": "7"})),
                occurred_at=data.draw(times),
            )
            for record in incoming(resource, data.draw(pages(resource, min_size=9, max_size=12)))
        ]
        # In two pages, which are stored at different times.
        await source.page(resource, page[:9])
        await source.page(resource, page[9:])
        size += len(page)
    return size
