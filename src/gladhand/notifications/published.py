"""The events that this release publishes. `event_names` also has the events of resources that it does not read yet.

An event is a constant beside the code that publishes it, and its package lists it. So the documents and the list of
schemas say what is sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.resources.registry import REGISTRY


class PublishedEvent(str):  # noqa: SLOT000 - str subclasses cannot have slots with values
    """The name of an event, and when it is published."""

    when: str

    def __new__(cls, name: str, when: str) -> Self:
        if name not in set(WebhookEventNameEnum):
            raise ValueError(
                f"The contract has no event {name}: publish only names of WebhookEventNameEnum. A resource that the"
                " contract does not know is declared without events."
            )
        made = super().__new__(cls, name)
        made.when = when
        return made


@dataclass(frozen=True)
class PublishedEvents:
    """All events that this server publishes."""

    events: Sequence[PublishedEvent]

    def __iter__(self) -> Iterator[PublishedEvent]:
        return iter(self.events)

    def when(self, name: str) -> str | None:
        """When the event is published; None if it never is."""
        return next((event.when for event in self.events if event == name), None)


def record_events() -> list[PublishedEvent]:
    """The events of the records of all resources, as the resources declare them."""
    return [
        PublishedEvent(resource.event_name(change), sentence)
        for resource in REGISTRY.values()
        for change, sentence in resource.events.items()
    ]
