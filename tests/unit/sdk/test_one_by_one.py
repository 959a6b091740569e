"""Reads that ask for one after the other: where they go on, and whom they skip."""

from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.one_by_one import OneAnswer, for_each, one_by_one
from gladhand.sdk.reading import NO_STATE, Slice, State
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

Pages = Mapping[str, Sequence[str | Exception] | Exception]


async def answers(
    held: Pages, *, state: State = NO_STATE, mark: State = NO_STATE, is_sample: bool = False
) -> list[OneAnswer]:
    async def pages(key: str) -> AsyncIterator[list[Row]]:
        found = held[key]
        if isinstance(found, Exception):
            raise found
        for page in found:
            if isinstance(page, Exception):
                raise page
            yield [Row({"id": letter}) for letter in page]

    return [each async for each in one_by_one(Slice(state=state), list(held), pages, mark=mark, is_sample=is_sample)]


def ids(answer: OneAnswer) -> str:
    return "".join(row["id"] for row in answer.rows)


async def test_only_the_last_page_of_each_moves_the_slice() -> None:
    found = await answers({"b": ["pq", "r"], "a": ["x"], "c": []}, mark={"is_spread": True})
    assert [(each.key, ids(each)) for each in found] == [("a", "x"), ("b", "pq"), ("b", "r"), ("c", "")]
    whole = {"is_spread": True, "is_any_answered": True}
    assert [each.state for each in found] == [
        {**whole, "after": "a"},
        None,
        {**whole, "after": "b"},
        {**whole, "after": "c"},
    ]


async def test_a_read_goes_on_after_the_one_that_was_stored() -> None:
    found = await answers({"a": ["x"], "b": ["y"]}, state={"after": "a"})
    assert [each.key for each in found] == ["b"]


async def test_one_that_is_refused_is_skipped_and_all_of_them_fail() -> None:
    refused = Rejected("There is no such vehicle.")
    found = await answers({"a": refused, "b": ["y"]})
    assert [(each.key, ids(each), [gone.reason for gone in each.skipped]) for each in found] == [
        ("a", "", ["There is no such vehicle."]),
        ("b", "y", []),
    ]
    with pytest.raises(Rejected, match="no such vehicle"):
        await answers({"a": refused, "b": refused})
    # The first page was an answer.
    (first, last) = await answers({"a": ["x", "y", refused]})
    assert (ids(first), ids(last), [gone.reason for gone in last.skipped]) == ("x", "y", ["There is no such vehicle."])
    # Of a sample, and after an answer that was stored before, it says nothing about the others.
    assert len(await answers({"a": refused}, is_sample=True)) == 1
    assert len(await answers({"b": refused}, state={"after": "a", "is_any_answered": True})) == 1


async def test_a_missing_right_is_no_matter_of_one() -> None:
    with pytest.raises(NotAllowed):
        await answers({"a": ["x"], "b": NotAllowed("The key has no right to this.")})


async def test_a_batch_has_the_rows_that_are_skipped_and_whoever_is_refused() -> None:
    def to_record(row: Row) -> Record[TrailerFields]:
        return Record(source_id=row.source_id(), source_data=row, fields=TrailerFields(trailer_name=row.text("id")))

    whole, refused = await answers({"a": ["xy"], "b": Rejected("It is away.")})
    assert [record.source_id for record in whole.batch(to_record).records] == ["x", "y"]
    shown = whole.batch(to_record, [Row({"id": "z"}), Row({"id": ""}, "rows.1")])
    assert ([record.source_id for record in shown.records], shown.state) == (["z"], whole.state)
    assert [each.reason for each in shown.skipped] == ["The provider's answer has no id in rows.1.id."]
    assert [(each.source_id, each.reason) for each in refused.batch(to_record).skipped] == [("b", "It is away.")]


async def test_each_parent_is_asked_for_and_one_without_an_id_is_skipped() -> None:
    async def pages(key: str) -> AsyncIterator[list[Row]]:
        yield [Row({"id": f"of {key}"})]

    def to_record(row: Row) -> Record[TrailerFields]:
        return Record(source_id=row.source_id(), source_data=row, fields=TrailerFields())

    parents = [Row({"number": 2}), Row({"name": "nobody"}, "list.1"), Row({"number": 1})]
    found = [each async for each in for_each(Slice(), parents, pages, to_record, parent_key="number")]
    assert [record.source_id for batch in found for record in batch.records] == ["of 1", "of 2"]
    assert [gone.reason for batch in found for gone in batch.skipped] == ["The provider's answer has no list.1.id."]
    later = [
        each async for each in for_each(Slice(state={"after": "1"}), parents, pages, to_record, parent_key="number")
    ]
    # It was skipped when the run began.
    assert [(len(batch.records), len(batch.skipped)) for batch in later] == [(1, 0)]
