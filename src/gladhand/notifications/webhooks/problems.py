"""What can go wrong with a subscription."""

from gladhand.core.problems import Conflict


class AlreadySubscribed(Conflict):
    def __init__(self, event_name: str) -> None:
        super().__init__(f"A subscription to {event_name} with this url and these filters already exists.")


class NotDelivering(Conflict):
    """Events of the subscription are kept, so a test event would not arrive."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The subscription is {status}. Activate it first.")
