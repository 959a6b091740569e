"""How often the forms of one invitation may be sent: people never notice, whoever tries keys or floods does."""

from uuid import UUID

from gladhand.auth.throttle import Throttle
from gladhand.connect.pages import notices
from gladhand.connect.pages.visit import Interrupted
from gladhand.core.problems import TooManyRequests

# A dozen tries at once, then one in twenty seconds: a provider that is asked more often locks the account.
_CHECKS = (1 / 20, 12)
_ANSWERS = (1 / 5, 20)


class Limits:
    """Counted by this process, for each invitation: its id is all that a stranger would need to send its forms."""

    def __init__(self) -> None:
        self._checks = Throttle(*_CHECKS)
        self._answers = Throttle(*_ANSWERS)

    def check(self, invitation_id: UUID) -> None:
        """Before credentials are tried at a provider. Raises `Interrupted`."""
        _take(self._checks, invitation_id)

    def answer(self, invitation_id: UUID) -> None:
        """Before an invitation is answered, or something is asked of people. Raises `Interrupted`."""
        _take(self._answers, invitation_id)


def _take(throttle: Throttle, invitation_id: UUID) -> None:
    try:
        throttle.take(str(invitation_id))
    except TooManyRequests as problem:
        raise Interrupted(notices.too_often(), problem.status, problem.headers) from None
