"""Safety events by the words in a name."""

import pytest

from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.sdk.safety_words import WORDS_OF_ALERTS, SafetyWords, safety_event


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("Near Collision", "near_collision"),
        ("Possible Collision", "collision"),
        ("Forward Collision Warning", "forward_collision_warning"),
        ("Failed to Stop at Red Light", "ran_red_light"),
        ("Rolling Stop", "rolling_stop"),
        ("Rollover", "rollover"),
        ("Driver Unbelted - Seat Belt", "no_seatbelt"),
        ("Handheld Device", "mobile_usage"),
        ("Texting/Dialing", "mobile_usage"),
        ("Following Distance: 1 sec", "following_distance"),
        ("Critical Distance", "following_distance"),
        ("Food or Drink", "eating_drinking"),
        ("Posted Speed Violation", "speeding"),
        ("Braking", "hard_braking"),
        ("Cornering", "harsh_turn"),
        ("harsh_steering", "harsh_turn"),
        ("Shock", None),
        ("Heat", None),
    ],
)
def test_words_in_a_name_tell_the_event(name: str, event: str | None) -> None:
    assert safety_event(name) == event


def test_words_of_one_s_own_take_the_place_of_the_usual_ones() -> None:
    words: SafetyWords = {("harsh", "turn"): DriverSafetyEventEnum.HARSH_TURN}
    assert safety_event("Turn signal", words) is None
    assert safety_event("harsh left turn", words) == "harsh_turn"


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("Harsh braking", "hard_braking"),
        ("Over speed", "speeding"),
        ("lane_departure", "lane_departure"),
        ("Departure from the depot", None),
        ("Turned off", None),
        ("manual_mode", None),
        ("text_reminder", None),
        ("Brake pads", None),
    ],
)
def test_among_names_of_any_kind_only_plain_ones_tell_a_safety_event(name: str, event: str | None) -> None:
    assert safety_event(name, WORDS_OF_ALERTS) == event
