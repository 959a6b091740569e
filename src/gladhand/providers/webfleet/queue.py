"""Webfleet's message queue: every position that units send, where the object report has the newest ones only.

A queue belongs to a user of Webfleet and to a class of messages. Messages that are popped come again until they are
acknowledged: so the hub acknowledges them after it has stored them, and one request follows the other. Not every
contract contains queues. Whether there is one stands in the session of the connection, because Webfleet lets a user
make one a few times a day only; it is asked again after a day.

How long Webfleet keeps messages, and what it says to a second reader, is not public. Tracks bring what a queue lacks.
An acknowledgement names no messages: it would cover those that somebody else has popped meanwhile. So all three
requests count as writes, and whoever only looks, as `gladhand provider try`, leaves the queue alone.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.sdk.clock import days, timestamp
from gladhand.sdk.errors import Rejected
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session

CREATE, POP, ACKNOWLEDGE = "createQueueExtern", "popQueueMessagesExtern", "ackQueueMessagesExtern"
#: The option of the operator.
OPTION: Final = "message_queue"
#: As many messages an answer has at most.
MOST: Final = 500
# All messages of all units.
_CLASS: Final = "0"
_HAS_QUEUE, _EXPIRES_AT = "has_queue", "expires_at"
_ASKED_AGAIN: Final = days(1)


async def messages(webfleet: WebfleetApi) -> AsyncIterator[list[Row]]:
    """The messages that have arrived, at most 500 at once. Each page is acknowledged when the next one is asked for,
    so that whoever stops in between gets it again. Nothing if the account has no queue."""
    session = await webfleet.sessions.current()
    if not session or session.get(_EXPIRES_AT, 0) < timestamp():
        session = await webfleet.sessions.renew(session, lambda _: _new_session(webfleet))
    while session.get(_HAS_QUEUE):
        try:
            rows = await webfleet.take(POP, msgclass=_CLASS)
        except Rejected:
            # It was there, and is no more. A new one is made after a day.
            await webfleet.sessions.renew(session, _without)
            return
        if not rows:
            return
        yield rows
        await webfleet.write(ACKNOWLEDGE, msgclass=_CLASS)
        if len(rows) < MOST:
            return


async def _new_session(webfleet: WebfleetApi) -> Session:
    """Make a queue. What Webfleet says of one that is there already is not public: whether it can be read decides."""
    try:
        await webfleet.write(CREATE, msgclass=_CLASS)
    except Rejected:
        try:
            await webfleet.take(POP, msgclass=_CLASS)
        except Rejected:
            return await _without({})
    return _session(has_queue=True)


async def _without(_: Session) -> Session:
    return _session(has_queue=False)


def _session(*, has_queue: bool) -> Session:
    return {_HAS_QUEUE: has_queue, _EXPIRES_AT: timestamp() + _ASKED_AGAIN.total_seconds()}
