"""What samples cannot say about Wialon."""

from gladhand.providers.wialon.positions import bound
from gladhand.providers.wialon.positions import to_record as to_location
from gladhand.providers.wialon.users import to_record
from gladhand.sdk.rows import Row


def _driver(name: str, **free: str) -> Row:
    return Row({"itemId": 701, "id": 3, "n": name, "jp": free})


def test_a_name_that_was_changed_in_wialon_goes_before_the_stored_parts() -> None:
    free = {"firstName": "Anna Maria", "lastName": "Example"}
    kept = to_record(_driver("Anna Maria Example", **free)).fields
    assert (kept.first_name, kept.last_name) == ("Anna Maria", "Example")
    changed = to_record(_driver("Anna Other", **free)).fields
    assert (changed.first_name, changed.last_name) == ("Anna", "Other")
    alone = to_record(_driver("Anna")).fields
    assert (alone.first_name, alone.last_name, alone.username) == ("Anna", None, "Anna")


def test_a_driver_without_a_unit_is_bound_to_none() -> None:
    assert bound([Row({"itemId": 701, "id": 3, "bu": 0}), Row({"itemId": 701, "id": 4, "bu": 7001})]) == {
        "7001": "701|4"
    }


def test_an_odometer_in_a_unit_of_which_nothing_is_known_is_left_out() -> None:
    row = {"id": 7001, "t": 1767691798, "pos": {"x": 13.4, "y": 52.5, "s": 62}, "cnm": 125430}
    shown = [to_location(Row({**row, "mu": unit}), drivers={}).fields.odometer for unit in (0, 1, 2, 3)]
    assert shown == [125430000.0, None, None, 125430000.0]
