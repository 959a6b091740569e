import contextlib
import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gladhand.core.keyset import BY_CREATION, BadCursor, Cursor, Key, Keyset, KeysetPage, parse_moment

WHEN = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
WHO = UUID("00000000-0000-4000-8000-0000000000ff")

keys = st.tuples(st.datetimes(timezones=st.just(UTC)), st.uuids())


def rendered(page: KeysetPage) -> Any:
    return json.loads(page.render())


def shop(rows: list[tuple[Key, str]], cursor: Cursor, size: int) -> KeysetPage:
    """What a list's query does: the rows behind the cursor, in its direction, one more than fits."""
    if cursor.backwards:
        found = [row for row in reversed(rows) if cursor.after is None or row[0] < cursor.after]
    else:
        found = [row for row in rows if cursor.after is None or row[0] > cursor.after]
    return KeysetPage.cut(found[: size + 1], cursor=cursor, size=size, total=len(rows))


@given(st.one_of(st.none(), keys), st.booleans())
def test_a_cursor_says_the_same_after_its_way_through_a_url(after, backwards):
    cursor = Cursor(after, backwards)
    assert Cursor.decode(cursor.encode()) == cursor


@given(keys, st.booleans())
def test_a_cursor_is_taken_in_every_spelling_that_clients_use(after, backwards):
    cursor = Cursor(after, backwards)
    given_out = cursor.encode()
    bare = unquote(given_out)
    for spelling in (given_out, quote(given_out, safe=""), bare, bare.replace("+", " ")):
        assert Cursor.decode(spelling) == cursor


@pytest.mark.parametrize("text", ["x" * 200, "\U0001f69a" * 200, "\x01" * 200, "ß?>" * 66])
def test_a_cursor_of_the_longest_text_is_short_enough_for_every_proxy(text):
    encoded = Cursor((text, WHO)).encode()
    assert len(encoded) < 2048
    assert Cursor.decode(encoded, (str, UUID)).after == (text, WHO)


@pytest.mark.parametrize("none", [None, ""])
def test_no_cursor_is_the_first_page(none):
    assert Cursor.decode(none) == Cursor(None, backwards=False)


def test_the_two_ends_of_a_list_are_cursors_too():
    assert Cursor.decode(b64encode(b">").decode()) == Cursor(None, False)
    assert Cursor.decode(b64encode(b"<").decode()) == Cursor(None, True)


def tampered() -> list[str]:
    good = [WHEN.isoformat(), str(WHO)]
    bodies = [
        b"",
        b"=",
        b"!" + json.dumps(good).encode(),
        json.dumps(good).encode(),
        b">{}",
        b">null",
        b">7",
        b">[",
        b">[]",
        b'>"text"',
        b">" + json.dumps(good[:1]).encode(),
        b">" + json.dumps([*good, "x"]).encode(),
        b">" + json.dumps([None, None]).encode(),
        b">" + json.dumps([1, 2]).encode(),
        b">" + json.dumps([good, good]).encode(),
        b">" + json.dumps(["yesterday", str(WHO)]).encode(),
        b">" + json.dumps([WHEN.replace(tzinfo=None).isoformat(), str(WHO)]).encode(),
        b">" + json.dumps([WHEN.isoformat(), "not an id"]).encode(),
        b">" + json.dumps([WHEN.isoformat(), "'; drop table event; --"]).encode(),
        b">" + b"[" * 100_000,
        b">\xff\xfe",
        b"\xff",
    ]
    return [b64encode(body).decode() for body in bodies[1:]] + [
        "x",
        "%",
        "%25%25",
        "…",
        "null",
        "0",
        "\0",
        "Pg",
        "====",
        " ",
    ]


@pytest.mark.parametrize("text", tampered())
def test_what_no_list_has_given_out_is_a_bad_cursor(text):
    with pytest.raises(BadCursor) as caught:
        Cursor.decode(text)
    assert caught.value.status == 400


@given(st.text(min_size=1))
def test_any_text_is_a_cursor_or_a_bad_cursor(text):
    with contextlib.suppress(BadCursor):
        Cursor.decode(text)


@given(keys, st.integers(min_value=0), st.integers(0, 255))
def test_a_cursor_with_a_changed_byte_never_crashes(after, place, byte):
    raw = bytearray(b64decode(unquote(Cursor(after).encode())))
    raw[place % len(raw)] = byte
    try:
        found = Cursor.decode(b64encode(raw).decode())
    except BadCursor:
        return
    assert found.after is not None
    assert isinstance(found.after[0], datetime)
    assert isinstance(found.after[1], UUID)


def test_a_url_safe_alphabet_is_not_ours():
    # `>>>?` holds the two characters that differ.
    with pytest.raises(BadCursor):
        Cursor.decode(urlsafe_b64encode(b">\xfb\xff\xfe").decode())


def test_a_list_with_other_keys_does_not_take_the_cursor():
    with pytest.raises(BadCursor):
        Cursor.decode(Cursor(("a name", str(WHO))).encode(), BY_CREATION)
    assert Cursor.decode(Cursor(("a name", WHO)).encode(), (str, UUID)).after == ("a name", WHO)


def test_a_time_in_a_cursor_needs_its_zone():
    assert parse_moment("2026-01-01T00:00:00+00:00") == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        parse_moment("2026-01-01T00:00:00")


def test_a_cursor_says_how_its_rows_are_asked_for():
    keyset = Keyset.by_creation("t")
    forwards, backwards = Cursor((WHEN, WHO)), Cursor((WHEN, WHO), backwards=True)
    assert keyset.order(forwards).as_string(None) == '"t"."created_at" asc, "t"."id" asc'
    assert keyset.order(backwards).as_string(None) == '"t"."created_at" desc, "t"."id" desc'
    assert '"t"."id") > (' in keyset.after(forwards).as_string(None)
    assert '"t"."id") < (' in keyset.after(backwards).as_string(None)


def test_an_empty_list_has_no_neighbours():
    for cursor in (Cursor(), Cursor(backwards=True)):
        page = rendered(KeysetPage.cut([], cursor=cursor, size=10, total=0))
        assert page["items"] == []
        assert page["total"] == 0
        assert page["previous_page"] is None
        assert page["next_page"] is None


@pytest.mark.parametrize(("rows", "size", "has_next"), [(1, 1, False), (2, 1, True), (3, 3, False), (4, 3, True)])
def test_there_is_a_next_page_just_when_a_row_is_left(rows, size, has_next):
    listed = [((number,), str(number)) for number in range(rows)]
    page = rendered(shop(listed, Cursor(), size))
    assert page["items"] == list(range(min(rows, size)))
    assert (page["next_page"] is not None) == has_next
    assert page["previous_page"] is None


def test_a_page_behind_the_last_row_is_empty_and_ends_the_list():
    listed = [((number,), str(number)) for number in range(3)]
    page = rendered(shop(listed, Cursor((2,)), 2))
    assert page["items"] == []
    assert page["next_page"] is None


def test_a_page_without_a_total_does_not_mention_one():
    assert "total" not in rendered(KeysetPage.cut([], cursor=Cursor(), size=1))


def test_the_end_of_a_list_read_backwards_shows_the_last_rows_in_list_order():
    listed = [((number,), str(number)) for number in range(10)]
    page = rendered(shop(listed, Cursor(backwards=True), 3))
    assert page["items"] == [7, 8, 9]
    assert page["next_page"] is None
    assert page["previous_page"] is not None


def numbers(text: str | None) -> Cursor:
    return Cursor.decode(text, (int,))


@given(st.sets(st.integers(0, 500), max_size=60), st.integers(1, 12))
def test_a_list_is_walked_whole_in_both_directions(present, size):
    rows = [((number,), str(number)) for number in sorted(present)]
    seen, pages, cursor = [], [], Cursor()
    while True:
        page = rendered(shop(rows, cursor, size))
        seen += page["items"]
        pages.append(page)
        assert page["total"] == len(rows)
        if page["next_page"] is None:
            break
        cursor = numbers(page["next_page"])
    assert seen == sorted(present)

    # Back by `previous_page`: the same pages, whole, the other way round.
    back = [pages[-1]]
    while back[-1]["previous_page"] is not None:
        back.append(rendered(shop(rows, numbers(back[-1]["previous_page"]), size)))
    assert [page["items"] for page in reversed(back)] == [page["items"] for page in pages]

    # Either cursor of a page shows that page again.
    for page in pages:
        if page["items"]:
            full = len(page["items"])
            assert rendered(shop(rows, numbers(page["current_page"]), full))["items"] == page["items"]
            assert rendered(shop(rows, numbers(page["current_page_backwards"]), full))["items"] == page["items"]


@given(st.sets(st.integers(0, 500), min_size=1, max_size=40), st.sets(st.integers(0, 500)), st.integers(1, 7))
def test_rows_that_come_meanwhile_neither_hide_nor_double_others(present, added, size):
    listed = sorted(present)
    first = rendered(shop([((number,), str(number)) for number in listed], Cursor(), size))
    grown = [((number,), str(number)) for number in sorted(present | added)]
    seen = list(first["items"])
    following = first["next_page"]
    while following is not None:
        page = rendered(shop(grown, numbers(following), size))
        seen += page["items"]
        following = page["next_page"]
    assert seen == sorted(set(seen))
    if first["next_page"] is not None:
        assert set(listed) <= set(seen)


def test_items_that_came_as_one_text_are_passed_through():
    page = KeysetPage.between(b'{"a":1},{"a":2}', ((1,), (2,)), (3,), cursor=Cursor())
    assert rendered(page)["items"] == [{"a": 1}, {"a": 2}]
    assert numbers(rendered(page)["next_page"]) == Cursor((2,))


def test_a_cursor_keeps_microseconds_and_zones():
    there = WHEN.astimezone(tz=None) + timedelta(0)
    assert Cursor.decode(Cursor((there, WHO)).encode()).after == (WHEN, WHO)


@pytest.mark.parametrize("key", ["1e400", "1", "null", "{}", "[]"])
def test_a_key_that_is_no_text_is_a_bad_cursor_for_every_list(key):
    body = f'>[{key},"{WHO}"]'
    for parse in (int, float, str):
        with pytest.raises(BadCursor):
            Cursor.decode(b64encode(body.encode()).decode(), (parse, UUID))
