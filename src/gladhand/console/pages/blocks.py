"""What pages consist of: a page lists its blocks, and one template renders each kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, TypeAlias

# More would push everything else off the page.
_NOTICES_AT_ONCE = 5


@dataclass(frozen=True)
class Time:
    """A moment. The script shows it in the reader's zone."""

    value: str | datetime | None
    kind: ClassVar[str] = "time"


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    kind: ClassVar[str] = "link"


@dataclass(frozen=True)
class Badge:
    """A state in one word."""

    text: str
    tone: str = ""
    kind: ClassVar[str] = "badge"


@dataclass(frozen=True)
class Code:
    """JSON or a provider's raw answer, folded away under `title`."""

    title: str
    value: Any
    kind: ClassVar[str] = "code"


@dataclass(frozen=True)
class Copy:
    """A text to be copied, such as a link or a secret."""

    text: str
    label: str = "Copy"
    kind: ClassVar[str] = "copy"


@dataclass(frozen=True)
class Input:
    """One field of a form. With `choices` it is a list to choose from."""

    name: str
    label: str
    value: str = ""
    type: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    is_required: bool = False
    group: str = ""
    """The title over this input and those beside it that have the same one. They come after the others."""
    fault: str = ""
    """What is wrong with the value, after it was refused."""


#: The scopes for forms that change what is the partner's own: its branding, its API clients and its people.
PARTNER_CHANGES: Final = ("partner:update",)


@dataclass(frozen=True)
class FormBlock:
    """A form with one button. A POST changes something: only those see it who have all scopes that it `needs`.
    `warning` asks for a second click."""

    label: str
    action: str
    inputs: Sequence[Input] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    method: str = "post"
    needs: Collection[str] = ()
    """The scopes without which the form is refused."""
    tone: str = ""
    warning: str = ""
    about: str = ""
    """What the button is for, for those who do not see the row that it stands in."""
    kind: ClassVar[str] = "form"

    def __post_init__(self) -> None:
        assert self.method == "get" or self.needs, f"the form {self.label} does not say who may send it"


Cell: TypeAlias = Any
"""A text, a number, None, one of the pieces above, or a list of them."""


@dataclass(frozen=True)
class TableBlock:
    title: str
    headers: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    empty: str
    """What there would be, and how the first one comes about."""
    links: Sequence[Link] = ()
    """To the pages before and after, and to other forms of the list."""
    about: str = ""
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Facts:
    title: str
    rows: Sequence[tuple[str, Cell]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Bars:
    """Numbers as lengths."""

    title: str
    rows: Sequence[tuple[str, int]]
    empty: str
    about: str = ""
    kind: ClassVar[str] = "bars"

    @property
    def most(self) -> int:
        return max((count for _, count in self.rows), default=0)


@dataclass(frozen=True)
class TimelineStep:
    at: Cell
    title: str
    detail: Cell = None
    tone: str = ""


@dataclass(frozen=True)
class Timeline:
    title: str
    steps: Sequence[TimelineStep]
    empty: str = "Nothing has happened yet."
    kind: ClassVar[str] = "timeline"


@dataclass(frozen=True)
class Notice:
    """Something to know or to mend, with what mends it."""

    text: str
    tone: str = ""
    mends: Sequence[Link | FormBlock | Copy] = ()
    kind: ClassVar[str] = "notice"


@dataclass(frozen=True)
class Notices:
    title: str
    notices: Sequence[Notice]
    empty: str
    kind: ClassVar[str] = "notices"

    @property
    def first(self) -> Sequence[Notice]:
        """What the page shows at once."""
        return self.notices if len(self.notices) <= _NOTICES_AT_ONCE + 1 else self.notices[:_NOTICES_AT_ONCE]

    @property
    def more(self) -> Sequence[Notice]:
        """What is folded away."""
        return self.notices[len(self.first) :]


@dataclass(frozen=True)
class Tile:
    label: str
    value: Cell
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Tiles:
    title: str
    tiles: Sequence[Tile]
    kind: ClassVar[str] = "tiles"


@dataclass(frozen=True)
class FrameBlock:
    """Another page within this one. `ConsolePage.framed_origin` has to name its origin. The script changes its address
    while somebody types into the form with method `get`."""

    title: str
    address: str
    about: str = ""
    kind: ClassVar[str] = "frame"


@dataclass(frozen=True)
class Forms:
    """Forms one beside the other."""

    title: str
    forms: Sequence[FormBlock]
    kind: ClassVar[str] = "forms"


_GOOD = {"active", "accepted", "success", "succeeded", "completed", "complete", "live", "ok", "healthy", "fresh"}
_BAD = {
    "failed", "failure", "dead", "declined", "expired", "stale", "error", "invalid", "revoked", "disabled", "canceled",
    "cancelled", "timed_out", "late", "never", "inactive",
}  # fmt: skip


def state(text: Any) -> Badge | None:
    """A status with its tone. It says in a word what the colour says, too."""
    if text is None:
        return None
    word = str(text)
    tone = "good" if word.lower() in _GOOD else "bad" if word.lower() in _BAD else ""
    return Badge(word.replace("_", " "), tone)
