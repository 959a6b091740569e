"""Limits for the forms of one invitation. They stop guessing and floods. People do not reach them in normal use."""

from uuid import UUID

from gladhand.auth.throttle import Throttle
from gladhand.connect.pages import messages
from gladhand.connect.pages.visit import ShowMessage
from gladhand.core.problems import TooManyRequests

# Rate per second and burst. Providers lock accounts after more attempts than this.
_SIGN_INS = (1 / 20, 12)
_ANSWERS = (1 / 5, 20)
# A person looks into the mailbox before asking again.
_MESSAGES = (1 / 600, 3)


class FormLimits:
    """Counts per process and invitation, because a stranger needs only the invitation's id to send its forms."""

    def __init__(self) -> None:
        self._sign_ins = Throttle(*_SIGN_INS)
        self._answers = Throttle(*_ANSWERS)
        self._messages = Throttle(*_MESSAGES)

    def count_sign_in(self, invitation_id: UUID) -> None:
        """Call this before credentials are checked at a provider. Raises `ShowMessage`."""
        _take(self._sign_ins, invitation_id)

    def count_answer(self, invitation_id: UUID) -> None:
        """Call this before an invitation is answered or an integration is requested. Raises `ShowMessage`."""
        _take(self._answers, invitation_id)

    def count_message(self, invitation_id: UUID) -> None:
        """Call this before a message is sent to the fleet. Raises `ShowMessage`."""
        _take(self._messages, invitation_id)


def _take(throttle: Throttle, invitation_id: UUID) -> None:
    try:
        throttle.take(str(invitation_id))
    except TooManyRequests as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
