"""The step of the flow at which an invitation stands. The step decides which page its link shows."""

from datetime import datetime
from enum import Enum, auto
from typing import Protocol


class Step(Enum):
    CONSENT = auto()
    CONNECT = auto()
    EXPIRED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    UNKNOWN = auto()


class HasStatus(Protocol):
    """The fields of an invitation that decide the step."""

    @property
    def status(self) -> str: ...
    @property
    def expires_at(self) -> datetime: ...


def step_of(invitation: HasStatus | None, now: datetime, *, is_own_link: bool = False) -> Step:
    """The step of an invitation. An accepted invitation expires too: its link then no longer connects providers. The
    fleet's own link always does.
    """
    if invitation is None:
        return Step.UNKNOWN
    match invitation.status:
        case "deleted":
            return Step.WITHDRAWN
        case "declined":
            return Step.DECLINED
        case "accepted" if is_own_link:
            return Step.CONNECT
        case "active" | "accepted" if invitation.expires_at > now:
            return Step.CONSENT if invitation.status == "active" else Step.CONNECT
        case _:
            return Step.EXPIRED
