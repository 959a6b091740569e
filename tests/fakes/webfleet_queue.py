"""Webfleet's message queue: what is popped comes again until it is acknowledged, and 500 messages come at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.webfleet_readings import BadWebfleetQuery

_MOST = 500


class MessageQueue:
    """The queue of one user, for all classes of messages."""

    def __init__(self) -> None:
        self.is_made = False
        self.waiting: list[dict[str, Any]] = []
        self.popped = 0
        """How many of the messages that wait are popped, and not acknowledged."""
        self.acknowledged: list[dict[str, Any]] = []

    def create(self, query: Mapping[str, str]) -> None:
        _check(query)
        if self.is_made:
            raise BadWebfleetQuery("The queue exists already")
        self.is_made = True

    def pop(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        self._need(query)
        found = self.waiting[:_MOST]
        self.popped = len(found)
        return found

    def acknowledge(self, query: Mapping[str, str]) -> None:
        self._need(query)
        self.acknowledged += self.waiting[: self.popped]
        del self.waiting[: self.popped]
        self.popped = 0

    def _need(self, query: Mapping[str, str]) -> None:
        _check(query)
        if not self.is_made:
            raise BadWebfleetQuery("There is no queue")


def _check(query: Mapping[str, str]) -> None:
    if query.get("msgclass") != "0":
        raise BadWebfleetQuery("msgclass is not valid")
