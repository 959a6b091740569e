"""The positions of one device in a time, in as many answers as the server and the network let through."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

from gladhand.providers.traccar.devices import iso, many
from gladhand.providers.traccar.server import TraccarServer
from gladhand.sdk.errors import AnswerTooLong
from gladhand.sdk.rows import Row

#: The server ends an answer there without a sign, unless its operator has set another number: 50,000 is usual.
MOST_POSITIONS: Final = 50_000
_SHORTEST: Final = timedelta(minutes=2)


async def positions_of(
    server: TraccarServer, device: Row, begin: datetime, end: datetime
) -> AsyncIterator[tuple[list[Row], bool]]:
    """The positions of a device by the time of their fixes, and whether they are the last ones.

    Without both ends the server would answer the last position. An answer that is too long is asked for by halves. A
    position at a border comes twice.
    """
    spans = [(begin, end)]
    while spans:
        first, last = spans.pop()
        try:
            found = await many(server, "/positions", deviceId=device["id"], **{"from": iso(first), "to": iso(last)})
        except AnswerTooLong:
            if last - first < _SHORTEST:
                raise
            middle = first + (last - first) / 2
            spans += [(middle, last), (first, middle)]
            continue
        reached = found[-1].moment("fixTime") if len(found) >= MOST_POSITIONS else None
        if reached is not None and iso(reached) != iso(first):
            spans.append((reached, last))
        yield found, not spans
