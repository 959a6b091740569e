"""Problems of schedules."""

from gladhand.core.problems import Conflict, Fault, Invalid


class ScheduleExists(Conflict):
    """The connection has a schedule for the resource."""

    def __init__(self, resource: str) -> None:
        super().__init__(f"The connection already has a schedule for {resource}.")


class NothingToActivate(Conflict):
    """The schedule is neither paused nor inactive."""

    def __init__(self, status: str) -> None:
        why = (
            "The schedule is paused with its connection. Activate the connection."
            if status == "paused"
            else f"The schedule is {status}. Only a paused or inactive one can be activated."
        )
        super().__init__(why)


class NotSettable(Invalid):
    """A status that nobody sets."""

    def __init__(self, status: str) -> None:
        reason = "`status` can be active, paused or inactive. The others follow from the connection and agreements."
        super().__init__([Fault("body.status", status, reason, "not_settable")])
