from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from gladhand.connect.flow import Step, Trail, step_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ID = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


@dataclass
class Invitation:
    status: str
    expires_at: datetime


@pytest.mark.parametrize(
    ("status", "minutes", "step"),
    [
        ("active", 1, Step.CONSENT),
        ("active", 0, Step.EXPIRED),
        ("active", -1, Step.EXPIRED),
        ("accepted", 1, Step.CONNECT),
        ("accepted", -1, Step.EXPIRED),
        ("expired", -1, Step.EXPIRED),
        ("declined", 1, Step.DECLINED),
        ("declined", -1, Step.DECLINED),
        ("deleted", 1, Step.WITHDRAWN),
    ],
)
def test_status_and_time_decide_the_step(status: str, minutes: int, step: Step) -> None:
    assert step_of(Invitation(status, NOW + timedelta(minutes=minutes)), NOW) is step


def test_no_invitation_is_an_unknown_link() -> None:
    assert step_of(None, NOW) is Step.UNKNOWN


@pytest.mark.parametrize("name", ["invite", "tms_invite"])
def test_both_spellings_of_the_link_name_the_invitation(name: str) -> None:
    assert Trail([("embed", "popup"), (name, str(ID))]).invitation_id == ID


def test_the_case_of_an_id_and_space_around_it_do_not_matter() -> None:
    assert Trail([("invite", f" {str(ID).upper()} ")]).invitation_id == ID


@pytest.mark.parametrize("value", ["", "x", "1' or '1'='1", ID.hex, f"{{{ID}}}", f"urn:uuid:{ID}", f"{ID}0", "\0"])
def test_anything_but_an_id_is_no_invitation(value: str) -> None:
    assert Trail([("invite", value)]).invitation_id is None


def test_launch_parameters_survive_known_or_not_repeated_or_empty() -> None:
    trail = Trail(
        [("invite", str(ID)), ("theme", "dark"), ("x", "1"), ("x", "2"), ("brand_color", "#d1004b"), ("y", "")]
    )
    assert trail.to("/done") == f"/done?invite={ID}&theme=dark&x=1&x=2&brand_color=%23d1004b&y="


def test_a_pages_own_parameters_are_not_carried_on() -> None:
    trail = Trail([("invite", str(ID)), ("q", "sam"), ("connection", "1")])
    assert trail.to("/providers", q="geo") == f"/providers?invite={ID}&q=geo"


def test_a_link_without_a_query_stays_one() -> None:
    assert Trail([]).to("/") == "/"
