"""Where an invitation stands, and with it what its link shows. Pure: looking changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum, auto
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

# What the link names the invitation by; the second is how a TMS hands one on.
_INVITATION_PARAMETERS = ("invite", "tms_invite")
# Ours, and only good for one page; everything else is kept through the flow as it came.
_PAGE_PARAMETERS = frozenset({"q", "way", "connection", "request", "ended", "ticket", "since"})


class Step(Enum):
    CONSENT = auto()
    CONNECT = auto()
    EXPIRED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()
    UNKNOWN = auto()


class Standing(Protocol):
    """What decides: the invitation's status, and until when its link is good."""

    @property
    def status(self) -> str: ...
    @property
    def expires_at(self) -> datetime: ...


def step_of(invitation: Standing | None, now: datetime) -> Step:
    """The step that this invitation's link shows. A link that has run out ends an accepted invitation's visits too."""
    if invitation is None:
        return Step.UNKNOWN
    match invitation.status:
        case "deleted":
            return Step.WITHDRAWN
        case "declined":
            return Step.DECLINED
        case "active" | "accepted" if invitation.expires_at > now:
            return Step.CONSENT if invitation.status == "active" else Step.CONNECT
        case _:
            return Step.EXPIRED


class Trail:
    """The query of the link, which every page of the flow carries on, unread: launch parameters must survive."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = [(name, value) for name, value in pairs if name not in _PAGE_PARAMETERS]

    @property
    def query(self) -> dict[str, str]:
        """The first of each name."""
        return dict(reversed(self.pairs))

    @property
    def invitation_id(self) -> UUID | None:
        """The first that can be read as an id; `None` for a link without one or with something else."""
        for wanted in _INVITATION_PARAMETERS:
            for name, value in self.pairs:
                if name == wanted:
                    return _uuid(value)
        return None

    def to(self, path: str, **more: object) -> str:
        """A page of the flow, with the trail and this page's own parameters."""
        kept = [pair for pair in self.pairs if pair[0] not in more]
        query = urlencode([*kept, *((name, str(value)) for name, value in more.items())])
        return f"{path}?{query}" if query else path


def _uuid(text: str) -> UUID | None:
    try:
        found = UUID(text.strip())
    except ValueError:
        return None
    # Only the usual spelling is a link of ours; UUID() itself also reads braces, `urn:` and no hyphens.
    return found if str(found) == text.strip().lower() else None
