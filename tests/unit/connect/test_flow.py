from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from gladhand.connect.flow import Step, step_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass
class InvitationState:
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
    assert step_of(InvitationState(status, NOW + timedelta(minutes=minutes)), NOW) is step


def test_no_invitation_is_an_unknown_link() -> None:
    assert step_of(None, NOW) is Step.UNKNOWN
