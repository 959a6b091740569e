"""The position at which a read continues. It is stored with the records before it, so an interrupted run loses and
repeats nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from gladhand.sdk.reading import State


@dataclass(frozen=True, slots=True)
class Position:
    """A point between two batches. The empty position is the beginning of a run."""

    state: State = field(default_factory=dict)
    """The adapter's own state."""
    parent: str | None = None
    """With `per`: the parent whose slice is under way."""
    start: datetime | None = None
    """Of a read by windows: the beginning of the window that is under way."""
    until: datetime | None = None
    """Of a read by windows: the end of the run that is under way."""

    pages: int = 0
    """How many batches the slice that is under way has had."""

    def dump(self) -> str:
        """The position as JSON, without what is empty."""
        values = {
            "state": dict(self.state) or None,
            "parent": self.parent,
            "start": self.start,
            "until": self.until,
            "pages": self.pages or None,
        }
        return orjson.dumps({name: value for name, value in values.items() if value is not None}).decode()

    def without_state(self) -> "Position":
        """The beginning of the slice that is under way, for a read whose state has failed."""
        return replace(self, state={}, pages=0)

    @classmethod
    def load(cls, text: str | Mapping[str, Any]) -> "Position":
        """Read the JSON of `dump`. Raises `ValueError`."""
        try:
            return _ADAPTER.validate_json(text) if isinstance(text, str) else _ADAPTER.validate_python(text)
        except ValidationError as error:
            raise ValueError(str(error)) from None


_ADAPTER = TypeAdapter(Position)
BEGINNING = Position()
