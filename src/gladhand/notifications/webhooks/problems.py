"""What can go wrong with a subscription."""

from gladhand.core.problems import Conflict


class AlreadySubscribed(Conflict):
    def __init__(self, event_name: str) -> None:
        super().__init__(f"There is a subscription to {event_name} with this url and these filters already.")
